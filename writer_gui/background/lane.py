"""The database lane: one thread on which all database work of the window is done, in order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from writer_gui.store.database import Database, Transaction

T = TypeVar("T")
Outcome = Callable[[], None]

log = logging.getLogger(__name__)


class Lane(QObject):
    """Runs functions in transactions on one background thread, first come first served.

    `done` and `failed` are called on the thread the lane lives on. A `UserError` (full disk, lost
    directory) goes to `failed`, or to `trouble` where the caller named none; anything else is a bug
    and is raised on the lane's own thread, where the exception hook reports it.
    """

    trouble = Signal(str)
    _outcome = Signal(object)

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._outcome.connect(self._on_outcome)

    def run(
        self,
        work: Callable[[Transaction], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Queue `work`; it is given an open transaction that commits when it returns."""
        self._pool.start(_Task(lambda: self._perform(work, done, failed)))

    def drain(self) -> None:
        """Wait until everything queued so far is in the database. Outcomes arrive afterwards."""
        self._pool.waitForDone()

    def _perform(
        self,
        work: Callable[[Transaction], T],
        done: Callable[[T], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        try:
            with self._database.transaction() as tx:
                value = work(tx)
        except UserError as error:
            self._outcome.emit(_failure(error, failed or self._report))
        except Exception as bug:  # noqa: BLE001 - a border: carried to the thread of the lane
            self._outcome.emit(_raising(bug))
        else:
            if done is not None:
                self._outcome.emit(_success(value, done))

    def _report(self, error: UserError) -> None:
        log.warning("database work failed: %s", error)
        self.trouble.emit(str(error))

    @Slot(object)
    def _on_outcome(self, outcome: Outcome) -> None:
        outcome()


class _Task(QRunnable):
    """A piece of work on the pool's thread."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def _success(value: T, done: Callable[[T], None]) -> Outcome:
    return lambda: done(value)


def _failure(error: UserError, failed: Callable[[UserError], None]) -> Outcome:
    return lambda: failed(error)


def _raising(bug: Exception) -> Outcome:
    def outcome() -> None:
        raise bug

    return outcome
