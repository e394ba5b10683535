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


@contextmanager
def event_loop() -> Iterator[QEventLoop]:
    """Give a loop to `exec`; Ctrl+C ends it and raises KeyboardInterrupt after the block."""
    application = QCoreApplication.instance() or QCoreApplication(["writer-gui"])
    loop = QEventLoop()
    interrupted = False

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        loop.quit()

    before = signal.signal(signal.SIGINT, on_interrupt)
    look = QTimer()
    look.timeout.connect(lambda: None)
    look.start(LOOK_MS)
    try:
        yield loop
    finally:
        look.stop()
        signal.signal(signal.SIGINT, before)
        application.processEvents()
    if interrupted:
        raise KeyboardInterrupt
