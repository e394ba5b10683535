"""What a run that did not come to its end left to be written. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Ended, Stage
from writer_gui.state import lineage
from writer_gui.writing.checks import ends_sentence

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import Story
    from writer_gui.state.lineage import Version


@dataclass(frozen=True, slots=True)
class CutText:
    """A text that ends in mid-sentence: of a step by its id, or of a section by its step and place.

    `text` is how it stood: one that was changed since is not gone on with.
    """

    step_id: str | None
    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is left of a plan or a story: a text that was cut, if one was, and empty places."""

    stage: Stage
    cut: CutText | None


def left_by_run(session: Session, stage: Stage) -> Unfinished | None:
    """Return what the run left from which the text on the desk came; None where that is nothing."""
    version = lineage.base(session, stage)
    run = None if version is None else lineage.run_of(session, version)
    if version is None or run is None or run.ended in (Ended.COMPLETE, Ended.RUNNING):
        return None
    cut = _cut_text(session, version, run)
    return Unfinished(stage, cut) if cut is not None or _has_gaps(session, stage) else None


def left_by_crash(session: Session) -> Unfinished | None:
    """Return what a run left that was interrupted, the story before the plan."""
    for stage in (Stage.STORY, Stage.PLAN):
        version = lineage.base(session, stage)
        run = None if version is None else lineage.run_of(session, version)
        left = left_by_run(session, stage)
        if left is not None and run is not None and run.ended is Ended.INTERRUPTED:
            return left
    return None


def step_of(cut: CutText | None, plan: Plan) -> str | None:
    """Return the id of the step that was cut; None where it was changed, locked or removed."""
    step = None if cut is None or cut.step_id is None else plan.step(cut.step_id)
    is_as_left = cut is not None and step is not None and step.text == cut.text
    return step.id if step is not None and is_as_left and not step.locked else None


def place_of(cut: CutText | None, story: Story) -> int | None:
    """Return where a story has the text of a section that was cut; None where it was changed."""
    for place, section in enumerate(story.sections):
        is_same = cut is not None and (section.step_id, section.text) == (cut.step_id, cut.text)
        if is_same and (section.step_id is not None or cut is None or place == cut.place):
            return place
    return None


def _cut_text(session: Session, version: Version, run: Run) -> CutText | None:
    """Return the text on the desk that a run ended in, where it ends in mid-sentence.

    After a crash, the desk may have more of it than was kept.
    """
    place = run.trace.cut_place
    kept = _texts(version)
    if place is None or not 0 <= place < len(kept):
        return None
    step_id, text = kept[place]
    shown = _shown(session, version, place, step_id)
    is_longer = shown is not None and run.ended is Ended.INTERRUPTED and shown.startswith(text)
    is_as_left = shown is not None and (shown == text or is_longer)
    if shown is None or not is_as_left or not shown.strip() or ends_sentence(shown):
        return None
    return CutText(step_id, place, shown)


def _texts(version: Version) -> list[tuple[str | None, str]]:
    if isinstance(version, PlanVersion):
        return [(step.id, step.text) for step in version.plan.steps]
    return [(section.step_id, section.text) for section in version.story.sections]


def _shown(session: Session, version: Version, place: int, step_id: str | None) -> str | None:
    """Return the text on the desk of a step that is not locked, or of a section."""
    draft = session.draft
    if isinstance(version, PlanVersion):
        step = draft.plan.step(step_id) if step_id is not None else None
        return None if step is None or step.locked else step.text
    sections = draft.story.sections
    if step_id is None:
        return sections[place].text if place < len(sections) else None
    return next((section.text for section in sections if section.step_id == step_id), None)


def _has_gaps(session: Session, stage: Stage) -> bool:
    draft = session.draft
    if stage is Stage.PLAN:
        return any(not step.text.strip() for step in draft.plan.steps)
    return any(not section.text.strip() for section in draft.story.sections)
