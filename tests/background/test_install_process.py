from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.inference import gguf_files
from writer_gui.background.install_process import InstallProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ENDLESS = """
import os, sys
print('{"event": "progress", "done": 5000000000, "total": 9000000000}', flush=True)
while os.read(0, 100): pass
print('{"event": "stopped", "message": "Stopped."}', flush=True)
"""


@pytest.fixture(autouse=True)
def _no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRITER_MODELS", str(tmp_path / "models"))


@pytest.fixture
def process() -> Iterator[InstallProcess]:
    real = InstallProcess()
    yield real
    real.close()


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[InstallProcess]:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    fake = InstallProcess([sys.executable, str(script)])
    yield fake
    fake.close()


def test_a_file_is_added_in_a_child_process(
    qtbot: QtBot, tmp_path: Path, process: InstallProcess
) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(gguf_files.gguf())
    with qtbot.waitSignal(process.finished) as caught:
        process.add(str(path))
    assert caught.args is not None
    assert (caught.args[0].name, caught.args[0].own) == ("mine", True)
    with qtbot.waitSignal(process.finished):
        process.verify("mine")


def test_a_failure_is_a_sentence(qtbot: QtBot, process: InstallProcess) -> None:
    with qtbot.waitSignal(process.failed) as caught:
        process.install("nonsense")
    assert caught.args is not None
    assert "There is no model called nonsense" in caught.args[0]


def test_bytes_beyond_a_c_int_arrive_and_cancel_is_obeyed(
    qtbot: QtBot, endless: InstallProcess
) -> None:
    with qtbot.waitSignal(endless.progress) as caught:
        endless.install("x")
    assert caught.args == [5_000_000_000, 9_000_000_000]
    with qtbot.waitSignal(endless.failed) as stopped:
        endless.cancel()
    assert stopped.args == ["Stopped."]
    qtbot.waitUntil(lambda: not endless.running)


def test_a_child_that_dies_is_reported_once(qtbot: QtBot, endless: InstallProcess) -> None:
    said: list[str] = []
    endless.failed.connect(said.append)
    with qtbot.waitSignal(endless.progress):
        endless.install("x")
    with qtbot.waitSignal(endless.failed):
        os.kill(int(endless._process.processId()), signal.SIGKILL)
    qtbot.waitUntil(lambda: not endless.running)
    assert len(said) == 1
    assert "unexpectedly" in said[0]


def test_a_program_that_is_not_there_is_reported(qtbot: QtBot, tmp_path: Path) -> None:
    process = InstallProcess([str(tmp_path / "none")])
    with qtbot.waitSignal(process.failed):
        process.install("x")


def test_closing_leaves_no_child(qtbot: QtBot, endless: InstallProcess) -> None:
    with qtbot.waitSignal(endless.progress):
        endless.install("x")
    pid = int(endless._process.processId())
    endless.close()
    assert not psutil.pid_exists(pid)
