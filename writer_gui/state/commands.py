"""What the writer can ask the model for on the desk.

Before anything is written, edits on the desk become versions, so whatever comes replaces nothing.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended, Stage
from writer_gui.state import lineage
from writer_gui.state.merging import aligned_story
from writer_gui.state.notice import Notice
from writer_gui.state.unfinished import CutText, Unfinished, place_of, step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from writer_gui.domain.plan import Step
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import Story
    from writer_gui.state.desk import DeskState
    from writer_gui.state.drafting import DraftEnded, DraftingState
    from writer_gui.state.style import StyleState
    from writer_gui.state.versions import VersionsState


class Scope(StrEnum):
    """How much of a story is written anew."""

    STALE = "stale"
    FROM_HERE = "from_here"
    ALL = "all"


class WritingCommands(QObject):
    """Starts drafts of the open session."""

    def __init__(
        self,
        desk: DeskState,
        versions: VersionsState,
        drafting: DraftingState,
        style: StyleState,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._drafting = drafting
        self._style = style
        self._story_follows = False
        drafting.ended.connect(self._on_ended)
        desk.interrupted.connect(self._on_interrupted)

    @Slot()
    def generate(self) -> None:
        """Write what comes next: the plan where there is none, else the story."""
        self._desk.flush()
        if self._desk.draft.plan.is_empty:
            self.write_plan()
        else:
            self.write_story()

    @Slot()
    def write_plan(self) -> None:
        """Write the plan anew; locked steps and those the writer wrote alone stay."""
        self.begin(self._start_plan)

    @Slot(str)
    def rewrite_step(self, step_id: str, *others: str) -> None:
        """Write one step of the plan anew, or several; the other steps are settled."""
        self.begin(lambda session: self._start_steps(session, (step_id, *others)))

    def go_on(self, left: Unfinished) -> None:
        """Write a text that was cut on from its end, then what holds nothing yet.

        A text that was changed since it was cut is left as it is.
        """
        self._desk.flush()
        if left.stage is Stage.PLAN:
            self.begin(
                lambda session: self._start_steps(
                    session, _empty_steps(session.draft.plan), left.cut
                )
            )
        else:
            self.begin(lambda session: self._start_sections(session, _empty_sections, left.cut))

    @Slot()
    def write_story(self) -> None:
        """Write the story from the plan on the desk; where there is no plan, that comes first."""
        self._desk.flush()
        if self._desk.draft.plan.is_empty:
            self.begin(self._start_both)
        else:
            self.begin(self._start_story)

    @Slot()
    def rewrite_stale(self) -> None:
        """Write the stale sections anew, and sections for the steps that have none."""
        self.begin(
            lambda session: self._start_sections(session, _places(self._desk, Scope.STALE, 0))
        )

    @Slot(int)
    def rewrite_from(self, place: int) -> None:
        """Write a section and all behind it anew."""
        places = _places(self._desk, Scope.FROM_HERE, place)
        self.begin(lambda session: self._start_sections(session, places))

    def price(self, scope: Scope, place: int = 0) -> None:
        """Ask what a rewrite would cost before its first word."""
        session = self._desk.session
        if session is None or self._drafting.busy or session.draft.plan.is_empty:
            return
        plan = session.draft.plan
        keep, places = None, None
        if scope is not Scope.ALL:
            keep = aligned_story(session.draft.story, plan)
            places = _places(self._desk, scope, place)(keep)
            if not places:
                return
        self._drafting.pricing.ask(
            scope.value, self._style.asked(session.draft.prompt), plan, keep, places
        )

    @Slot()
    def stop(self) -> None:
        """Stop; what is written stays."""
        self._story_follows = False
        self._drafting.stream.save_all()  # where the window closes, nothing comes after this
        self._drafting.stop()

    def begin(self, start: Callable[[Session], None]) -> None:
        """Make versions of edits, then start, unless the model is busy or there is no prompt."""

        def start_now() -> None:
            if self._desk.session is not None:
                start(self._desk.session)

        if self._drafting.busy:
            self._tell(self.tr("The model is still writing; stop it first."))
        elif not self._desk.draft.prompt.text.strip():
            self._tell(self.tr("The prompt is empty; write what you want first."))
        else:
            self._story_follows = False
            self._versions.freeze(start_now)

    def _start_both(self, session: Session) -> None:
        self._start_plan(session)
        self._story_follows = self._drafting.busy  # not where it was refused

    def _start_plan(self, session: Session) -> None:
        plan = session.draft.plan
        kept = [step for step in plan.steps if _is_kept(step)]
        rewritten = [step.id for step in plan.steps if not _is_kept(step)]
        if kept and not rewritten:
            self._tell(self.tr("Every step is locked or your own; unlock one, or write the story."))
            return
        base = lineage.plan_base(session)
        self._drafting.write_plan(
            session.summary.id,
            self._style.asked(session.draft.prompt),
            keep=plan if kept else None,
            rewrite=rewritten if kept else None,
            parent_id=None if base is None else base.parent_id,
            options=self._style.options(),
        )

    def _start_steps(
        self, session: Session, step_ids: Collection[str], cut: CutText | None = None
    ) -> None:
        cut_id = step_of(cut, session.draft.plan)
        if not step_ids and cut_id is None:
            self._tell(self.tr("There is nothing to write."))
            return
        self._drafting.write_plan(
            session.summary.id,
            self._style.asked(session.draft.prompt),
            keep=session.draft.plan,
            rewrite=step_ids,
            cut=cut_id,
            parent_id=session.draft.plan_base_id,
            options=self._style.options(),
        )

    def _start_story(self, session: Session) -> None:
        plan = lineage.plan_base(session)
        base = lineage.story_base(session)
        if plan is not None:
            self._drafting.write_story(
                session.summary.id,
                self._style.asked(session.draft.prompt),
                plan,
                parent_id=None if base is None else base.parent_id,
                options=self._style.options(),
            )

    def _start_sections(
        self,
        session: Session,
        choose: Callable[[Story], Collection[int]],
        cut: CutText | None = None,
    ) -> None:
        plan = lineage.plan_base(session)
        if plan is None:
            return
        story = aligned_story(session.draft.story, plan.plan)
        places, cut_place = choose(story), place_of(cut, story)
        if not places and cut_place is None:
            self._leave_out(session.draft.story, story)
            return
        self._drafting.write_story(
            session.summary.id,
            self._style.asked(session.draft.prompt),
            plan,
            keep=story,
            rewrite=places,
            cut=cut_place,
            parent_id=session.draft.story_base_id,
            options=self._style.options(),
        )

    def _leave_out(self, shown: Story, aligned: Story) -> None:
        """Where nothing is to be written, take out the sections whose steps are gone.

        Not all of them: a plan that was emptied is no reason to empty the story.
        """
        is_same = lineage.story_essence(shown) == lineage.story_essence(aligned)
        if is_same or aligned.is_empty:
            self._tell(self.tr("There is nothing to write."))
            return
        self._desk.undo_step_begun.emit()
        self._desk.set_story(aligned)
        self._tell(self.tr("The sections of steps that are gone were taken out."))

    @Slot(object)
    def _on_interrupted(self, left: Unfinished) -> None:
        text = self.tr("Writing was interrupted the last time; what was written is here.")
        go_on = partial(self.go_on, left)
        self._desk.notice.emit(Notice(text, self.tr("Continue"), go_on, of_session=True))

    @Slot(object)
    def _on_ended(self, ended: DraftEnded) -> None:
        follows, self._story_follows = self._story_follows, False
        # The plan it was to follow may have come to nothing, without a run that ended.
        is_plan = ended.stage is Stage.PLAN and not ended.aside
        is_plan = is_plan and ended.session_id == self._desk.session_id
        if follows and is_plan and ended.run.ended is Ended.COMPLETE:
            self.write_story()

    def _tell(self, text: str) -> None:
        self._desk.notice.emit(Notice(text, passing=True))


def _is_kept(step: Step) -> bool:
    return step.locked or (step.author is Author.WRITER and bool(step.text.strip()))


def _empty_steps(plan: Plan) -> list[str]:
    return [step.id for step in plan.steps if not step.text.strip()]


def _empty_sections(story: Story) -> list[int]:
    return [place for place, section in enumerate(story.sections) if not section.text.strip()]


def _stale_places(desk: DeskState, story: Story) -> list[int]:
    sections = desk.draft.story.sections
    stale = {sections[stale.place].step_id for stale in desk.stale}
    return [
        place
        for place, section in enumerate(story.sections)
        if section.step_id in stale or not section.text.strip()
    ]


def _places(desk: DeskState, scope: Scope, place: int) -> Callable[[Story], Collection[int]]:
    """Return what chooses the sections to write of a story that is aligned with the plan."""
    if scope is Scope.STALE:
        return partial(_stale_places, desk)
    return partial(_places_from, desk.draft.story, place)


def _places_from(shown: Story, place: int, story: Story) -> Collection[int]:
    """Return the places of a section and of all behind it in the story aligned with the plan."""
    places = {section.step_id: at for at, section in enumerate(story.sections)}
    wanted = [section.step_id for section in shown.sections[place:]]
    at = next((places[step_id] for step_id in wanted if step_id in places), len(story.sections))
    return range(place if None in places else at, len(story.sections))
