"""The real program in a folder that may not be written: a sentence, no traceback, no harm."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import LIGHTHOUSE
from writer_gui import paths
from writer_gui.store import sessions
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = """
import os, sys
from writer_gui.__main__ import main
from writer_gui.cli import build_parser
build_parser()
if not sys.argv[1:]:
    import writer_gui.app
if os.geteuid() == 0:
    os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def locked(own_home: Path) -> Iterator[Path]:
    """Return the folder of a library that only its owner may write, who is not who starts."""
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
    database.close()
    for folder in own_home.parents:
        if folder.owner() == own_home.owner() and folder.name.startswith("pytest-"):
            folder.chmod(0o755)
    own_home.parent.chmod(0o755)
    own_home.chmod(0o555)
    for file in own_home.iterdir():
        file.chmod(0o444)
    yield own_home
    own_home.chmod(0o755)


def test_a_folder_that_may_not_be_written_is_a_sentence(locked: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in locked.iterdir()}
    outcome = subprocess.run(
        [sys.executable, "-c", START, "sessions"], capture_output=True, text=True, check=False
    )
    assert (outcome.returncode, outcome.stdout) == (3, "")
    assert outcome.stderr.count("\n") == 1
    assert "writer.db cannot be" in outcome.stderr
    assert "choose another folder with --data-dir" in outcome.stderr
    assert {file.name: file.stat().st_mtime_ns for file in locked.iterdir()} == before


def test_a_window_says_why_it_cannot_open_and_ends_when_asked(locked: Path) -> None:
    """All there is of it is a dialog with that sentence."""
    with subprocess.Popen(
        [sys.executable, "-c", START], stderr=subprocess.PIPE, text=True
    ) as window:
        assert window.stderr is not None
        told = iter(window.stderr.readline, "")
        assert any("writer.db cannot be" in line for line in told)
        window.terminate()
        assert window.wait(60) == -signal.SIGTERM
