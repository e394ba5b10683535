"""One window for each data directory, tried with real processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from writer_gui.background import one_window
from writer_gui.background.one_window import OneWindow
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from writer_gui.background.one_window import OneWindow
application = QCoreApplication([])
only = OneWindow(Path(sys.argv[1]))
print(only.take(), flush=True)
only.called.connect(lambda: print("called", flush=True))
application.exec()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.usefixtures("qapp")
def test_a_second_start_calls_the_first_window(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    second = OneWindow(tmp_path)
    assert not second.take()
    assert holder.stdout is not None
    assert holder.stdout.readline() == "called\n"


@pytest.mark.usefixtures("qapp")
def test_a_lock_left_by_a_crash_is_taken_over(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    holder.kill()
    holder.wait()
    second = OneWindow(tmp_path)
    assert second.take()
    second.close()


@pytest.mark.usefixtures("qapp")
def test_a_first_window_that_hangs_is_a_sentence(
    holder: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_window, "ANSWER_MS", 200)
    holder.send_signal(signal.SIGSTOP)
    with pytest.raises(UserError, match=rf"process {holder.pid} .* close it there"):
        OneWindow(tmp_path).take()


def test_other_folders_are_free(
    holder: subprocess.Popen[str], tmp_path: Path, qtbot: QtBot
) -> None:
    other = OneWindow(tmp_path / "other")
    assert other.take()
    other.close()
    again = OneWindow(tmp_path / "other")
    assert again.take()
    again.close()
