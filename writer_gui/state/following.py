"""Follows what the model writes, for the open session and for others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Stage
from writer_gui.domain.story import Story
from writer_gui.state import lineage, merging
from writer_gui.store import sessions, versions

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.session import Draft, Session
    from writer_gui.state.desk import DeskState
    from writer_gui.state.drafting import DraftEnded, DraftingState
    from writer_gui.state.lineage import Version
    from writer_gui.state.versions import VersionsState
    from writer_gui.store.database import Transaction

Known: TypeAlias = "tuple[Plan | None, Story | None]"


class Following(QObject):
    """Lets the model's text and the writer's stand together on the desk.

    Only the first variant is shown there; the others arrive as versions.
    """

    begun = Signal(object)  # Stage: the first text of a run is about to be shown
    arrived = Signal(object)  # DraftEnded of the open session, its version on the desk

    def __init__(
        self, desk: DeskState, versions: VersionsState, drafting: DraftingState, lane: Lane
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._drafting = drafting
        self._lane = lane
        self._plans: dict[int, Plan] = {}
        self._stories: dict[int, Story] = {}
        self._before: dict[int, Draft] = {}
        self._shown: int | None = None
        self._left: dict[int, Known] = {}  # as far as the model was when the session was left
        drafting.stream.plan_shaped.connect(self._on_plan_shaped)
        drafting.stream.plan_grew.connect(self._on_plan_grew)
        drafting.stream.story_shaped.connect(self._on_story_shaped)
        drafting.stream.story_grew.connect(self._on_story_grew)
        drafting.ended.connect(self._on_ended)
        drafting.busy_changed.connect(self._on_busy_changed)
        drafting.failed.connect(self._on_failed)
        desk.opened.connect(self._on_opened)

    @Slot(int, object)
    def _on_plan_shaped(self, session_id: int, plan: Plan) -> None:
        known = self._plans.get(session_id)
        self._plans[session_id] = plan
        if self._is_open(session_id):
            self._remember(session_id, Stage.PLAN)
            self._desk.flush()
            self._desk.set_plan(self._with_plan(known, plan))

    @Slot(int, str, str)
    def _on_plan_grew(self, session_id: int, step_id: str, text: str) -> None:
        known = self._plans.get(session_id)
        if known is None:
            return
        self._plans[session_id] = merging.grown_plan(known, step_id, text)
        if self._is_open(session_id):
            self._desk.flush()  # text typed into the whole plan is read before it grows under it
            grown = merging.grown_plan(self._desk.draft.plan, step_id, text)
            self._desk.set_plan(grown, typed=True)
            self._desk.plan_grew.emit(step_id, text)

    @Slot(int, int, object)
    def _on_story_shaped(self, session_id: int, variant: int, story: Story) -> None:
        if variant:
            return
        known = self._stories.get(session_id)
        self._stories[session_id] = story
        if self._is_open(session_id):
            self._remember(session_id, Stage.STORY)
            self._desk.flush()
            self._desk.set_story(self._with_story(known, story))

    @Slot(int, int, int, str)
    def _on_story_grew(self, session_id: int, variant: int, place: int, text: str) -> None:
        known = self._stories.get(session_id)
        if variant or known is None:
            return
        self._stories[session_id] = merging.grown_story(known, place, text)
        if self._is_open(session_id):
            grown = merging.grown_story(self._desk.draft.story, place, text)
            self._desk.set_story(grown, typed=True)
            self._desk.story_grew.emit(place, text)

    @Slot(object)
    def _on_ended(self, ended: DraftEnded) -> None:
        version = ended.version
        if ended.aside:
            if version is not None:
                self._desk.add_version(version, ended.run)
            return
        if version is not None and ended.variant == 0:
            self._put(ended.session_id, version)
        elif ended.variant == 0:
            self._give_back(ended.session_id, ended.stage)
        if version is not None:
            self._desk.add_version(version, ended.run)
        if ended.variant == 0:
            self._forget(ended.session_id, ended.stage)
        if self._is_open(ended.session_id):
            self.arrived.emit(ended)

    def _put(self, session_id: int, version: Version) -> None:
        """Show a version where its session is open, else have its draft show it next time."""
        if session_id in self._desk.seat.held_elsewhere:
            return
        if not self._is_open(session_id):
            left = self._left.get(session_id, (None, None))
            self._lane.run(
                lambda tx: _put_in_draft(tx, session_id, version, left),
                lambda _: self._show_again(session_id),
            )
            return
        self._desk.flush()
        if self._known(session_id, version) is None:
            self._versions.freeze()  # the text may have been typed: nobody saw the model's grow
        draft = self._desk.draft
        if isinstance(version, PlanVersion):
            plan = merging.merged_plan(draft.plan, self._plans.get(session_id), version.plan)
            self._desk.set_plan(plan, base_id=version.id)
        else:
            story = merging.merged_story(draft.story, self._stories.get(session_id), version.story)
            self._desk.set_story(story, base_id=version.id)

    def _show_again(self, session_id: int) -> None:
        """Read a session anew that was being opened while its run ended."""
        if self._desk.seat.wanted == session_id:
            self._desk.open(session_id)

    def _give_back(self, session_id: int, stage: Stage) -> None:
        """Put back what a run that wrote nothing had cleared away, unless the writer went on."""
        before = self._before.get(session_id)
        if before is None or not self._is_open(session_id):
            return
        self._desk.flush()
        draft = self._desk.draft
        if stage is Stage.PLAN and draft.plan == self._plans.get(session_id):
            self._desk.set_plan(before.plan)
        elif stage is Stage.STORY and draft.story == self._stories.get(session_id):
            self._desk.set_story(before.story)

    @Slot()
    def _on_opened(self) -> None:
        """Show a session that is being written as far as it has come, and what was typed there."""
        if self._shown is not None:
            self._left[self._shown] = self._plans.get(self._shown), self._stories.get(self._shown)
        self._shown = session_id = self._desk.session_id
        if session_id is None:
            return
        left_plan, left_story = self._left.pop(session_id, (None, None))
        plan, story = self._plans.get(session_id), self._stories.get(session_id)
        if plan is not None:
            self._remember(session_id, Stage.PLAN)
            self._desk.set_plan(merging.merged_plan(self._desk.draft.plan, left_plan, plan))
        if story is not None:
            self._remember(session_id, Stage.STORY)
            self._desk.set_story(merging.merged_story(self._desk.draft.story, left_story, story))

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        if busy:
            self._forget_all()

    @Slot(str)
    def _on_failed(self, _sentence: str) -> None:
        """Leave the desk as it was when a draft fails before its first word."""
        for session_id, plan in list(self._plans.items()):
            if plan.is_empty:
                self._give_back(session_id, Stage.PLAN)
        for session_id, story in list(self._stories.items()):
            if story.is_empty:
                self._give_back(session_id, Stage.STORY)
        if not self._drafting.busy:
            self._forget_all()  # else it would be shown again over what is typed from now on

    def _remember(self, session_id: int, stage: Stage) -> None:
        """Before the model's first word, keep what was typed since the draft was asked for."""
        if session_id not in self._before:
            self._desk.flush()
            self._before[session_id] = self._desk.draft
            self._versions.freeze()
            self.begun.emit(stage)

    def _with_plan(self, known: Plan | None, plan: Plan) -> Plan:
        session = self._desk.session
        base = None if session is None or known is not None else lineage.plan_base(session)
        if base is not None:
            return merging.begun_plan(self._desk.draft.plan, base.plan, plan)
        return merging.merged_plan(self._desk.draft.plan, known, plan)

    def _with_story(self, known: Story | None, story: Story) -> Story:
        session = self._desk.session
        base = None if session is None or known is not None else lineage.story_base(session)
        if base is not None:
            return merging.begun_story(self._desk.draft.story, base.story, story)
        return merging.merged_story(self._desk.draft.story, known, story)

    def _known(self, session_id: int, version: Version) -> Plan | Story | None:
        known = self._plans if isinstance(version, PlanVersion) else self._stories
        return known.get(session_id)

    def _forget_all(self) -> None:
        for known in (self._before, self._left, self._plans, self._stories):
            known.clear()

    def _forget(self, session_id: int, stage: Stage) -> None:
        (self._plans if stage is Stage.PLAN else self._stories).pop(session_id, None)

    def _is_open(self, session_id: int) -> bool:
        return self._desk.session_id == session_id


def _put_in_draft(tx: Transaction, session_id: int, version: Version, left: Known) -> None:
    """Put a version into the draft of a session that is not open, beside what was typed there.

    `left` is what the model had written when the session was left. What was typed and finds no
    place becomes a version of its own.
    """
    session = sessions.load_session(tx, session_id)
    draft = session.draft
    if isinstance(version, PlanVersion):
        if draft.plan_base_id == version.id:
            return  # another window has put it there
        plan = merging.merged_plan(draft.plan, left[0], version.plan)
        if plan == version.plan and _differs(draft.plan, left[0]):
            _keep_plan(tx, session)
        draft = replace(draft, plan=plan, plan_base_id=version.id)
    else:
        if draft.story_base_id == version.id:
            return
        story = merging.merged_story(draft.story, left[1], version.story)
        if story == version.story and _differs(draft.story, left[1]):
            _keep_story(tx, session)
        draft = replace(draft, story=story, story_base_id=version.id)
    sessions.save_draft(tx, session_id, draft)


def _differs(shown: Plan | Story, left: Plan | Story | None) -> bool:
    """Whether somebody may have typed: authors and locks alone are no text."""
    if isinstance(shown, Plan) and isinstance(left, Plan):
        return lineage.plan_essence(shown) != lineage.plan_essence(left)
    if isinstance(shown, Story) and isinstance(left, Story):
        return lineage.story_essence(shown) != lineage.story_essence(left)
    return True


def _keep_plan(tx: Transaction, session: Session) -> None:
    if lineage.plan_is_edited(session):
        draft = session.draft
        versions.add_plan(tx, session.summary.id, draft.plan, parent_id=draft.plan_base_id)


def _keep_story(tx: Transaction, session: Session) -> None:
    if lineage.story_is_edited(session):
        base, draft = lineage.story_base(session), session.draft
        versions.add_story(
            tx,
            session.summary.id,
            draft.story,
            plan_version_id=None if base is None else base.plan_version_id,
            parent_id=draft.story_base_id,
        )
