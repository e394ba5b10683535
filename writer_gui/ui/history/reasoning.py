"""What the model thought during a run: put away until it is asked for, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import named


class ReasoningField(QWidget):
    """Shows nothing at all where the model did not think."""

    def __init__(self) -> None:
        super().__init__()
        title = self.tr("The model's thinking")
        self._toggle = named(QToolButton(), "reasoningToggle", title)
        self._toggle.setText(title)
        self._toggle.setCheckable(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setArrowType(Qt.ArrowType.RightArrow)
        self._text = named(QPlainTextEdit(), "reasoningText", title)
        self._text.setReadOnly(True)
        self._text.setMaximumHeight(20 * GRID)
        self._text.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._toggle)
        column.addWidget(self._text)
        self._toggle.toggled.connect(self._on_toggled)
        self.hide()

    def show_reasoning(self, reasoning: str) -> None:
        """Offer the reasoning of a run; "" hides the field."""
        self._text.setPlainText(reasoning)
        self.setVisible(bool(reasoning))

    def _on_toggled(self, is_open: bool) -> None:
        self._toggle.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._text.setVisible(is_open)
