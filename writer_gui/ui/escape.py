"""Esc, which closes what the writer is in before it stops the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class EscapeKey(QObject):
    """Has Esc while the focus is in a widget, whatever else it is a shortcut for."""

    def __init__(
        self, widget: QWidget, act: Callable[[], object], when: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__(widget)
        self._act = act
        self._when = when
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Claim the key before the shortcuts do, then act on it."""
        claims = event.type() is QEvent.Type.ShortcutOverride
        if not (claims or event.type() is QEvent.Type.KeyPress):
            return False
        if not is_escape(event) or not self._when():
            return False
        event.accept()
        if not claims:
            self._act()
        return True


def is_escape(event: QEvent) -> bool:
    """Return whether an event is of the key Esc."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
