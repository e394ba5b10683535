"""Model files are read beside the window, and no longer than it is open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from writer_gui.inference.transfer import sha256_of
from writer_gui.state.model_reading import ModelReading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.errors import UserError
    from writer_gui.inference.transfer import Watch


class Outcomes:
    """What was handed over, and on which thread."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self.refusals: list[str] = []
        self.threads: set[str] = set()

    def done(self, value: str) -> None:
        self.values.append(value)
        self.threads.add(threading.current_thread().name)

    def failed(self, error: UserError) -> None:
        self.refusals.append(str(error))


@pytest.fixture
def reading() -> Iterator[ModelReading]:
    made = ModelReading()
    yield made
    made.close()


def test_a_file_is_hashed_on_another_thread_and_told_of_on_this_one(
    reading: ModelReading, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"weights")
    readers: list[str] = []

    def work(watch: Watch) -> str:
        readers.append(threading.current_thread().name)
        return sha256_of([file], watch)

    told = Outcomes()
    reading.run(work, told.done, told.failed)
    assert not told.values
    qtbot.waitUntil(lambda: bool(told.values))
    here = threading.current_thread().name
    assert told.threads == {here}
    assert here not in readers


def test_a_disk_that_refuses_is_a_sentence(reading: ModelReading, qtbot: QtBot) -> None:
    def work(_watch: Watch) -> str:
        raise OSError(5, "Input/output error")

    told = Outcomes()
    reading.run(work, told.done, told.failed)
    qtbot.waitUntil(lambda: bool(told.refusals))
    assert "Input/output error" in told.refusals[0]
    assert told.refusals[0].endswith("try again.")


def test_closing_ends_a_long_reading_and_what_waits_behind_it(
    reading: ModelReading, qtbot: QtBot
) -> None:
    began = threading.Event()

    def endless(watch: Watch) -> str:
        began.set()
        while True:
            watch.pause(0.01)

    def behind(_watch: Watch) -> str:
        ran.append("behind")
        return ""

    told = Outcomes()
    ran: list[str] = []
    reading.run(endless, told.done, told.failed)
    reading.run(behind, told.done, told.failed)
    assert began.wait(60)
    reading.close()
    qtbot.wait(1)  # what was told meanwhile would arrive now
    assert not ran
    assert not told.values
    assert not told.refusals
