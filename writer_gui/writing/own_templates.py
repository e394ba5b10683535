"""Plan templates of the writer's own, made from a plan; as files beside those of the program."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.errors import UserError
from writer_gui.writing.templates import TemplateStep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from writer_gui.domain.plan import Plan, Step
    from writer_gui.writing.templates import PlanTemplate

LONGEST_OPENING = 24
"""Characters: of a new step a longer text is what was decided this once, not how it opens."""


def steps_of_plan(plan: Plan, known: PlanTemplate, language: Language) -> tuple[TemplateStep, ...]:
    """Return the steps of a plan as those of a template.

    A step that the template so far has keeps its openings and its title in the other language.
    """
    return tuple(_as_template_step(step, known, language) for step in plan.steps)


def with_words(
    steps: Sequence[TemplateStep], words: Sequence[tuple[str, str]], language: Language
) -> tuple[TemplateStep, ...]:
    """Return steps with other titles and openings in one language; a title is never empty."""
    return tuple(
        replace(
            step,
            title={**step.title, language: title.strip() or step.title[language]},
            opening={**step.opening, language: opening.strip()},
        )
        for step, (title, opening) in zip(steps, words, strict=True)
    )


def save_template(directory: Path, steps: Sequence[TemplateStep], known: PlanTemplate) -> Path:
    """Write steps as the template of a domain; return the file. Raises UserError."""
    data = {
        "domain": known.domain.value,
        "short": known.short,
        "length": known.length,
        "noun": known.noun,
        "form": known.form,
        "steps": [
            {"kind": step.kind.value, "title": step.title, "opening": step.opening}
            for step in steps
        ],
    }
    path = directory / f"{known.domain}.json"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"The template cannot be saved ({error.strerror}); check {path}."
        ) from error
    return path


def drop_template(directory: Path, known: PlanTemplate) -> bool:
    """Remove the writer's own template of a domain; return whether there was one."""
    path = directory / f"{known.domain}.json"
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UserError(
            f"The template cannot be removed ({error.strerror}); see {path}."
        ) from error
    return True


def _as_template_step(step: Step, known: PlanTemplate, language: Language) -> TemplateStep:
    before = _counterpart(step, known, language)
    if before is not None:
        return before
    text = step.text.strip()
    opening = text if len(text) <= LONGEST_OPENING else ""
    openings = dict.fromkeys(Language, "") | {language: opening}
    return TemplateStep(step.kind, dict.fromkeys(Language, step.title), openings)


def _counterpart(step: Step, known: PlanTemplate, language: Language) -> TemplateStep | None:
    return next(
        (s for s in known.steps if s.kind is step.kind and s.title[language] == step.title), None
    )
