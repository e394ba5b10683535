"""The line above a pane: what it is, which version, what is to be known about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

HEIGHT = 6 * GRID


class PaneHeader(QWidget):
    """The same height and the same places in both panes, so that their texts begin level."""

    def __init__(self, title: str, left: int) -> None:
        super().__init__()
        self.setObjectName("paneHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._version = named(label(tone="muted"), "paneVersion", title)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(left, GRID, GRID, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(label(title, role="title"))
        self._row.addWidget(self._version)
        self._row.addStretch(1)
        self._places = 2

    def set_version(self, number: int | None) -> None:
        """Show the number of the version on the desk."""
        self._version.setText("" if number is None else f"v{number}")

    def add_left(self, widget: QWidget) -> None:
        """Put something behind the title."""
        self._row.insertWidget(self._places, widget)
        self._places += 1

    def add_right(self, widget: QWidget) -> None:
        """Put something at the right end."""
        self._row.addWidget(widget)
