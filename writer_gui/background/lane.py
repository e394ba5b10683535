"""The database lane: one thread on which all database work of the window is done, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from writer_gui.background.errands import Errands

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from writer_gui.errors import UserError
    from writer_gui.store.database import Database, Transaction

T = TypeVar("T")


class Lane(QObject):
    """Errands (see there) in transactions, one after the other."""

    trouble = Signal(str)

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._errands = Errands(self)
        self._errands.trouble.connect(self.trouble)

    def run(
        self,
        work: Callable[[Transaction], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Queue `work`; it is given an open transaction that commits when it returns."""

        def transacted() -> T:
            with self._database.transaction() as tx:
                return work(tx)

        self._errands.run(transacted, done, failed)

    def reading(self) -> AbstractContextManager[Transaction]:
        """Return a snapshot with everything queued so far in it, to read from on another thread."""
        self.drain()
        return self._database.reading()

    def drain(self) -> None:
        """Wait until everything queued so far is in the database. Outcomes arrive afterwards."""
        self._errands.drain()

    def settle(self) -> None:
        """Wait until everything queued so far is in the database, outcomes told."""
        self._errands.settle()
