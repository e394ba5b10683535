"""What the drafting loop says of itself, and how it is told to draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.plan import PlanVersion
    from writer_gui.domain.run import Run, Sampling, Stage
    from writer_gui.domain.story import StoryVersion


class PhaseKind(StrEnum):
    """What the drafting loop is doing."""

    IDLE = "idle"
    LOADING = "loading"
    READING = "reading"
    THINKING = "thinking"
    PLANNING = "planning"
    WRITING = "writing"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class DraftPhase:
    """The work in hand: step or section `place` of `total`.

    While reading they are tokens, while loading percent. `again` names the fault for which the
    place is written again, with so many `characters` so far; of a thought they are its length.
    """

    kind: PhaseKind = PhaseKind.IDLE
    place: int = 0
    total: int = 0
    again: str = ""
    characters: int = 0


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """How to draft: None leaves the seed to chance and the sampling to the method.

    What is written `aside` is not for the desk: it is told of apart and only kept as versions.
    `partial` notes that most of the text stands and only parts of it are written, of a story the
    sections at the places in `sections`; `style` notes what was wished for.
    """

    seed: int | None = None
    sampling: Sampling | None = None
    variants: int = 1
    aside: bool = False
    partial: bool = False
    style: Mapping[str, object] = field(default_factory=dict)
    sections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftEnded:
    """One variant has ended. `note` is a sentence where the end needs one, else empty."""

    session_id: int
    stage: Stage
    variant: int
    run: Run
    version: PlanVersion | StoryVersion | None
    note: str = ""
    aside: bool = False
