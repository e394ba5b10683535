"""Work off the GUI thread: functions run one after the other, with their outcomes on this one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid

from writer_gui.errors import UserError

T = TypeVar("T")
Outcome = Callable[[], None]

log = logging.getLogger(__name__)


class Errands(QObject):
    """Runs functions on one background thread, first come first served.

    `done` and `failed` are called on the thread this object lives on. A `UserError` (full disk,
    lost directory) goes to `failed`, or to `trouble` where the caller named none; anything else
    is a bug and is raised here, where the exception hook reports it.
    """

    trouble = Signal(str)
    _outcome = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._outcome.connect(self._on_outcome)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Queue `work`."""
        self._pool.start(_Task(lambda: self._perform(work, done, failed)))

    def drain(self) -> None:
        """Wait until everything queued so far is done. Outcomes arrive afterwards."""
        self._pool.waitForDone()

    def settle(self) -> None:
        """Wait until everything queued so far is done and its outcomes have arrived."""
        self.drain()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def _perform(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        try:
            value = work()
        except UserError as error:
            self._tell(_failure(error, failed or self._report))
        except Exception as bug:  # noqa: BLE001 - a border: carried to the thread of the caller
            self._tell(_raising(bug))
        else:
            if done is not None:
                self._tell(_success(value, done))

    def _tell(self, outcome: Outcome) -> None:
        """Hand an outcome over, unless the program has ended and nobody is left to be told."""
        if isValid(self):
            self._outcome.emit(outcome)

    def _report(self, error: UserError) -> None:
        log.warning("background work failed: %s", error)
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
