"""Ctrl+C on the command line: heard at once, whatever is going on."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import QTimer

from writer_gui.cli.loop import event_loop


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.usefixtures("qapp")
def test_ctrl_c_before_and_during_the_wait_is_told() -> None:
    with event_loop() as loop:
        interrupt()
        with pytest.raises(KeyboardInterrupt):
            loop.run()
    with event_loop() as loop:
        QTimer.singleShot(0, interrupt)
        with pytest.raises(KeyboardInterrupt):
            loop.run()


@pytest.mark.usefixtures("qapp")
def test_after_ctrl_c_nothing_is_waited_for_any_more() -> None:
    with event_loop() as loop:
        interrupt()
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                loop.run()


@pytest.mark.usefixtures("qapp")
def test_without_ctrl_c_the_loop_ends_with_its_work() -> None:
    before = signal.getsignal(signal.SIGINT)
    with event_loop() as loop:
        QTimer.singleShot(0, loop.quit)
        loop.run()
    assert signal.getsignal(signal.SIGINT) is before
