"""The desk: the open session, with the texts on it as they are now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.session import Draft, Prompt, Session, Standing
from writer_gui.state import lineage, origins, recovering
from writer_gui.state.autosave import Autosave, SaveKind
from writer_gui.state.notice import Notice
from writer_gui.state.unfinished import left_by_crash
from writer_gui.store import sessions
from writer_gui.writing.staleness import unwritten_steps

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.plan import Plan, PlanVersion
    from writer_gui.domain.run import Run
    from writer_gui.domain.story import Story, StoryVersion
    from writer_gui.errors import UserError
    from writer_gui.state.desks import Desks
    from writer_gui.store.database import Transaction
    from writer_gui.writing.staleness import StaleSection

EMPTY = Draft(Prompt(""))


class DeskState(QObject):
    """Owns the open session. Every change of its texts goes through here and is autosaved.

    `plan_replaced` and `story_replaced` tell views to show the text anew; text that a view itself
    handed over is only told of by `changed`.
    """

    opened = Signal()  # another session lies on the desk
    changed = Signal()  # any of its texts
    plan_replaced = Signal()
    story_replaced = Signal()
    plan_grew = Signal(str, str)  # step id, new characters at its end
    story_grew = Signal(int, str)  # section, new characters at its end
    undo_step_begun = Signal()  # what comes next is undone apart from what came before
    versions_changed = Signal()
    staleness_changed = Signal()
    flush_requested = Signal()  # views hand over at once what they have not told yet
    elsewhere_wanted = Signal(int)  # a session that lies on the desk of another window
    interrupted = Signal(object)  # Unfinished: what a crash left of the session just opened
    notice = Signal(object)  # Notice

    def __init__(self, lane: Lane, desks: Desks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._session: Session | None = None
        self._stale: tuple[StaleSection, ...] = ()
        self._unwritten: tuple[str, ...] = ()
        self._is_opening = False
        self.autosave = Autosave(lane, self._take, self)
        self.seat = desks.seat(self)

    @property
    def session(self) -> Session | None:
        """The open session with all versions; None before the first one is read."""
        return self._session

    @property
    def session_id(self) -> int | None:
        """The id of the open session."""
        return None if self._session is None else self._session.summary.id

    @property
    def draft(self) -> Draft:
        """The texts on the desk."""
        return EMPTY if self._session is None else self._session.draft

    @property
    def stale(self) -> tuple[StaleSection, ...]:
        """The sections that no longer follow the plan."""
        return self._stale

    @property
    def unwritten(self) -> tuple[str, ...]:
        """The steps that no section realises yet."""
        return self._unwritten

    @Slot(int)
    def open(self, session_id: int) -> None:
        """Save what lies on the desk and open another session; of several calls the last wins."""
        if session_id in self.seat.held_elsewhere:
            self.elsewhere_wanted.emit(session_id)
            return
        self.save_now()
        self.seat.wanted = session_id

        def work(tx: Transaction) -> Session:
            session = sessions.load_session(tx, session_id)
            sessions.set_last_session(tx, session_id)
            return session

        def failed(error: UserError) -> None:
            if self.seat.wanted == session_id:
                self.seat.wanted = self.session_id
            self.notice.emit(Notice(str(error)))

        self._lane.run(work, self._on_loaded, failed)

    def edit_prompt(self, prompt: Prompt) -> None:
        """Take over the prompt as it reads now."""
        if prompt != self.draft.prompt:
            self._put(replace(self.draft, prompt=prompt))

    def set_plan(self, plan: Plan, *, base_id: int | None = None, typed: bool = False) -> None:
        """Put a plan on the desk; `typed` when a view shows it already."""
        base_id = self.draft.plan_base_id if base_id is None else base_id
        self._put(replace(self.draft, plan=plan, plan_base_id=base_id))
        if not typed:
            self.plan_replaced.emit()

    def set_story(self, story: Story, *, base_id: int | None = None, typed: bool = False) -> None:
        """Put a story on the desk; `typed` when a view shows it already."""
        base_id = self.draft.story_base_id if base_id is None else base_id
        self._put(replace(self.draft, story=story, story_base_id=base_id))
        if not typed:
            self.story_replaced.emit()

    def stand(self, caret: int, standing: Standing | None) -> None:
        """Remember where the caret is in the story, and where outside of it the writer stands."""
        draft = replace(self.draft, caret=caret, standing=standing)
        if self._session is not None and draft != self.draft:
            self._session = replace(self._session, draft=draft)
            self.autosave.touch(quiet=True)

    def add_version(self, version: PlanVersion | StoryVersion, run: Run | None = None) -> None:
        """Take a new or renamed version of the open session into account, and its run."""
        session = self._session
        if session is None or version.session_id != session.summary.id:
            return
        self._session = lineage.with_version(session, version, run)
        self._restate()
        self.versions_changed.emit()

    def flush(self) -> None:
        """Have the views hand over what they have not told yet.

        Not while another session is being shown: what some still hold is of the one before.
        """
        if self._session is not None and not self._is_opening:
            self.flush_requested.emit()

    @Slot()
    def save_now(self) -> None:
        """Save the texts on the desk without waiting for the timer."""
        self.flush()
        self.autosave.save_now()

    def save_and_wait(self) -> bool:
        """Save, wait for it, and return whether all that was typed is in the database."""
        for _ in range(2):  # a save that was under way may have failed before this one succeeded
            self.save_now()
            self._lane.settle()
            if self.autosave.status.kind is not SaveKind.FAILED:
                return True
        return False

    def clear(self) -> None:
        """Take the session off the desk, saved or not: the library is another one now."""
        self.autosave.forget()
        self._session = self.seat.wanted = None

    def _on_loaded(self, session: Session) -> None:
        if session.summary.id != self.seat.wanted:
            return
        self.save_now()  # typed between the wish and now
        unsaved = self.autosave.left_behind(session.summary.id)
        if unsaved is not None:
            session = replace(session, draft=unsaved)
        recovered = recovering.with_recovered(session)
        self._session = recovered
        self._restate()
        self._is_opening = True
        self.opened.emit()
        self._is_opening = False
        if recovered != session:
            self.autosave.touch()
        left = left_by_crash(recovered)
        if left is not None:
            self.interrupted.emit(left)
        elif recovered != session:
            text = self.tr("Writing was interrupted the last time; what was written is here.")
            self.notice.emit(Notice(text))

    def _put(self, draft: Draft) -> None:
        if self._session is None:
            return
        self._session = replace(self._session, draft=draft)
        self._restate()
        self.autosave.touch()
        self.changed.emit()

    def _take(self) -> tuple[int, Draft] | None:
        self.flush()
        return None if self._session is None else (self._session.summary.id, self._session.draft)

    def _restate(self) -> None:
        """Work out again what is stale."""
        session = self._session
        if session is None:
            return
        stale = origins.stale(session)
        unwritten = unwritten_steps(session.draft.plan, session.draft.story)
        if (stale, unwritten) != (self._stale, self._unwritten):
            self._stale, self._unwritten = stale, unwritten
            self.staleness_changed.emit()
