"""Plan templates of the writer's own, made from a plan; as files beside those of the program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.domain.plan import Plan, Step
    from writer_gui.writing.templates import PlanTemplate, TemplateStep

LONGEST_OPENING = 24
"""Characters: a longer text is what was decided this once, not how such a step opens."""


def save_template(directory: Path, plan: Plan, known: PlanTemplate, language: Language) -> Path:
    """Write the steps of a plan as the template of a domain; return the file.

    Titles and openings of the other language are taken from the template so far. Raises UserError.
    """
    data = {
        "domain": known.domain.value,
        "short": known.short,
        "length": known.length,
        "noun": known.noun,
        "form": known.form,
        "steps": [_as_data(step, known, language) for step in plan.steps],
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


def _as_data(step: Step, known: PlanTemplate, language: Language) -> dict[str, object]:
    before = _counterpart(step, known, language)
    title = dict.fromkeys(Language, step.title) if before is None else dict(before.title)
    opening = dict.fromkeys(Language, "") if before is None else dict(before.opening)
    title[language] = step.title
    opening[language] = _opening(step, opening[language])
    return {"kind": step.kind.value, "title": title, "opening": opening}


def _counterpart(step: Step, known: PlanTemplate, language: Language) -> TemplateStep | None:
    return next(
        (s for s in known.steps if s.kind is step.kind and s.title[language] == step.title), None
    )


def _opening(step: Step, before: str) -> str:
    """Return how the text of a step opens: as before, or as the writer has put it shortly."""
    text = step.text.strip()
    if not text or (before and text.startswith(before)) or len(text) > LONGEST_OPENING:
        return before
    return text
