"""The list of keys that F1 shows; it does not block the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from collections.abc import Sequence


class ShortcutsDialog(QDialog):
    """Lists the keys of some actions, then those of the panes. Esc closes it."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "shortcutsDialog", self.tr("Keyboard shortcuts"))
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        panes = [a for a in parent.findChildren(QAction) if a.shortcuts() and a not in actions]
        rows = [(action.text(), action.shortcuts()) for action in (*actions, *panes)]
        extra = [
            (self.tr("Move a step of the plan"), [QKeySequence("Alt+Up"), QKeySequence("Alt+Down")])
        ]
        native = QKeySequence.SequenceFormat.NativeText
        told = [
            (text, " / ".join(key.toString(native) for key in keys[:2]))
            for text, keys in [*rows, *extra]
        ]
        for row, (text, keys) in enumerate([*told, *self._of_a_round()]):
            grid.addWidget(label(text), row, 0)
            grid.addWidget(label(keys, tone="muted"), row, 1)
        self._fit(page)

    def _of_a_round(self) -> list[tuple[str, str]]:
        """Return the keys of a round of blind choices, which are no actions."""
        return [
            (self.tr("Choose blind: left, right, equally good, both bad"), "← / → / = / B"),
            (self.tr("Score the left text, then the right one"), "0 – 3"),
            (self.tr("Reasons; a note, and out of it"), "Q W E R T Y U; N, Esc"),
            (self.tr("Later; take back; keep and go on"), "S; ⌫; ⏎"),
        ]

    def _fit(self, page: QWidget) -> None:
        """Show all of it where the screen is high enough, else with a scroll bar."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        wanted = page.sizeHint()
        room = self.screen().availableGeometry().height() - 8 * GRID
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.resize(wanted.width() + bar, min(wanted.height(), room))
