"""The story: ordered sections, each linked to the step of the plan it realises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from writer_gui.domain.plan import Author

SECTION_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Span:
    """`length` characters of a section written by one author."""

    length: int
    author: Author


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the story. `step_id` is None where it realises the whole plan, or no step.

    `spans` tells who wrote which characters, in order; empty means all by the model.
    """

    step_id: str | None
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Ordered sections; their texts joined by an empty line are the story as it is read."""

    sections: tuple[Section, ...] = ()

    @property
    def text(self) -> str:
        """The story as one text, sections without any text left out."""
        return SECTION_BREAK.join(s.text for s in self.sections if s.text)

    @property
    def is_empty(self) -> bool:
        """Whether no section holds any text."""
        return not any(section.text.strip() for section in self.sections)


@dataclass(frozen=True, slots=True)
class StoryVersion:
    """An immutable story as it was at one time, and the plan version it was written from."""

    id: int
    session_id: int
    number: int
    parent_id: int | None
    plan_version_id: int | None
    story: Story
    run_id: int | None
    created: datetime
    name: str = ""
    starred: bool = False
