"""The library as a whole: files dropped on the window, exported, backed up and restored."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPushButton, QTextEdit

from tests.ui.test_file_dialogs import answer, trigger
from writer_gui import paths
from writer_gui.domain.plan import Author
from writer_gui.settings import backups_folder
from writer_gui.state.caretaker import Caretaker, Estate
from writer_gui.state.library_files import LibraryFilesState
from writer_gui.store.sessions import SessionQuery, list_sessions
from writer_gui.ui.library_menu import LibraryMenu

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.state.drafting import DraftingState

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def menu(house: House, tmp_path: Path) -> LibraryFilesState:
    """Put the menu together as the program does."""
    estate = Estate(house.database, house.lane, lambda: backups_folder(house.preferences.settings))
    drafting = cast("DraftingState", house.drafting)
    caretaker = Caretaker(estate, house.desks, drafting, house.window)
    files = LibraryFilesState(estate, house.news, caretaker)
    LibraryMenu(house.window, caretaker, files, house.preferences)
    caretaker.library_replaced.connect(house.library.open_last)
    for source in (caretaker, files):
        source.notice.connect(house.window.show_notice)
    files.open_requested.connect(house.workspace.desk.open)
    return files


def carried(*files: Path) -> QMimeData:
    """Return what a file manager lets be dragged: addresses, and the same as text."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    data.setText("\n".join(str(file) for file in files))
    return data


def drop(widget: QWidget, *files: Path) -> bool:
    """Drag files over a widget and let go; return whether they were taken."""
    data = carried(*files)
    place = QPointF(widget.rect().center())
    enter = QDragEnterEvent(place.toPoint(), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    fall = QDropEvent(place, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, fall)
    return fall.isAccepted()


@pytest.mark.usefixtures("menu")
def test_texts_dropped_on_the_window_become_sessions(
    house: House, qtbot: QtBot, tmp_path: Path
) -> None:
    house.open()
    (tmp_path / "海边.md").write_text("# 海边的信\n\n雾散了。", "utf-8")
    (tmp_path / "night.txt").write_text("The lamp went out.", "utf-8")
    with qtbot.waitSignal(house.workspace.desk.opened):
        assert drop(house.window, tmp_path / "海边.md", tmp_path / "night.txt")
    house.settle()
    titles = [session.title for session in house.library.sessions]
    assert titles[:2] == ["night", "海边的信"]
    story = house.find(QTextEdit, "storyEdit")
    assert story.toPlainText() == "The lamp went out."
    (section,) = house.workspace.desk.draft.story.sections
    assert section.spans[0].author is Author.WRITER
    assert house.find(QLabel, "messageText").text() == "Sessions added: 2."
    house.find(QPushButton, "messageAction").click()
    house.settle()
    assert len(house.library.sessions) == 1


@pytest.mark.usefixtures("menu")
def test_an_editor_leaves_files_to_the_window(house: House, tmp_path: Path) -> None:
    house.open()
    (tmp_path / "note.txt").write_text("note", "utf-8")
    prompt = house.find(QTextEdit, "promptEdit")
    data = carried(tmp_path / "note.txt")
    assert not prompt.canInsertFromMimeData(data)
    enter = QDragEnterEvent(prompt.rect().center(), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(prompt.viewport(), enter)
    assert enter.isAccepted()  # by the window: Qt asks the parents of one that does not want it


@pytest.mark.usefixtures("menu")
def test_what_is_no_text_is_said(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    house.open()
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    drop(house.window, tmp_path / "a.png")
    qtbot.waitUntil(lambda: "a.png is no text" in house.find(QLabel, "messageText").text())
    with house.database.reading() as tx:
        assert len(list_sessions(tx)) == 1


def test_everything_is_exported_and_taken_in_again(
    house: House,
    menu: LibraryFilesState,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session_id = house.open()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    with qtbot.waitSignal(menu.written) as written:
        trigger(house, "Export everything…")
    assert written.args is not None
    folder: Path = written.args[0]
    assert folder.parent == tmp_path / "out"
    assert len(list(folder.glob("*.md"))) == 1
    house.library.shelving.trash(session_id)
    house.settle()
    with house.database.transaction() as tx:
        assert len(list_sessions(tx, SessionQuery(trashed=True))) == 1
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    trigger(house, "Import a folder…")
    qtbot.waitUntil(lambda: "Sessions added: 1." in house.find(QLabel, "messageText").text())
    house.settle()
    assert session_id in [session.id for session in house.library.sessions]
    trigger(house, "Import a folder…")
    qtbot.waitUntil(lambda: "Already here: 1." in house.find(QLabel, "messageText").text())


@pytest.mark.usefixtures("menu")
def test_a_backup_is_made_and_found_in_the_menu(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open("从前")
    caretaker = house.window.findChild(Caretaker)
    assert caretaker is not None
    with qtbot.waitSignal(caretaker.backed_up):
        caretaker.look()
    house.find(QTextEdit, "promptEdit").setPlainText("现在")
    (restoring,) = (m for m in house.window.findChildren(QMenu) if m.title() == "Restore a backup")
    restoring.aboutToShow.emit()
    with qtbot.waitSignal(house.workspace.desk.opened):
        restoring.actions()[0].trigger()
    assert house.find(QTextEdit, "promptEdit").toPlainText() == "从前"
    answer(monkeypatch, "getSaveFileName", str(tmp_path / "mine.db"), "")
    with qtbot.waitSignal(caretaker.backed_up):
        trigger(house, "Back up to a file…")
    assert (tmp_path / "mine.db").stat().st_size > 0


@pytest.mark.usefixtures("menu")
def test_backups_go_to_another_folder_while_it_is_there(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open()
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(disk))
    caretaker = house.window.findChild(Caretaker)
    assert caretaker is not None
    with qtbot.waitSignal(caretaker.backed_up):
        trigger(house, "Backup folder…")
    assert len(list(disk.glob("writer-*.db"))) == 1
    shutil.rmtree(disk)
    assert backups_folder(house.preferences.settings) == paths.backups_dir()
