"""Two texts as one, with what changed between them set off; each change can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)

from writer_gui.text.diff import changes
from writer_gui.ui.widgets import PlainEdit

if TYPE_CHECKING:
    from writer_gui.domain.language import Language
    from writer_gui.text.diff import Change
    from writer_gui.ui.theme import Theme

CHANGE = QTextFormat.Property.UserProperty.value + 8
"""Which change a character belongs to, counted from 1."""


class DiffText(PlainEdit):
    """Read only. Where it may be chosen from, a click or the space bar takes a change or not."""

    chosen = Signal()  # another choice of changes

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setReadOnly(True)
        keyboard = Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | keyboard)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self._theme = theme
        self._old = self._new = ""
        self._changes: tuple[Change, ...] = ()
        self._left_out: set[int] = set()
        self._may_choose = False
        theme.changed.connect(self._dress)
        self._dress()

    def show_changes(
        self, old: str, new: str, language: Language, *, may_choose: bool = False
    ) -> None:
        """Show what leads from one text to another."""
        self._old, self._new = old, new
        self._changes = changes(old, new, language)
        self._left_out = set()
        self._may_choose = may_choose
        self._draw()

    def show_text(self, text: str) -> None:
        """Show one text as it is."""
        self._changes = ()
        self._may_choose = False
        self.setPlainText(text)

    def count(self) -> int:
        """Return how many changes there are."""
        return sum(not change.is_same for change in self._changes)

    def chosen_text(self) -> str | None:
        """Return the text with only the chosen changes; None where all are chosen."""
        if not self._left_out:
            return None
        parts = []
        for number, change in enumerate(self._changes):
            if number in self._left_out:
                parts.append(self._old[change.old_start : change.old_end])
            else:
                parts.append(self._new[change.new_start : change.new_end])
        return "".join(parts)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the change that was clicked, or leave it out."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self._toggle(self.cursorForPosition(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the change at the caret, or leave it out, on the space bar."""
        if event.key() == Qt.Key.Key_Space and self._may_choose:
            self._toggle(self.textCursor())
        else:
            super().keyPressEvent(event)

    def _toggle(self, cursor: QTextCursor) -> None:
        number = cursor.charFormat().property(CHANGE)
        if not self._may_choose or not isinstance(number, int):
            return
        self._left_out ^= {number - 1}
        at, scroll = self.textCursor().position(), self.verticalScrollBar().value()
        self._draw()
        moved = self.textCursor()
        moved.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(moved)
        self.verticalScrollBar().setValue(scroll)
        self.chosen.emit()

    def _draw(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, change in enumerate(self._changes):
            old = self._old[change.old_start : change.old_end]
            new = self._new[change.new_start : change.new_end]
            if change.is_same:
                cursor.insertText(new, QTextCharFormat())
                continue
            is_out = number in self._left_out
            cursor.insertText(old, self._format(number, counts=is_out, is_new=False))
            cursor.insertText(new, self._format(number, counts=not is_out, is_new=True))
        cursor.endEditBlock()
        self._show_first()

    def _show_first(self) -> None:
        """Begin where the first change is in view."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        first = next((change for change in self._changes if not change.is_same), None)
        if first is None or not first.new_start:
            return
        before = self._new[: first.new_start]
        cursor = self.textCursor()
        cursor.setPosition(len(before.encode("utf-16-le", "surrogatepass")) // 2)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().top() - self.viewport().height() // 4)

    def _format(self, number: int, *, counts: bool, is_new: bool) -> QTextCharFormat:
        """Return the format of one side of a change; what does not count is struck out."""
        colours = self._theme.colours
        made = QTextCharFormat()
        made.setProperty(CHANGE, number + 1)
        if not counts:
            made.setFontStrikeOut(True)
            made.setForeground(QColor(colours.muted))
        elif is_new:
            made.setBackground(QColor(colours.soft_accent))
            made.setForeground(QColor(colours.accent))
        return made

    @Slot()
    def _dress(self) -> None:
        self.setFont(self._theme.text_font())
        if self._changes:
            self._draw()
