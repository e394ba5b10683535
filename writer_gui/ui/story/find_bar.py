"""Find and replace in the story, in a bar below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, PlainEdit, label, named

if TYPE_CHECKING:
    from writer_gui.ui.theme import Theme


class FindBar(QWidget):
    """Works on the editor it is given. Esc closes it."""

    closed = Signal()

    def __init__(self, edit: PlainEdit, theme: Theme) -> None:
        super().__init__()
        self._edit = edit
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = named(QLineEdit(), "findEdit", self.tr("Find in the story"))
        self._words.setPlaceholderText(self.tr("Find"))
        self._with = named(QLineEdit(), "replaceEdit", self.tr("Replace with"))
        self._with.setPlaceholderText(self.tr("Replace with"))
        self._result = named(label(tone="muted"), "findResult", self.tr("Search result"))
        self._previous = IconButton(theme, "up", self.tr("Find previous"))
        self._next = IconButton(theme, "down", self.tr("Find next"))
        self._replace = named(QPushButton(self.tr("Replace")), "replaceButton", self.tr("Replace"))
        self._all = named(
            QPushButton(self.tr("Replace all")), "replaceAllButton", self.tr("Replace all")
        )
        self._close = IconButton(theme, "close", self.tr("Close the search"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        for widget in (self._words, self._previous, self._next, self._with, self._replace):
            row.addWidget(widget)
        row.addWidget(self._all)
        row.addWidget(self._result)
        row.addStretch(1)
        row.addWidget(self._close)
        self._connect()
        EscapeKey(self, self.close_bar)
        self.hide()

    def open(self) -> None:
        """Show the bar with the selected words in it."""
        selected = self._edit.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._words.setText(selected)
        self.show()
        self._words.setFocus()
        self._words.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        self.hide()
        self._edit.setFocus()
        self.closed.emit()

    def find_next(self, *, backwards: bool = False) -> bool:
        """Select the next place where the words stand, from the top again at the end."""
        words = self._words.text()
        if not words:
            return False
        flags = QTextDocument.FindFlag(0)
        if backwards:
            flags |= QTextDocument.FindFlag.FindBackward
        found = self._edit.find(words, flags)
        if not found:
            cursor = self._edit.textCursor()
            move = QTextCursor.MoveOperation
            cursor.movePosition(move.End if backwards else move.Start)
            found_cursor = self._edit.document().find(words, cursor, flags)
            found = not found_cursor.isNull()
            if found:
                self._edit.setTextCursor(found_cursor)
        self._result.setText("" if found else self.tr("Not found"))
        return found

    def replace(self) -> None:
        """Replace the selected words, if they are those looked for, and go to the next."""
        cursor = self._edit.textCursor()
        if cursor.selectedText().casefold() == self._words.text().casefold() != "":
            cursor.insertText(self._with.text())
        self.find_next()

    def replace_all(self) -> None:
        """Replace the words wherever they stand, as one undo step."""
        words = self._words.text()
        if not words:
            return
        count = 0
        whole = QTextCursor(self._edit.document())
        whole.beginEditBlock()
        found = self._edit.document().find(words, 0)
        while not found.isNull():
            found.insertText(self._with.text())
            count += 1
            found = self._edit.document().find(words, found.position())
        whole.endEditBlock()
        self._result.setText(self.tr("{0} replaced").format(count))

    def _connect(self) -> None:
        self._words.returnPressed.connect(self.find_next)
        self._words.textChanged.connect(lambda: self._result.setText(""))
        self._with.returnPressed.connect(self.replace)
        self._previous.clicked.connect(lambda: self.find_next(backwards=True))
        self._next.clicked.connect(lambda: self.find_next())
        self._replace.clicked.connect(self.replace)
        self._all.clicked.connect(self.replace_all)
        self._close.clicked.connect(self.close_bar)
