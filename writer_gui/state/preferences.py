"""The writer's settings, observed: whoever shows them hears of every change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from writer_gui import settings as store
from writer_gui.errors import UserError
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.settings import Settings


class PreferencesState(QObject):
    """Owns the settings; each change is written at once."""

    changed = Signal()
    notice = Signal(object)  # Notice

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._settings = store.load(path)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    def change(self, **values: Any) -> None:
        """Give some settings new values, by the names of their fields."""
        changed = replace(self._settings, **values)
        if changed == self._settings:
            return
        self._settings = changed
        self.changed.emit()
        try:
            store.save(changed, self._path)
        except UserError as error:
            self.notice.emit(Notice(str(error)))
