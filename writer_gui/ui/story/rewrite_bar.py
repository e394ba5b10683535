"""What shall become of the selected words: an instruction, or one of the usual wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.story.selection import selected_part
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, PlainEdit, clean_text, named
from writer_gui.writing.rewrite import Target, Wish

if TYPE_CHECKING:
    from writer_gui.ui.theme import Theme


class RewriteBar(QWidget):
    """Asks for the words selected in the editor it is given. Esc closes it."""

    wanted = Signal(object)  # Target
    refused = Signal(str)  # why nothing can be asked for

    def __init__(self, edit: PlainEdit, theme: Theme) -> None:
        super().__init__()
        self._edit = edit
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._instruction = named(QLineEdit(), "rewriteEdit", self.tr("How to rewrite"))
        self._instruction.setPlaceholderText(
            self.tr("How to rewrite it, e.g. as she remembers it years later")
        )
        self._close = IconButton(theme, "close", self.tr("Close"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID // 2)
        row.addWidget(self._instruction, 1)
        for wish, name, text in (
            (Wish.OWN, "rewriteOwn", self.tr("Rewrite")),
            (Wish.SHORTER, "rewriteShorter", self.tr("Shorter")),
            (Wish.LONGER, "rewriteLonger", self.tr("Longer")),
            (Wish.CONCRETE, "rewriteConcrete", self.tr("More concrete")),
            (Wish.VIEWPOINT, "rewriteViewpoint", self.tr("Other viewpoint")),
        ):
            button = named(QPushButton(text), name, text)
            button.setProperty("link", "true")
            button.clicked.connect(lambda _=False, wish=wish: self.ask(wish))
            row.addWidget(button)
        row.addWidget(self._close)
        self._instruction.returnPressed.connect(lambda: self.ask(Wish.OWN))
        self._close.clicked.connect(self.close_bar)
        EscapeKey(self, self.close_bar)
        self.hide()

    def open(self) -> None:
        """Show the bar for what is selected."""
        if not self._edit.textCursor().hasSelection():
            self.refused.emit(self.tr("Select the words to rewrite first."))
            return
        self.show()
        self._instruction.setFocus()
        self._instruction.selectAll()

    def ask(self, wish: Wish) -> None:
        """Ask for the selection, or for what comes after it, with the instruction if any."""
        cursor = self._edit.textCursor()
        if wish is Wish.GO_ON:
            cursor.setPosition(cursor.selectionEnd())
        part = selected_part(cursor)
        if part is None:
            self.refused.emit(self.tr("The selection reaches over two sections; select in one."))
            return
        instruction = clean_text(self._instruction.text()) if wish is Wish.OWN else ""
        if self.isVisible():
            self.close_bar()
        self.wanted.emit(Target(*part, wish, instruction))

    def go_on(self) -> None:
        """Ask for ways to go on from the caret."""
        self.ask(Wish.GO_ON)

    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        self.hide()
        self._edit.setFocus()
