"""Where the window stood and how it was divided, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize

from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow, QSplitter


USUAL_SIZE = QSize(160 * GRID, 100 * GRID)
FRAME = QSize(2 * GRID, 5 * GRID)
"""Room for what the desktop draws around a window; how much it takes is known only later."""


class WindowMemory:
    """Keeps geometry and splitters in a file of its own; nothing else depends on it."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> None:
        """Put the window where it was, or give it its usual size, as far as the screen has room."""
        geometry = self._bytes("geometry")
        if geometry is None or not window.restoreGeometry(geometry):
            room = window.screen().availableSize() - FRAME
            window.resize(USUAL_SIZE.boundedTo(room))
            return
        for name, splitter in splitters.items():
            state = self._bytes(name)
            if state is not None:
                splitter.restoreState(state)

    def save(self, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> None:
        """Remember where the window is."""
        self._settings.setValue("geometry", window.saveGeometry())
        for name, splitter in splitters.items():
            self._settings.setValue(name, splitter.saveState())
        self._settings.sync()

    def _bytes(self, name: str) -> QByteArray | None:
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else None
