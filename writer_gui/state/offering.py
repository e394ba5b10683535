"""Has the model write candidates: for a passage, for a step, or whole stories side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui.domain.run import Stage
from writer_gui.domain.story import Section, Story
from writer_gui.state import lineage
from writer_gui.state.candidates import Offer, OfferKind
from writer_gui.state.draft_types import DraftOptions
from writer_gui.state.notice import Notice
from writer_gui.writing.plan_writer import write_plan
from writer_gui.writing.rewrite import LONGEST_PASSAGE, Target, Wish, rewrite_passage, target_text
from writer_gui.writing.story_writer import write_story

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan, PlanVersion
    from writer_gui.domain.session import Session
    from writer_gui.state.candidates import CandidatesState
    from writer_gui.state.commands import WritingCommands
    from writer_gui.state.desk import DeskState
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.style import StyleState
    from writer_gui.writing.asking import Conditions, Writing
    from writer_gui.writing.brief import Brief


class Offering(QObject):
    """Starts drafts whose texts are offered, not put on the desk."""

    def __init__(
        self,
        desk: DeskState,
        commands: WritingCommands,
        drafting: DraftingState,
        candidates: CandidatesState,
        style: StyleState,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._commands = commands
        self._drafting = drafting
        self._candidates = candidates
        self._style = style

    def rewrite(self, target: Target) -> None:
        """Offer other versions of a passage, or ways to go on from its end."""
        self._desk.flush()
        story = self._desk.draft.story
        passage = "" if target.place >= len(story.sections) else target_text(story, target)
        if target.wish is not Wish.GO_ON and not passage.strip():
            self._tell(self.tr("Select the words to rewrite first."))
        elif len(passage) > LONGEST_PASSAGE:
            self._tell(
                self.tr(
                    "That is too long to rewrite at once; select at most {0:,} characters."
                ).format(LONGEST_PASSAGE)
            )
        else:
            self._commands.begin(lambda session: self._start_passage(session, target))

    @Slot(str)
    def alternatives(self, step_id: str) -> None:
        """Offer other texts for one step of the plan."""
        self._commands.begin(lambda session: self._start_step(session, step_id, go_on=False))

    @Slot(str)
    def continue_step(self, step_id: str) -> None:
        """Offer ways to go on with one step of the plan."""
        self._commands.begin(lambda session: self._start_step(session, step_id, go_on=True))

    @Slot()
    def stories(self) -> None:
        """Offer several stories from the plan on the desk, written at once."""
        self._desk.flush()
        if self._desk.draft.plan.is_empty:
            self._tell(self.tr("There is no plan yet; write one first."))
        else:
            self._commands.begin(self._start_stories)

    @Slot()
    def edit_effect(self) -> None:
        """Show what the edits of the plan change: the same run again, from the plan as it is."""
        self._desk.flush()
        self._commands.begin(self._start_edit)

    def _start_edit(self, session: Session) -> None:
        now, then = lineage.plan_base(session), lineage.written_whole(session)
        used = None if then is None else lineage.find(session.plans, then.plan_version_id)
        run = None if then is None else lineage.run_of(session, then)
        if now is None or then is None or used is None or run is None:
            self._tell(self.tr("There is no story that was written whole from a plan yet."))
        elif lineage.plan_essence(now.plan) == lineage.plan_essence(used.plan):
            self._tell(self.tr("The plan is as it was when the story was written; edit it first."))
        else:
            offer = Offer(
                OfferKind.EDIT, session.summary.id, now.plan, then.story, 1, old_plan=used.plan
            )
            self._candidates.expect(offer)
            again = DraftOptions(seed=run.seed, sampling=lineage.sampling_of(run))
            self._write_stories(session, now, then.id, again)

    def _start_passage(self, session: Session, target: Target) -> None:
        story = session.draft.story
        if target.place >= len(story.sections):
            story = Story((*story.sections, Section(None, "")))
        plan = session.draft.plan
        version = lineage.plan_used(session) or lineage.plan_base(session)

        def make(brief: Brief, conditions: Conditions) -> Writing[Story]:
            return rewrite_passage(brief, plan, story, target, conditions)

        self._candidates.expect(
            Offer(OfferKind.PASSAGE, session.summary.id, plan, story, self._style.variants, target)
        )
        self._drafting.write_aside(
            session.summary.id,
            self._style.asked(session.draft.prompt),
            Stage.STORY,
            make,
            parent_id=session.draft.story_base_id,
            plan_version_id=None if version is None else version.id,
            options=replace(self._style.options(self._style.variants), partial=True),
        )

    def _start_step(self, session: Session, step_id: str, *, go_on: bool) -> None:
        plan = session.draft.plan
        step = plan.step(step_id)
        if step is None or step.locked:
            self._tell(self.tr("This step is locked; unlock it first."))
            return

        def make(brief: Brief, conditions: Conditions) -> Writing[Plan]:
            return write_plan(brief, plan, conditions, rewrite=(step_id,), go_on=go_on)

        offer = Offer(
            OfferKind.STEP,
            session.summary.id,
            plan,
            session.draft.story,
            self._style.variants,
            step_id=step_id,
        )
        self._candidates.expect(offer)
        self._drafting.write_aside(
            session.summary.id,
            self._style.asked(session.draft.prompt),
            Stage.PLAN,
            make,
            parent_id=session.draft.plan_base_id,
            options=replace(self._style.options(self._style.variants), partial=True),
        )

    def _start_stories(self, session: Session) -> None:
        version = lineage.plan_base(session)
        if version is None:
            return
        self._candidates.expect(
            Offer(
                OfferKind.STORY,
                session.summary.id,
                version.plan,
                session.draft.story,
                self._style.variants,
            )
        )
        base = lineage.story_base(session)
        parent_id = None if base is None else base.parent_id
        self._write_stories(session, version, parent_id, self._style.options(self._style.variants))

    def _write_stories(
        self, session: Session, version: PlanVersion, parent_id: int | None, options: DraftOptions
    ) -> None:
        def make(brief: Brief, conditions: Conditions) -> Writing[Story]:
            return write_story(brief, version.plan, conditions)

        self._drafting.write_aside(
            session.summary.id,
            self._style.asked(session.draft.prompt),
            Stage.STORY,
            make,
            parent_id=parent_id,
            plan_version_id=version.id,
            options=options,
        )

    def _tell(self, text: str) -> None:
        self._desk.notice.emit(Notice(text, passing=True))
