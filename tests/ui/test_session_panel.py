"""The list of sessions: filtered, starred, tagged and put in folders with mouse and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QToolButton

from writer_gui.ui.filter_menu import filter_text
from writer_gui.ui.session_list import DETAIL, detail_text
from writer_gui.ui.session_panel import SessionPanel

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu, QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


def item(menu: QMenu, *path: str) -> QAction:
    """Return an item of a menu, by the texts that lead there."""
    (action,) = (a for a in menu.actions() if a.text() == path[0])
    if len(path) == 1:
        return action
    below = action.menu()
    assert below is not None
    return item(below, *path[1:])  # type: ignore[arg-type]  # a QMenu, which the stubs do not say


def filters(house: House) -> QMenu:
    """Open the filter menu and return it as it is when all has been read."""
    menu = house.find(QToolButton, "filterButton").menu()
    menu.aboutToShow.emit()
    house.settle()
    return menu


def session_menu(house: House, row: int = 0) -> QMenu:
    panel = house.window.findChild(SessionPanel)
    assert panel is not None
    menu = panel.menu.build(house.library.sessions[row])
    house.settle()
    return menu


def fill(house: House, qtbot: QtBot, name: str, text: str, key: Qt.Key) -> None:
    field = house.find(QLineEdit, name)
    field.clear()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, key)
    house.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the field goes


def ids(house: House) -> list[int]:
    return [session.id for session in house.library.sessions]


def test_a_session_is_starred_tagged_and_found_by_it(house: House, qtbot: QtBot) -> None:
    first = house.open("海边的信")
    house.open("夜里的灯")
    session_menu(house, 1).actions()
    item(session_menu(house, 1), "Star").trigger()
    house.settle()
    item(session_menu(house, 1), "Tags…").trigger()
    fill(house, qtbot, "tagsEdit", "sea, letter", Qt.Key.Key_Return)
    assert detail_text(house.library.sessions[1]).endswith("#letter · #sea")
    item(filters(house), "Tag", "#sea").trigger()
    house.settle()
    assert ids(house) == [first]
    shown = house.find(QPushButton, "filterLabel")
    assert shown.isVisible()
    assert shown.text().startswith("#sea")
    item(filters(house), "Starred").trigger()
    house.settle()
    assert filter_text(house.library.query) == "Starred · #sea"
    shown.click()
    house.settle()
    assert len(ids(house)) == 2
    assert not shown.isVisible()


def test_a_session_is_put_into_a_new_folder_and_out_again(house: House, qtbot: QtBot) -> None:
    session_id = house.open("海边的信")
    item(session_menu(house), "Folder", "New folder…").trigger()
    fill(house, qtbot, "folderEdit", "Short", Qt.Key.Key_Return)
    assert house.stored(session_id).summary.folder == "Short"
    item(session_menu(house), "Folder", "None").trigger()
    house.settle()
    assert house.stored(session_id).summary.folder == ""


def test_sorted_by_folder_each_line_begins_with_its_folder(house: House) -> None:
    first, second = house.open("甲"), house.open("乙")
    house.library.shelving.move(first, "Short")
    house.settle()
    item(filters(house), "Sort by", "Folder").trigger()
    house.settle()
    rows = house.find(QListView, "sessionList").model()
    details = [str(rows.index(row, 0).data(DETAIL)) for row in range(2)]
    assert ids(house) == [second, first]
    assert [detail.split(" · ")[0] for detail in details] == ["—", "Short"]


def test_esc_leaves_everything_as_it_was(house: House, qtbot: QtBot) -> None:
    session_id = house.open("海边的信")
    item(session_menu(house), "Rename…").trigger()
    fill(house, qtbot, "renameEdit", "other", Qt.Key.Key_Escape)
    assert house.stored(session_id).summary.title == "海边的信"
    item(session_menu(house), "Rename…").trigger()
    fill(house, qtbot, "renameEdit", "other", Qt.Key.Key_Return)
    assert house.stored(session_id).summary.title == "other"


def test_f2_renames_the_session_with_the_keyboard(house: House, qtbot: QtBot) -> None:
    session_id = house.open("海边的信")
    rows = house.find(QListView, "sessionList")
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    fill(house, qtbot, "renameEdit", "other", Qt.Key.Key_Return)
    assert house.stored(session_id).summary.title == "other"
    assert rows.hasFocus()


def test_a_session_is_searched_and_opened_with_the_keyboard(house: House, qtbot: QtBot) -> None:
    wanted, _ = house.open("海边的信"), house.open("夜航船")
    search = house.find(QLineEdit, "sessionSearch")
    search.setFocus()
    search.insert("海边")  # QTest has no keys for Chinese
    qtbot.waitUntil(lambda: ids(house) == [wanted])
    qtbot.keyClick(search, Qt.Key.Key_Down)
    found = house.find(QListView, "sessionList")
    assert found.hasFocus()
    qtbot.keyClick(found, Qt.Key.Key_Return)
    house.settle()
    assert house.workspace.desk.session_id == wanted
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_what_is_in_the_trash_can_be_found_and_taken_out(house: House) -> None:
    session_id = house.open("丢掉")
    item(session_menu(house), "Move to the trash").trigger()
    house.settle()
    assert session_id not in ids(house)
    item(filters(house), "Trash (1)").trigger()
    house.settle()
    assert ids(house) == [session_id]
    item(session_menu(house), "Restore from the trash").trigger()
    house.settle()
    assert house.stored(session_id).summary.trashed is None


def test_the_filter_is_named_for_those_who_do_not_see_it(house: House) -> None:
    widgets: list[QWidget] = [
        house.find(QToolButton, "filterButton"),
        house.find(QPushButton, "filterLabel"),
    ]
    assert all(widget.accessibleName() for widget in widgets)
