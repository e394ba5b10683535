"""Ways to do with less width than all takes side by side: on small screens, at a large scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class FoldingRow(QWidget):
    """Two groups at the ends of one line, the second below the first where they do not fit."""

    def __init__(self, left: QHBoxLayout, right: QHBoxLayout) -> None:
        super().__init__()
        self._groups = (left, right)
        right.insertStretch(0, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        for group in self._groups:
            self._row.addLayout(group)
        self._row.setStretch(1, 1)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the wider group."""
        return QSize(max(self._widths()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where it is too narrow."""
        super().resizeEvent(event)
        fits = sum(self._widths()) + GRID <= self.width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    def _widths(self) -> list[int]:
        return [group.minimumSize().width() for group in self._groups]


class Roomy(QScrollArea):
    """Lets the window be narrower than a view, which can then be moved sideways."""

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self.setObjectName("roomy")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(view)
