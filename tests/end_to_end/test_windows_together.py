"""What the windows of the program share: the library, its menu, and what is said about it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListView, QMenu

from tests.store.faults import LARGE, full_disk
from tests.ui.test_blind_choice import benchmark_pairs
from tests.ui.test_library_menu import drop
from tests.ui.test_triplets_view import triplet
from writer_gui import paths
from writer_gui.app import Program, open_program
from writer_gui.domain.session import Prompt, SessionSummary
from writer_gui.state.notice import Notice
from writer_gui.store import backup, sessions, triplets
from writer_gui.store.database import Database
from writer_gui.store.pairs import add_pair
from writer_gui.ui.main_window import TRIPLETS_VIEW, MainWindow
from writer_gui.ui.session_list import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.ui.furnishing import Furnished

pytestmark = [
    pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints", extend=True),
]


class Pair:
    """The program with a session in each of its two windows."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self._qtbot = qtbot
        self.wait(lambda: program.window._workspace.desk.session_id == 1)
        program.windows.open(2)
        self.first, self.second = program.windows._all
        self.wait(lambda: self.second.workspace.desk.session_id == 2)

    def wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until)

    def settle(self) -> None:
        for _ in range(3):
            self.program.core.lane.settle()

    def use(self, furnished: Furnished) -> None:
        """Bring a window to the front, as a click on it does."""
        furnished.window.activateWindow()
        self.wait(furnished.window.isActiveWindow)

    def close_first(self) -> None:
        assert self.first.window.close()
        self.use(self.second)


@pytest.fixture
def pair(
    own_home: Path,
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Pair]:
    (tmp_path / "script.jsonl").write_text(json.dumps({"text": "雾散了。"}))
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        first = sessions.create_session(tx, Prompt("写一个灯塔看守人的故事"))
        sessions.create_session(tx, Prompt("写一只码头上的猫"))
        sessions.set_last_session(tx, first)
    database.close()
    opened = open_program(qapp)
    yield Pair(opened, qtbot)
    opened.close()


def said(window: MainWindow) -> str:
    """Return what is to be read in the message bar of a window."""
    text = window.findChild(QLabel, "messageText")
    assert text is not None
    return text.text() if text.isVisible() else ""


def listed(window: MainWindow) -> list[SessionSummary]:
    """Return the lines of the session list."""
    found = window.findChild(QListView, "sessionList")
    assert found is not None
    model = found.model()
    return [model.index(row, 0).data(SUMMARY) for row in range(model.rowCount())]


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def menu(window: MainWindow, title: str) -> QMenu:
    (found,) = (m for m in window.findChildren(QMenu) if m.title() == title)
    return found


def test_what_concerns_all_is_said_in_the_window_in_front(pair: Pair) -> None:
    for front, behind in ((pair.first, pair.second), (pair.second, pair.first)):
        pair.use(front)
        pair.program.preload.notice.emit(Notice("The model needs more memory."))
        assert said(front.window) == "The model needs more memory."
        assert said(behind.window) == ""
        press(front.window, "messageClose")


def test_a_full_disk_is_told_after_the_first_window_was_closed(
    pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    pair.close_first()
    with full_disk(pair.program.core.database):
        pair.second.library.shelving.rename(1, LARGE)
        pair.wait(lambda: "no room left" in said(pair.second.window))
    caplog.clear()


@pytest.mark.parametrize("source", ["caretaker", "preload"])
def test_notices_come_to_the_window_that_is_left(pair: Pair, source: str) -> None:
    pair.close_first()
    getattr(pair.program, source).notice.emit(Notice("No backup was made."))
    assert said(pair.second.window) == "No backup was made."


def test_a_draft_that_fails_is_told_once(pair: Pair) -> None:
    pair.use(pair.second)
    desk = pair.second.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text=""))
    pair.second.workspace.commands.write_plan()
    pair.settle()
    assert said(pair.second.window).startswith("The prompt is empty")
    assert said(pair.first.window) == ""


@pytest.mark.parametrize("is_alone", [False, True])
def test_each_window_takes_files_and_all_lists_show_them(
    pair: Pair, tmp_path: Path, is_alone: bool
) -> None:
    if is_alone:
        pair.close_first()
    (tmp_path / "海边的信.txt").write_text("雾散了。", "utf-8")
    assert drop(pair.second.window, tmp_path / "海边的信.txt")
    pair.wait(lambda: said(pair.second.window) == "Sessions added: 1.")
    pair.wait(lambda: pair.second.workspace.desk.session_id == 3)
    assert pair.first.workspace.desk.session_id == (None if is_alone else 1)
    windows = (pair.first.window, pair.second.window)
    pair.wait(lambda: all(listed(window)[0].title == "海边的信" for window in windows))
    press(pair.second.window, "messageAction")
    pair.wait(lambda: all(len(listed(window)) == 2 for window in windows))
    pair.wait(lambda: pair.second.workspace.desk.session_id not in (None, 3))


def test_a_star_a_name_and_the_trash_show_in_both_lists(pair: Pair) -> None:
    pair.second.library.shelving.star(1, True)
    pair.second.library.shelving.rename(1, "雾")
    pair.settle()
    (line,) = (s for s in listed(pair.first.window) if s.id == 1)
    assert (line.starred, line.title) == (True, "雾")
    assert pair.first.window.windowTitle() == "雾 — Writer GUI"
    pair.first.library.shelving.trash(1)
    pair.wait(lambda: [s.id for s in listed(pair.second.window)] == [3, 2])
    # a new one: the other window has the other
    pair.wait(lambda: pair.first.workspace.desk.session_id == 3)
    assert pair.second.workspace.desk.session_id == 2


@pytest.mark.parametrize("is_alone", [False, True])
def test_every_window_keeps_the_index(pair: Pair, is_alone: bool) -> None:
    if is_alone:
        pair.close_first()
    database = pair.program.core.database
    with database.transaction() as tx:
        triplets.add_triplet(tx, triplet("1"))
    pair.second.workspace.collection.changed.emit()
    pair.program.index_keeper.settle()
    with database.reading() as tx:
        assert tx.info["triplet_index"].state().documents == 1


def test_a_triplet_edited_in_one_window_is_not_undone_by_another(pair: Pair) -> None:
    database = pair.program.core.database
    with database.transaction() as tx:
        made = triplets.add_triplet(tx, triplet("1"))
    assert made is not None
    for furnished in (pair.first, pair.second):
        furnished.window.show_view(TRIPLETS_VIEW)
        furnished.workspace.review.open(made.uid)
    pair.settle()
    pair.second.workspace.review.change(thought="立意：等待")
    pair.second.workspace.review.save_now()
    pair.settle()
    pair.first.workspace.review.change(genre="小说-故事")
    pair.first.workspace.review.save_now()
    pair.settle()
    with database.reading() as tx:
        stored = triplets.get_triplet(tx, made.uid)
    assert (stored.thought, stored.genre) == ("立意：等待", "小说-故事")
    assert pair.second.workspace.collection.lines[0].genre == "小说-故事"


def test_a_backup_is_restored_from_the_last_window_open(pair: Pair) -> None:
    caretaker = pair.program.caretaker
    caretaker.look()
    caretaker.settle()
    desk = pair.second.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text="另一只猫"))
    pair.use(pair.second)
    restore = menu(pair.second.window, "Restore a backup")
    restore.aboutToShow.emit()
    restore.actions()[0].trigger()
    assert said(pair.second.window).startswith("Other windows are open")
    pair.close_first()
    restore.actions()[0].trigger()
    assert not pair.second.window.isEnabled()
    pair.wait(lambda: pair.second.window.isEnabled() and desk.session_id is not None)
    assert said(pair.second.window).startswith("The backup is restored")
    assert desk.session_id == 2
    assert desk.draft.prompt.text == "写一只码头上的猫"
    assert len(backup.list_backups(paths.backups_dir())) >= 2
    assert pair.first.window.isHidden()


def test_a_round_of_choices_begun_anew_closes_the_one_of_the_other_window(pair: Pair) -> None:
    with pair.program.core.database.transaction() as tx:
        for one in benchmark_pairs():
            add_pair(tx, one)
    first, second = pair.first.workspace, pair.second.workspace
    first.judging_sources.start_with_pairs()
    pair.wait(lambda: first.judging.is_active)
    second.judging_sources.start_with_pairs()
    pair.wait(lambda: said(pair.second.window).startswith("A round was left"))
    press(pair.second.window, "messageAction")
    pair.wait(lambda: second.judging.is_active)
    assert not first.judging.is_active
    assert "ended in another window" in said(pair.first.window)
