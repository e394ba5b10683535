"""Where the window stood and how it was divided, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow, QSplitter


class WindowMemory:
    """Keeps geometry and splitters in a file of its own; nothing else depends on it."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> bool:
        """Put the window where it was; return whether that was known."""
        geometry = self._bytes("geometry")
        if geometry is None or not window.restoreGeometry(geometry):
            return False
        for name, splitter in splitters.items():
            state = self._bytes(name)
            if state is not None:
                splitter.restoreState(state)
        return True

    def save(self, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> None:
        """Remember where the window is."""
        self._settings.setValue("geometry", window.saveGeometry())
        for name, splitter in splitters.items():
            self._settings.setValue(name, splitter.saveState())
        self._settings.sync()

    def _bytes(self, name: str) -> QByteArray | None:
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else None
