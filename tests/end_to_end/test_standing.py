"""The program opened again stands where the writer stood, in whichever text that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextEdit

from tests.store.samples import LETTER, LIGHTHOUSE, draft
from writer_gui import paths
from writer_gui.app import Program, open_program
from writer_gui.store import sessions
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.fixture
def library(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "script.jsonl").write_text('{"text": "x"}\n')
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        sessions.create_session(tx, LETTER)
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        sessions.set_last_session(tx, session_id)
    database.close()


def opened(qapp: QApplication, qtbot: QtBot) -> Program:
    program = open_program(qapp)
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.window._workspace.desk.session_id is not None)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QTextEdit))
    return program


def edit(program: Program, name: str) -> QTextEdit:
    found = program.window.findChild(QTextEdit, name)
    assert found is not None
    return found


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", ["promptEdit", "planStep2Text", "storyEdit"])
def test_the_caret_is_where_it_stood(name: str, qapp: QApplication, qtbot: QtBot) -> None:
    program = opened(qapp, qtbot)
    edit(program, name).setFocus()
    qtbot.keyClick(edit(program, name), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(edit(program, name), "ab")
    program.close()
    again = opened(qapp, qtbot)
    assert QApplication.focusWidget() is edit(again, name)
    assert edit(again, name).textCursor().position() == 2
    assert edit(again, "storyEdit").textCursor().position() == (2 if name == "storyEdit" else 7)
    again.close()


@pytest.mark.usefixtures("library")
def test_a_caret_that_only_moved_is_kept_too(qapp: QApplication, qtbot: QtBot) -> None:
    program = opened(qapp, qtbot)
    edit(program, "planStep1Text").setFocus()
    qtbot.keyClick(edit(program, "planStep1Text"), Qt.Key.Key_End)
    end = edit(program, "planStep1Text").textCursor().position()
    assert end > 0
    program.close()
    again = opened(qapp, qtbot)
    assert edit(again, "planStep1Text").hasFocus()
    assert edit(again, "planStep1Text").textCursor().position() == end
    again.close()


@pytest.mark.usefixtures("library")
def test_each_session_has_its_own_place_and_none_takes_the_focus(
    qapp: QApplication, qtbot: QtBot
) -> None:
    program = opened(qapp, qtbot)
    desk = program.window._workspace.desk
    edit(program, "promptEdit").setFocus()
    qtbot.keyClick(edit(program, "promptEdit"), Qt.Key.Key_End)
    there = edit(program, "promptEdit").textCursor().position()
    program.window._desk_view.sessions.focus_search()
    for session_id in (1, 2):
        with qtbot.waitSignal(desk.opened):
            desk.open(session_id)
        assert not isinstance(QApplication.focusWidget(), QTextEdit)
    assert edit(program, "promptEdit").textCursor().position() == there > 0
    program.close()
