"""Texts laid side by side: what changed, which places belong together, and figures of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from writer_gui.domain.plan import Plan
from writer_gui.text.alignment import aligned_steps
from writer_gui.text.counting import count_words
from writer_gui.text.diff import Change, Grain, aligned_paragraphs, changes
from writer_gui.text.diversity import Diversity, diversity
from writer_gui.text.segments import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.language import Language
    from writer_gui.domain.story import Story

Anchor = tuple[int, int]
"""A place in one text and the place in another that stands for it, in characters."""

_GAP = "\n\n"


class ExhibitKind(StrEnum):
    """What is laid beside something of its kind."""

    PLAN = "plan"
    STORY = "story"
    BOTH = "both"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One text to be compared, and what it was made from. Ids are None for what is no version.

    `name` is what the writer knows it by; `model_share` is the part of it the model wrote.
    """

    kind: ExhibitKind
    name: str
    language: Language
    text: str = ""
    plan: Plan | None = None
    story: Story | None = None
    prompt: str = ""
    genre: str = ""
    model: str = ""
    model_share: float | None = None
    session_id: int | None = None
    version_id: int | None = None
    run_id: int | None = None

    @property
    def shown(self) -> str:
        """The whole text as it is laid out."""
        return "".join(part for part, _ in _parts(self))


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands under a text. `steps` are the plan's beats and those a section realises."""

    words: int
    diversity: Diversity
    steps: tuple[int, int] | None
    model_share: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts against each other; `anchors` rise on both sides and begin at the tops."""

    changes: tuple[Change, ...]
    anchors: tuple[Anchor, ...]


def compare(old: Exhibit, new: Exhibit, grain: Grain = Grain.FINE) -> Comparison:
    """Return what changed between two texts and which of their places belong together."""
    found = changes(old.shown, new.shown, new.language, grain)
    return Comparison(found, tuple(_anchors(old, new)))


def figures(exhibit: Exhibit) -> Figures:
    """Return the figures of a text."""
    return Figures(
        words=count_words(exhibit.shown, exhibit.language),
        diversity=diversity(exhibit.shown, exhibit.language),
        steps=realised_steps(exhibit),
        model_share=exhibit.model_share,
    )


def realised_steps(exhibit: Exhibit) -> tuple[int, int] | None:
    """Return how many beats of the plan a section of the story realises, and how many there are."""
    if exhibit.plan is None or exhibit.story is None or not exhibit.plan.beats:
        return None
    written = {section.step_id for section in exhibit.story.sections if section.text.strip()}
    beats = exhibit.plan.beats
    if written == {None}:  # a short piece realises its whole plan at once
        return len(beats), len(beats)
    return sum(step.id in written for step in beats), len(beats)


def matching_place(anchors: Sequence[Anchor], place: int, ends: Anchor) -> int:
    """Return the place in the second text that belongs beside a place in the first.

    Between two anchors it is as far from each as in the first text.
    """
    points = [*anchors, ends]
    for (a, b), (c, d) in pairwise(points):
        if a <= place < c:
            return b + round((place - a) / (c - a) * (d - b))
    return ends[1]


def _parts(exhibit: Exhibit) -> list[tuple[str, str | None]]:
    """Return the stretches of the text as laid out, with the id of the step each one is."""
    if exhibit.kind is ExhibitKind.TEXT:
        return [(exhibit.text, None)]
    if exhibit.kind is ExhibitKind.STORY or exhibit.plan is None:
        return [(exhibit.story.text if exhibit.story else exhibit.text, None)]
    steps = [
        (f"{number}. {step.title}\n{step.text.strip()}{_GAP}", step.id)
        for number, step in enumerate(exhibit.plan.steps, start=1)
    ]
    if exhibit.kind is ExhibitKind.PLAN or exhibit.story is None:
        return [*steps[:-1], (steps[-1][0].rstrip(), steps[-1][1])] if steps else []
    return [*steps, (f"⁂{_GAP}{exhibit.story.text}", None)]


def _anchors(old: Exhibit, new: Exhibit) -> list[Anchor]:
    before, after = _starts(old), _starts(new)
    steps = _step_anchors(old, new, before, after) if before and after else [(0, 0)]
    if ExhibitKind.PLAN in (old.kind, new.kind):
        return steps
    offsets = _plan_length(old), _plan_length(new)
    story = _paragraph_anchors(old.shown[offsets[0] :], new.shown[offsets[1] :])
    moved = [(offsets[0] + a, offsets[1] + b) for a, b in story]
    return [*steps, *(anchor for anchor in moved if min(anchor) > 0 and anchor > steps[-1])]


def _paragraph_anchors(old: str, new: str) -> list[Anchor]:
    before, after = paragraphs(old), paragraphs(new)
    rows = aligned_paragraphs(old, new)
    return [(before[a].start, after[b].start) for a, b in rows if a is not None and b is not None]


def _step_anchors(
    old: Exhibit, new: Exhibit, before: dict[str, int], after: dict[str, int]
) -> list[Anchor]:
    """Return where each step begins that both plans have, as far as they stand in one order."""
    found: list[Anchor] = [(0, 0)]
    for one, other in aligned_steps(old.plan or Plan(), new.plan or Plan()):
        if one is None or other is None:
            continue
        anchor = before[one.id], after[other.id]
        if anchor[0] > found[-1][0] and anchor[1] > found[-1][1]:
            found.append(anchor)
    return found


def _plan_length(exhibit: Exhibit) -> int:
    return sum(len(part) for part, step_id in _parts(exhibit) if step_id is not None)


def _starts(exhibit: Exhibit) -> dict[str, int]:
    starts: dict[str, int] = {}
    place = 0
    for part, step_id in _parts(exhibit):
        if step_id is not None:
            starts[step_id] = place
        place += len(part)
    return starts
