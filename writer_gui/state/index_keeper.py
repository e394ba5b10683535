"""Has the search index looked after in the background, so that no search has to catch up."""

from __future__ import annotations

import logging
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from writer_gui.background.errands import Errands
from writer_gui.store.index_care import tend_index

if TYPE_CHECKING:
    from writer_gui.errors import UserError
    from writer_gui.store.database import Database

log = logging.getLogger(__name__)

FIRST_LOOK_MS = 3_000
PAUSE_S = 0.25
"""Between two steps: longer than SQLite lets a writer wait before it tries again (0.1 s)."""


class IndexKeeper(QObject):
    """Tends the index some seconds after the start, and whenever many sessions have come."""

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._errands = Errands(self)
        self._over = Event()

    def start(self) -> None:
        """Look after the index once the window is there."""
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)

    @Slot()
    def look(self) -> None:
        """Check the index if that is due, and index what is not yet."""
        self._errands.run(self._tend, None, self._on_trouble)

    def settle(self) -> None:
        """Wait until it is done."""
        self._errands.settle()

    def close(self) -> None:
        """Stop at the next step; what is left is indexed another time."""
        self._over.set()
        self._errands.drain()

    def _tend(self) -> None:
        if not self._over.is_set():
            tend_index(self._database, lambda: not self._over.wait(PAUSE_S))

    def _on_trouble(self, error: UserError) -> None:
        """Leave it to the next search to tell the writer, who may not be searching at all."""
        log.info("the search index is not complete: %s", error)
