"""Columns beside each other, in two rows where they would be too narrow to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from writer_gui.ui.compare.column import Column

LEAST_EMS = 30
"""Characters of Chinese to a line, below which three columns or more stand in two rows."""


class ColumnGrid(QSplitter):
    """Two always stand side by side. Three or four do where there is room, else two to a row."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._columns: tuple[Column, ...] = ()
        self._gap = QWidget()  # beside a third column, so that all are as wide
        self._rows = (QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Horizontal))
        for splitter in (self, *self._rows):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        for row in self._rows:
            self.addWidget(row)
        self._rows[1].addWidget(self._gap)
        self._rows[1].hide()

    def lay(self, columns: tuple[Column, ...]) -> None:
        """Show these, from the left to the right and from the top to the bottom."""
        self._columns = columns
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether they fit beside each other."""
        super().resizeEvent(event)
        self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Put each column into its row; those that stand there already keep their width."""
        parts = self._parts()
        if all(_stands(row, part) for row, part in zip(self._rows, parts, strict=True)):
            return
        for row, part in zip(self._rows, parts, strict=True):
            for place, widget in enumerate(part):
                row.insertWidget(place, widget)
                widget.show()
            row.setSizes([GRID * 100] * row.count())
        self._rows[1].setVisible(len(parts[1]) > 1)
        self._gap.setVisible(len(parts[1]) == 2)
        self.setSizes([GRID * 100] * 2)

    def _parts(self) -> tuple[tuple[QWidget, ...], tuple[QWidget, ...]]:
        """Return what stands in each row, the gap always at the end of the second."""
        columns = self._columns
        room = self.width() // max(1, len(columns))
        if len(columns) < 3 or room >= columns[0].width_of(LEAST_EMS):
            return columns, (self._gap,)
        return columns[:2], (*columns[2:], self._gap)


def _stands(row: QSplitter, part: tuple[QWidget, ...]) -> bool:
    return tuple(row.widget(place) for place in range(row.count())) == part
