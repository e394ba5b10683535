from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from writer_gui.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_the_first_window_fits_the_screen_with_its_frame(qtbot: QtBot, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    WindowMemory(tmp_path / "window.ini").restore(window, {})
    room = window.screen().availableSize()
    assert window.width() < room.width()
    assert window.height() < room.height()


def test_a_window_comes_back_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = QMainWindow(), QMainWindow()
    for window in (first, second):
        qtbot.addWidget(window)
    first.resize(500, 300)
    first.show()
    WindowMemory(tmp_path / "window.ini").save(first, {})
    WindowMemory(tmp_path / "window.ini").restore(second, {})
    assert second.size() == first.size()
