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
    """Writes the draft `take` returns. A failed save is tried again until it succeeds."""

    status_changed = Signal(object)  # SaveStatus
    saved = Signal(object)  # SessionSummary as it is now

    def __init__(
        self, lane: Lane, take: Callable[[], tuple[int, Draft] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._take = take
        self._waiting = False
        self._status = SaveStatus()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save_now)

    @property
    def status(self) -> SaveStatus:
        """Where saving stands."""
        return self._status

    def touch(self) -> None:
        """Something was typed; save it soon. Further typing does not put that off."""
        self._waiting = True
        if self._status.kind is SaveKind.SAVED:
            self._set(SaveStatus(SaveKind.PENDING))
        if not self._timer.isActive():
            self._timer.start(DELAY_MS)

    @Slot()
    def save_now(self) -> None:
        """Save what has been typed since the last save, if anything."""
        self._timer.stop()
        if not self._waiting:
            return
        taken = self._take()
        if taken is None:
            return
        self._waiting = False
        session_id, draft = taken

        def work(tx: Transaction) -> SessionSummary:
            sessions.save_draft(tx, session_id, draft)
            return sessions.session_summary(tx, session_id)

        self._lane.run(work, self._on_saved, self._on_failed)

    def _on_saved(self, summary: SessionSummary) -> None:
        if not self._waiting:
            self._set(SaveStatus(SaveKind.SAVED, datetime.now().astimezone()))
        self.saved.emit(summary)

    def _on_failed(self, error: UserError) -> None:
        self._waiting = True
        self._set(SaveStatus(SaveKind.FAILED, problem=str(error)))
        self._timer.start(RETRY_MS)

    def _set(self, status: SaveStatus) -> None:
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)
