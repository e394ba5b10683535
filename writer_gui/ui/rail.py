"""The rail: the views, one click apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, named

if TYPE_CHECKING:
    from writer_gui.ui.theme import Theme


class Rail(QWidget):
    """Tells which view is wanted. Views keep their place when they are left."""

    view_wanted = Signal(int)
    theme_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        named(self, "rail", self.tr("Views"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(6 * GRID)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID // 2, 2 * GRID - 4, GRID // 2, GRID)
        column.setSpacing(GRID)
        for view, (icon, name, object_name) in enumerate(
            (
                ("draft", self.tr("Draft"), "draftView"),
                ("compare", self.tr("Compare"), "compareButton"),
                ("triplets", self.tr("Triplets"), "tripletsButton"),
                ("models", self.tr("Models"), "modelsButton"),
            )
        ):
            button = named(IconButton(theme, icon, name, 24), object_name, name)
            button.setCheckable(True)
            self._group.addButton(button, view)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._theme = named(
            IconButton(theme, "theme", self.tr("Light or dark")),
            "themeButton",
            self.tr("Light or dark"),
        )
        column.addWidget(self._theme, 0, Qt.AlignmentFlag.AlignHCenter)
        self._group.idClicked.connect(self.view_wanted)
        self._theme.clicked.connect(self.theme_wanted)
        self.show_view(0)

    def show_view(self, view: int) -> None:
        """Mark the view that is shown."""
        self._group.button(view).setChecked(True)
