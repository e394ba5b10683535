"""Runs signal-driven work to its end without a window."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

LOOK_MS = 100
"""How often Python gets to see a Ctrl+C while Qt waits for events."""


class Loop(QEventLoop):
    """An event loop that Ctrl+C ends."""

    def __init__(self) -> None:
        super().__init__()
        self._interrupted = False

    def run(self) -> None:
        """Wait for `quit`. Raises KeyboardInterrupt at Ctrl+C, and where there was one before."""
        if not self._interrupted:
            self.exec()
        if self._interrupted:
            raise KeyboardInterrupt

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """Take note of a Ctrl+C."""
        self._interrupted = True
        self.quit()


@contextmanager
def event_loop() -> Iterator[Loop]:
    """Give a loop to `run`; inside the block Ctrl+C is told by that, and by nothing else."""
    application = QCoreApplication.instance() or QCoreApplication(["writer-gui"])
    loop = Loop()
    before = signal.signal(signal.SIGINT, loop.interrupt)
    look = QTimer()
    look.timeout.connect(lambda: None)
    look.start(LOOK_MS)
    try:
        yield loop
    finally:
        look.stop()
        signal.signal(signal.SIGINT, before)
        application.processEvents()
