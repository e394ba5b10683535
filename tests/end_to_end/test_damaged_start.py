"""The real program started on a library that was damaged, and on one that is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextEdit

from tests.store.samples import LIGHTHOUSE, draft
from writer_gui import paths
from writer_gui.app import Program, open_program
from writer_gui.store import sessions
from writer_gui.store.backup import backup
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "script.jsonl").write_text('{"text": "x"}\n')
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")


@pytest.fixture
def library(own_home: Path) -> Path:
    """Return a library of one session with a backup beside it."""
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        sessions.set_last_session(tx, session_id)
    backup(database, paths.backups_dir() / "writer-20260301-120000.db")
    database.close()
    return paths.database_path()


@pytest.fixture
def program(library: Path, scripted: None, qapp: QApplication) -> Iterator[Program]:
    with library.open("rb+") as file:  # the tables are gone, most texts are not
        file.seek(4096)
        file.write(b"\xff" * 4096)
    opened = open_program(qapp)
    yield opened
    opened.close()


def find(program: Program, name: str) -> QLabel:
    label = program.window.findChild(QLabel, name)
    assert label is not None
    return label


def test_the_program_starts_says_what_happened_and_has_the_text(
    program: Program, qtbot: QtBot
) -> None:
    text = find(program, "messageText").text()
    assert text.startswith("The library was damaged. The damaged file is kept as writer-damaged-")
    story = program.window.findChild(QTextEdit, "storyEdit")
    assert story is not None
    qtbot.waitUntil(lambda: program.window._workspace.desk.session_id is not None)
    button = program.window.findChild(QPushButton, "messageAction")
    assert button is not None
    if button.isVisible():  # something could be read, and the backup is offered beside it
        with qtbot.waitSignal(program.caretaker.library_replaced):
            button.click()
    first = draft().story.sections[0].text
    qtbot.waitUntil(lambda: first in story.toPlainText())
