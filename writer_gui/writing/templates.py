"""Plan templates: which steps a plan of each domain has, and how each step's text opens.

An opening such as `主人公叫` makes a small model decide something about this piece; without one a
third of its steps are advice on how to write. Templates are files in `assets/templates`; a file of
the same name in the writer's own directory takes their place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from writer_gui import paths
from writer_gui.domain.genre import DEFAULT_GENRE, Domain, find_genre
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind, new_step_id
from writer_gui.errors import UserError
from writer_gui.writing.plan_size import scaled_titles, untimed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHORT_GENRES = frozenset({"诗歌", "宣传语-标语"})
"""Genres whose texts are one section for all steps, whatever their domain."""


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """A step of a template: its kind, and per language its title and how its text opens."""

    kind: StepKind
    title: dict[Language, str]
    opening: dict[Language, str]


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """The steps of a plan for one domain. `short`: the text is one section for all steps.

    `length` is what is aimed at where the writer names none, in characters of Chinese or words
    of English; `noun` is what the text is called in the instructions to the model, and `form` a
    sentence of them on how such texts are laid out. A template that `scales` has fewer steps for
    a short text and more for a long one; the writer's own are taken as they are.
    """

    domain: Domain
    short: bool
    length: dict[Language, int]
    noun: dict[Language, str]
    form: dict[Language, str]
    steps: tuple[TemplateStep, ...]
    scales: bool = False

    def skeleton(self, language: Language, length: int | None = None) -> Plan:
        """Return a plan with headings and no text, of as many steps as a `length` wants.

        Without a length every step of the template is there, once.
        """
        titles = [(step.kind, step.title[language]) for step in self.steps]
        if length is not None and self.scales:
            titles = scaled_titles(titles, length, language)
        return Plan(tuple(Step(new_step_id(), kind, title, "") for kind, title in titles))

    def opening(self, step: Step, language: Language) -> str:
        """Return how the text of a step opens; empty for steps the writer added."""
        for known in self.steps:
            if known.kind is step.kind and known.title[language] == untimed(step.title, language):
                return known.opening[language]
        return ""


class Templates:
    """The templates found in a list of directories; later directories win."""

    def __init__(self, directories: Sequence[Path]) -> None:
        self._directories = tuple(directories)

    @classmethod
    def open(cls) -> Self:
        """Return those of the program, with the writer's own in their places."""
        return cls((paths.assets_dir() / "templates", paths.data_dir() / "templates"))

    @property
    def own(self) -> Path:
        """The directory that wins: where the writer's own are kept."""
        return self._directories[-1]

    def for_genre(self, tag: str) -> PlanTemplate:
        """Return the template for a genre. Raises UserError when its file cannot be read."""
        genre = find_genre(tag) or find_genre(DEFAULT_GENRE)
        assert genre is not None  # the default genre is in the table
        template = self._read(genre.domain)
        if genre.tag in SHORT_GENRES and not template.short:
            return PlanTemplate(
                template.domain,
                True,
                {Language.ZH: 240, Language.EN: 120},
                template.noun,
                template.form,
                template.steps,
                template.scales,
            )
        return template

    def for_domain(self, domain: Domain) -> PlanTemplate:
        """Return the template of a group of genres. Raises UserError as `for_genre`."""
        return self._read(domain)

    def _read(self, domain: Domain) -> PlanTemplate:
        found = [
            d / f"{domain}.json" for d in self._directories if (d / f"{domain}.json").is_file()
        ]
        if not found:
            raise UserError(
                f"The plan template '{domain}.json' is missing; install the program again."
            )
        try:
            return _parse(json.loads(found[-1].read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(
                f"The plan template {found[-1]} cannot be read ({error}); correct or remove it."
            ) from error


def _parse(data: dict[str, object]) -> PlanTemplate:
    steps = data["steps"]
    if not isinstance(steps, list) or not steps:
        raise ValueError("it has no steps")
    return PlanTemplate(
        domain=Domain(str(data["domain"])),
        short=bool(data["short"]),
        length={k: int(v) for k, v in _by_language(data["length"]).items()},
        noun=_by_language(data["noun"]),
        form=_by_language(data.get("form", dict.fromkeys(Language, ""))),
        steps=tuple(
            TemplateStep(
                StepKind(step["kind"]), _by_language(step["title"]), _by_language(step["opening"])
            )
            for step in steps
        ),
        scales=bool(data.get("scales", False)),
    )


def _by_language(value: object) -> dict[Language, str]:
    if not isinstance(value, dict):
        raise ValueError("a text is not given per language")
    return {language: str(value[language]) for language in Language}
