"""Two windows of the real program on different sessions of one library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit

from writer_gui import paths
from writer_gui.app import Program, open_program
from writer_gui.domain.run import Stage
from writer_gui.domain.session import Prompt
from writer_gui.store import sessions
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.ui.main_window import MainWindow

pytestmark = [
    pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints", extend=True),
]


@pytest.fixture
def program(
    own_home: Path,
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Program]:
    answer = {"text": "雾散的那天，信到了，他把信放在灯下。", "chunk": 4, "delay_ms": 5}
    (tmp_path / "script.jsonl").write_text(json.dumps(answer))
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        first = sessions.create_session(tx, Prompt("写一个灯塔看守人的故事"))
        sessions.create_session(tx, Prompt("写一只码头上的猫"))
        sessions.set_last_session(tx, first)
    database.close()
    opened = open_program(qapp)
    qtbot.waitUntil(lambda: opened.window._workspace.desk.session_id == first)
    yield opened
    opened.close()


def prompt_of(window: MainWindow) -> QTextEdit:
    found = window.findChild(QTextEdit, "promptEdit")
    assert found is not None
    return found


def second_window(program: Program, qtbot: QtBot) -> MainWindow:
    program.window._library.shelving.window_wanted.emit(2)
    (_, second) = (f.window for f in program.windows._all)
    qtbot.waitUntil(lambda: second._workspace.desk.session_id == 2)
    return second


def stored(program: Program, session_id: int) -> str:
    program.core.lane.settle()
    with program.core.database.reading() as tx:
        return sessions.load_draft(tx, session_id).prompt.text


def test_a_second_window_does_not_hide_the_first(program: Program, qtbot: QtBot) -> None:
    program.window._memory.save(program.window, {})
    program.window._memory.restore(program.window, {})
    second = second_window(program, qtbot)
    assert second.pos() != program.window.pos()


def test_each_window_saves_its_own_session(program: Program, qtbot: QtBot) -> None:
    second = second_window(program, qtbot)
    qtbot.keyClicks(prompt_of(program.window), "one")
    qtbot.keyClicks(prompt_of(second), "two")
    assert program.window._workspace.desk.save_and_wait()
    assert second._workspace.desk.save_and_wait()
    assert second.windowTitle() == "two写一只码头上的猫 — Writer GUI"
    assert "one" in stored(program, 1)
    assert "two" in stored(program, 2)
    assert "two" not in stored(program, 1)


def test_a_session_lies_on_one_desk_only(program: Program, qtbot: QtBot) -> None:
    second = second_window(program, qtbot)
    program.window._workspace.desk.open(2)
    program.core.lane.settle()
    assert program.window._workspace.desk.session_id == 1
    program.windows.open(1)
    assert len(program.windows._all) == 2
    assert second._workspace.desk.session_id == 2


def test_what_the_model_writes_comes_to_the_window_of_its_session(
    program: Program, qtbot: QtBot
) -> None:
    second = second_window(program, qtbot)
    with qtbot.waitSignal(program.core.drafting.ended):
        second._workspace.commands.write_plan()
    program.core.lane.settle()
    assert not second._workspace.desk.draft.plan.is_empty
    assert program.window._workspace.desk.draft.plan.is_empty
    with program.core.database.reading() as tx:
        session = sessions.load_session(tx, 2)
    assert [run.stage for run in session.runs] == [Stage.PLAN]
    assert len(session.plans) == 1


def test_closing_one_leaves_the_other_and_gives_its_session_free(
    program: Program, qtbot: QtBot
) -> None:
    second = second_window(program, qtbot)
    qtbot.keyClicks(prompt_of(second), "two")
    with qtbot.waitSignal(program.core.drafting.stream.plan_grew):
        program.window._workspace.commands.write_plan()
    assert second.close()
    assert "two" in stored(program, 2)
    assert program.core.drafting.busy  # the model goes on for the other window
    program.window._workspace.desk.open(2)
    qtbot.waitUntil(lambda: program.window._workspace.desk.session_id == 2)
    assert "two" in prompt_of(program.window).toPlainText()
    program.windows.open(1)
    assert len(program.windows._all) == 2  # the closed window is used again
    qtbot.waitUntil(lambda: second._workspace.desk.session_id == 1)


def test_a_session_on_another_desk_is_renamed_but_not_thrown_away(
    program: Program, qtbot: QtBot
) -> None:
    second = second_window(program, qtbot)
    shelving = program.window._library.shelving
    shelving.rename(2, "The cat")
    qtbot.waitUntil(lambda: second.windowTitle() == "The cat — Writer GUI")
    with qtbot.waitSignal(program.window._library.notice) as told:
        shelving.trash(2)
    assert told.args[0].text == "It is open in another window; close that one first."
    program.core.lane.settle()
    with program.core.database.reading() as tx:
        assert sessions.session_summary(tx, 2).trashed is None
    assert second.close()
    shelving.trash(2)
    program.core.lane.settle()
    with program.core.database.reading() as tx:
        assert sessions.session_summary(tx, 2).trashed is not None
