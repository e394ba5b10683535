"""The field a search is typed into: its keys lead to what was found, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class SearchField(QLineEdit):
    """Down or Enter goes to the results, Esc empties the field."""

    results_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the three keys; an Esc that has nothing to empty is for others."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.results_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
