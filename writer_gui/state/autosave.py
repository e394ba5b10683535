"""Autosave: what is typed is in the database within two seconds, and the writer can see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.store import sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.background.lane import Lane
    from writer_gui.domain.session import Draft, SessionSummary
    from writer_gui.errors import UserError
    from writer_gui.store.database import Transaction

DELAY_MS = 1000
RETRY_MS = 5000


class SaveKind(StrEnum):
    """Where saving stands."""

    SAVED = "saved"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """Whether the text on the desk is in the database, since when, or why not."""

    kind: SaveKind = SaveKind.SAVED
    at: datetime | None = None
    problem: str = ""


class Autosave(QObject):
    """Writes the draft `take` returns. A failed save is tried again until it succeeds.

    A draft that could not be saved is kept here when another session takes its place on the desk.
    """

    status_changed = Signal(object)  # SaveStatus
    saved = Signal(object)  # SessionSummary as it is now

    def __init__(
        self, lane: Lane, take: Callable[[], tuple[int, Draft] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._take = take
        self._waiting = False
        self._left_behind: dict[int, Draft] = {}
        self._newest: dict[int, Draft] = {}  # of what is on its way to the database
        self._status = SaveStatus()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save_now)

    @property
    def status(self) -> SaveStatus:
        """Where saving stands."""
        return self._status

    def left_behind(self, session_id: int) -> Draft | None:
        """Return what of a session is newer than what the database has of it."""
        return self._left_behind.get(session_id)

    def forget(self) -> None:
        """Let go of what waits to be saved: the library is another one now."""
        self._timer.stop()
        self._waiting = False
        self._left_behind.clear()
        self._newest.clear()
        self._set(SaveStatus())

    def touch(self, *, quiet: bool = False) -> None:
        """Something was typed; save it soon. Further typing does not put that off.

        What is `quiet`, as a caret that moved, is saved without a word about it.
        """
        self._waiting = True
        if not quiet and self._status.kind is SaveKind.SAVED:
            self._set(SaveStatus(SaveKind.PENDING))
        if not self._timer.isActive():
            self._timer.start(DELAY_MS)

    @Slot()
    def save_now(self) -> None:
        """Save what has been typed since the last save, if anything."""
        self._timer.stop()
        waiting = dict(self._left_behind)
        taken = self._take() if self._waiting else None
        if taken is not None:
            self._waiting = False
            waiting[taken[0]] = taken[1]
        for session_id, draft in waiting.items():
            self._save(session_id, draft)

    def _save(self, session_id: int, draft: Draft) -> None:
        self._newest[session_id] = draft
        if session_id in self._left_behind:
            self._left_behind[session_id] = draft  # else the older text were saved over it later

        def work(tx: Transaction) -> SessionSummary:
            sessions.save_draft(tx, session_id, draft)
            return sessions.session_summary(tx, session_id)

        self._lane.run(
            work,
            lambda summary: self._on_saved(draft, summary),
            lambda error: self._on_failed(session_id, draft, error),
        )

    def _on_saved(self, draft: Draft, summary: SessionSummary) -> None:
        for known in (self._left_behind, self._newest):
            if known.get(summary.id) is draft:
                del known[summary.id]
        if not self._waiting and not self._left_behind:
            self._set(SaveStatus(SaveKind.SAVED, datetime.now().astimezone()))
        self.saved.emit(summary)

    def _on_failed(self, session_id: int, draft: Draft, error: UserError) -> None:
        on_desk = self._take()
        if on_desk is not None and on_desk[0] == session_id:
            self._waiting = True
            self._left_behind.pop(session_id, None)
        else:
            self._left_behind[session_id] = self._newest.get(session_id, draft)
        self._set(SaveStatus(SaveKind.FAILED, problem=str(error)))
        self._timer.start(RETRY_MS)

    def _set(self, status: SaveStatus) -> None:
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)
