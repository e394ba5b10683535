from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from writer_gui import logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger("writer_gui")
    handlers, level, propagate = list(root.handlers), root.level, root.propagate
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    root.propagate = propagate


def test_everything_goes_to_the_file_and_warnings_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "logs" / "writer.log"
    logs.set_up(path)
    logging.getLogger("writer_gui.store").info("opened")
    logging.getLogger("writer_gui.store").warning("slow: %s", "磁盘")
    lines = path.read_text("utf-8").splitlines()
    assert [line.split(": ", 1)[1] for line in lines] == ["opened", "slow: 磁盘"]
    shown = capsys.readouterr().err
    assert "opened" not in shown
    assert "slow" in shown


def test_setting_up_again_writes_each_line_once(tmp_path: Path) -> None:
    for name in ("a.log", "b.log"):
        logs.set_up(tmp_path / name)
    logging.getLogger("writer_gui").info("once")
    assert (tmp_path / "a.log").read_text() == ""
    assert (tmp_path / "b.log").read_text().count("once") == 1


def test_the_log_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 2_000)
    path = tmp_path / "writer.log"
    logs.set_up(path)
    for _ in range(500):
        logging.getLogger("writer_gui").info("x" * 100)
    files = list(tmp_path.iterdir())
    assert len(files) == 1 + logs.KEPT_FILES
    assert sum(file.stat().st_size for file in files) < 12_000


def test_no_log_file_is_no_reason_not_to_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocker = tmp_path / "file"
    blocker.touch()
    logs.set_up(blocker / "writer.log")
    assert "no log file" in capsys.readouterr().err
