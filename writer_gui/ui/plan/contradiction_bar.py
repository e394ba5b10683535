"""Says which steps contradict an edit, with the buttons that change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from writer_gui.state.contradiction_words import ContradictionWords
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, label, named
from writer_gui.writing.contradictions import Where

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.plan.cards import PlanCards
    from writer_gui.ui.theme import Theme
    from writer_gui.writing.contradictions import Contradiction

LONGEST_NEW = 18
"""Characters of new words on a button; longer ones are cut."""


class ContradictionBar(QWidget):
    """Stands above the cards while steps contradict an edit, and marks the old words in them."""

    def __init__(self, workspace: Workspace, cards: PlanCards, theme: Theme) -> None:
        super().__init__()
        named(self, "contradictionBar", self.tr("Steps that contradict the edit"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = workspace.contradictions
        self._desk = workspace.desk
        self._cards = cards
        self._theme = theme
        self._words = ContradictionWords(self)
        self._text = named(label(), "contradictionText", self.tr("Contradictions"))
        self._text.setWordWrap(True)
        self._change = named(QPushButton(), "contradictionChange", self.tr("Change all"))
        self._change.setProperty("link", "true")
        told = self.tr("Let the model bring them in line")
        self._model = named(QPushButton(told), "contradictionModel", told)
        self._model.setProperty("link", "true")
        self._model.setToolTip(self.tr("These steps are written anew; all others are settled."))
        self._close = IconButton(theme, "close", self.tr("Leave these steps as they are"), 16)
        named(self._close, "contradictionClose", self._close.accessibleName())
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._change.clicked.connect(self._state.change)
        self._model.clicked.connect(self._state.ask_model)
        self._close.clicked.connect(self._state.dismiss)
        self._state.changed.connect(self._show)
        theme.changed.connect(self._mark)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below each other where they do not fit beside each other."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(GRID + 2, 0, 0, 0)
        head.setSpacing(GRID)
        head.addWidget(self._text, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.setSpacing(0)
        for button in (self._change, self._model):
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID - 2, GRID // 2, GRID, GRID // 2)  # links begin as the text
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._buttons)

    def _fit(self) -> None:
        shown = (self._change, self._model)
        wanted = sum(button.sizeHint().width() for button in shown if not button.isHidden())
        directions = QBoxLayout.Direction
        fits = wanted + 2 * GRID <= self.width()
        self._buttons.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    @Slot()
    def _show(self) -> None:
        found = self._state.found
        self._mark()
        self.setVisible(bool(found))
        if not found:
            return
        self._text.setText(self._words.told(found, self._desk.draft.plan))
        changeable = [c for c in found if c.step_id in self._state.unlocked]
        literal = {c.change.new for c in changeable if c.change.is_literal}
        told = self.tr("Change all") if len(literal) > 1 else self._one(*literal)
        self._change.setText(told)
        self._change.setAccessibleName(told)
        self._change.setVisible(bool(literal))
        self._model.setVisible(bool(changeable))
        self._fit()

    def _one(self, new: str = "") -> str:
        short = new if len(new) <= LONGEST_NEW else new[: LONGEST_NEW - 1] + "…"
        return self.tr("Change to “{0}”").format(short)

    @Slot()
    def _mark(self) -> None:
        """Set off the old words in the cards of the other steps."""
        spots: dict[str, list[Contradiction]] = {}
        for contradiction in self._state.found:
            if contradiction.where is Where.STEP and contradiction.step_id is not None:
                spots.setdefault(contradiction.step_id, []).append(contradiction)
        for card in self._cards.cards:
            mine = spots.get(card.step_id, [])
            card.text.setExtraSelections([self._marked(card.text, spot) for spot in mine])

    def _marked(self, edit: QTextEdit, spot: Contradiction) -> QTextEdit.ExtraSelection:
        text = self._desk.draft.plan.step(spot.step_id or "")
        before = "" if text is None else text.text[: spot.start]
        start = _utf16(before)
        cursor = QTextCursor(edit.document())
        last = edit.document().characterCount() - 1
        cursor.setPosition(min(start, last))
        end = min(start + _utf16(spot.old), last)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor = cursor
        made.format = self._format()
        return made

    def _format(self) -> QTextCharFormat:
        colours = self._theme.colours
        form = QTextCharFormat()
        form.setBackground(QColor(colours.soft_accent))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        form.setUnderlineColor(QColor(colours.accent))
        return form


def _utf16(text: str) -> int:
    """Return how many places a text takes in a document of Qt."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
