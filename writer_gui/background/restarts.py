"""When an engine that died is started again: once soon, and after that at growing intervals."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

FIRST_MS = 500
NEXT_MS = 5_000
LONGEST_MS = 5 * 60_000


class Restarts(QObject):
    """Waits after each death. A passage that comes to its end makes the deaths before it forgotten.

    Without the growing intervals an engine that the system ends at once, for want of memory, would
    be started again and again, and slow down everything else.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deaths = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.due)

    @property
    def remaining_ms(self) -> int:
        """How long it still is until a start, or -1 when none is planned."""
        return self._timer.remainingTime()

    def plan(self) -> None:
        """Count a death and plan the next start."""
        self._deaths += 1
        self._timer.start(wait_ms(self._deaths))

    def call_off(self) -> None:
        """Plan no start: there is one, or none is wanted."""
        self._timer.stop()

    def forget(self) -> None:
        """Forget the deaths so far: the engine works."""
        self._deaths = 0


def wait_ms(deaths: int) -> int:
    """Return how long to wait after so many deaths in a row."""
    if deaths <= 1:
        return FIRST_MS
    return int(min(LONGEST_MS, NEXT_MS * 2.0 ** min(deaths - 2, 30)))
