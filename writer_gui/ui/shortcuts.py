"""The list of keys that F1 shows; it does not block the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout

from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class ShortcutsDialog(QDialog):
    """Lists the keys of some actions, then those of the panes. Esc closes it."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "shortcutsDialog", self.tr("Keyboard shortcuts"))
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(self)
        grid.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        panes = [a for a in parent.findChildren(QAction) if a.shortcuts() and a not in actions]
        rows = [(action.text(), action.shortcuts()) for action in (*actions, *panes)]
        extra = [
            (self.tr("Move a step of the plan"), [QKeySequence("Alt+Up"), QKeySequence("Alt+Down")])
        ]
        for row, (text, keys) in enumerate([*rows, *extra]):
            native = QKeySequence.SequenceFormat.NativeText
            told = " / ".join(key.toString(native) for key in keys[:2])
            grid.addWidget(label(text), row, 0)
            grid.addWidget(label(told, tone="muted"), row, 1)
