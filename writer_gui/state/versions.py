"""The versions of the open session: edits become versions, and any version can be shown again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Stage
from writer_gui.state import lineage
from writer_gui.state.notice import Notice
from writer_gui.store import versions as store
from writer_gui.writing.provenance import credited_story

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.background.lane import Lane
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import Story, StoryVersion
    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.lineage import Version
    from writer_gui.store.database import Transaction

    Frozen = tuple[PlanVersion | None, StoryVersion | None]


class VersionsState(QObject):
    """Makes versions of what lies on the desk. Nothing is ever overwritten."""

    def __init__(self, desk: DeskState, lane: Lane, drafting: DraftingState) -> None:
        super().__init__(desk)
        self._desk = desk
        self._lane = lane
        self._on_way: list[Session] = []  # as they were when they were to become versions
        self._growing: tuple[int, Stage] | None = None  # of which session the model writes what
        drafting.stream.plan_shaped.connect(self._on_plan_shaped)
        drafting.stream.story_shaped.connect(self._on_story_shaped)
        drafting.busy_changed.connect(self._on_busy_changed)

    def freeze(self, then: Callable[[], None] | None = None, *, taken: Story | None = None) -> None:
        """Make versions of a plan or story edited since its last version, then go on.

        What the story took over from the version `taken` is credited to who wrote it there.
        `then` is not called when saving fails or another session has been opened meanwhile.
        """
        self._desk.flush()
        session = self._desk.session
        if session is None:
            return
        plan_edited = lineage.plan_is_edited(session)
        story_edited = lineage.story_is_edited(session)
        if not plan_edited and not story_edited:
            if then is not None:
                then()
            return
        if any(_is_same_text(session, other) for other in self._on_way):
            if then is not None:
                self._freeze_later(session.summary.id, then)
            return
        self._on_way.append(session)

        def done(frozen: Frozen) -> None:
            self._on_way.remove(session)
            if self._take_over(session.summary.id, frozen) and then is not None:
                then()

        def failed(error: UserError) -> None:
            self._on_way.remove(session)
            self._on_failed(error)

        self._lane.run(
            lambda tx: _freeze(tx, session, plan_edited, story_edited, taken), done, failed
        )

    def position(self, stage: Stage) -> tuple[int, int]:
        """Return which version of how many lies on the desk, counted from 1; 0 for none."""
        session = self._desk.session
        if session is None:
            return 0, 0
        versions = lineage.versions_of(session, stage)
        base = lineage.base(session, stage)
        return (0 if base is None else versions.index(base) + 1), len(versions)

    def is_edited(self, stage: Stage) -> bool:
        """Whether the text on the desk differs from its version."""
        session = self._desk.session
        if session is None:
            return False
        if stage is Stage.PLAN:
            return lineage.plan_is_edited(session)
        return lineage.story_is_edited(session)

    def step(self, stage: Stage, by: int) -> None:
        """Show the version before (-1) or after (+1) the one on the desk."""
        session = self._desk.session
        if session is None:
            return
        at, count = self.position(stage)
        wanted = at + by
        if 1 <= wanted <= count:
            self.show(stage, lineage.versions_of(session, stage)[wanted - 1].id)

    def show(self, stage: Stage, version_id: int) -> bool:
        """Put a version on the desk; edits not yet kept become a version first.

        Return False where that is refused, as the model writes there.
        """
        if self._is_refused(stage):
            return False
        self.freeze(lambda: self._show(stage, version_id))
        return True

    def name(self, stage: Stage, version_id: int, name: str) -> None:
        """Give a version a name of the writer's own."""
        session = self._desk.session
        if session is None:
            return
        version = lineage.find_version(session, stage, version_id)
        if version is None:
            return
        kind = store.VersionKind(stage.value)
        self._lane.run(
            lambda tx: store.name_version(tx, kind, version_id, name),
            lambda _: self._desk.add_version(replace(version, name=name)),
            self._on_failed,
        )

    def star(self, stage: Stage, version_id: int, *, starred: bool) -> None:
        """Set a version apart, or no longer."""
        session = self._desk.session
        version = None if session is None else lineage.find_version(session, stage, version_id)
        if version is None:
            return
        kind = store.VersionKind(stage.value)
        self._lane.run(
            lambda tx: store.star_version(tx, kind, version_id, starred),
            lambda _: self._desk.add_version(replace(version, starred=starred)),
            self._on_failed,
        )

    def _freeze_later(self, session_id: int, then: Callable[[], None]) -> None:
        """Go on when the text on the desk, which is on its way already, has become a version."""

        def done(_: None) -> None:
            if self._desk.session_id == session_id:
                self.freeze(then)  # what was typed meanwhile, and all if there was no room for it

        self._lane.run(lambda _: None, done, self._on_failed)

    def _show(self, stage: Stage, version_id: int) -> None:
        session = self._desk.session
        version = None if session is None else lineage.find_version(session, stage, version_id)
        if version is not None:
            self.put_on_desk(version)

    def put_on_desk(self, version: Version) -> None:
        """Show the text of a version as the text on the desk, unless the model writes there."""
        is_plan = isinstance(version, PlanVersion)
        if self._is_refused(Stage.PLAN if is_plan else Stage.STORY):
            return
        self._desk.undo_step_begun.emit()
        if isinstance(version, PlanVersion):
            plan = _locked_as(self._desk.draft.plan, version.plan)
            self._desk.set_plan(plan, base_id=version.id)
        else:
            self._desk.set_story(version.story, base_id=version.id)
        self._desk.versions_changed.emit()

    def _is_refused(self, stage: Stage) -> bool:
        """Whether the model's next words would come to stand in another text than they belong to.

        Where they would, that is said.
        """
        if self._growing is None or self._growing != (self._desk.session_id, stage):
            return False
        text = self.tr("The model is still writing; stop it first.")
        self._desk.notice.emit(Notice(text, passing=True))
        return True

    @Slot(int)
    def _on_plan_shaped(self, session_id: int) -> None:
        self._growing = session_id, Stage.PLAN

    @Slot(int)
    def _on_story_shaped(self, session_id: int) -> None:
        self._growing = session_id, Stage.STORY

    @Slot()
    def _on_busy_changed(self) -> None:
        self._growing = None

    def _take_over(self, session_id: int, frozen: Frozen) -> bool:
        """Have the desk's texts stand on their new versions; return whether it is still open."""
        if self._desk.session_id != session_id:
            return False
        plan, story = frozen
        if plan is not None:
            self._desk.set_plan(self._desk.draft.plan, base_id=plan.id, typed=True)
            self._desk.add_version(plan)
        if story is not None:
            shown = self._desk.draft.story
            is_same = lineage.story_essence(shown) == lineage.story_essence(story.story)
            self._desk.set_story(story.story if is_same else shown, base_id=story.id, typed=True)
            self._desk.add_version(story)
        return True

    def _on_failed(self, error: UserError) -> None:
        self._desk.notice.emit(Notice(str(error)))


def _locked_as(shown: Plan, plan: Plan) -> Plan:
    """Return a plan with the locks of the one on the desk: a lock alone makes no version."""
    locks = {step.id: step.locked for step in shown.steps}
    return Plan(tuple(replace(step, locked=locks.get(step.id, step.locked)) for step in plan.steps))


def _is_same_text(session: Session, other: Session) -> bool:
    """Whether versions of one would be versions of the other."""
    ours, theirs = session.draft, other.draft
    return (
        session.summary.id == other.summary.id
        and ours.plan_base_id == theirs.plan_base_id
        and ours.story_base_id == theirs.story_base_id
        and lineage.plan_essence(ours.plan) == lineage.plan_essence(theirs.plan)
        and lineage.story_essence(ours.story) == lineage.story_essence(theirs.story)
    )


def _freeze(
    tx: Transaction,
    session: Session,
    plan_edited: bool,
    story_edited: bool,
    taken: Story | None,
) -> Frozen:
    draft, session_id = session.draft, session.summary.id
    plan = story = None
    if plan_edited:
        plan = store.add_plan(tx, session_id, draft.plan, parent_id=draft.plan_base_id)
    if story_edited:
        base = lineage.story_base(session)
        if base is not None:
            plan_version_id = base.plan_version_id
        else:
            plan_version_id = draft.plan_base_id if plan is None else plan.id
        story = store.add_story(
            tx,
            session_id,
            credited_story(None if base is None else base.story, draft.story, taken),
            plan_version_id=plan_version_id,
            parent_id=draft.story_base_id,
        )
    return plan, story
