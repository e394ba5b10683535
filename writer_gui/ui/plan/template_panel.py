"""The template of a group of genres: what its steps are called and how their texts open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.genre import DOMAIN_NAMES
from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.names import interface_is_chinese
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.plan_templates import PlanTemplates
    from writer_gui.ui.theme import Theme
    from writer_gui.writing.templates import PlanTemplate, TemplateStep

NUMBER_WIDTH = 3 * GRID


class TemplatePanel(QScrollArea):
    """Stands in the place of the steps. Esc closes it without saving."""

    closed = Signal()

    def __init__(self, templates: PlanTemplates, theme: Theme) -> None:
        super().__init__()
        named(self, "templatePanel", self.tr("Template of the plan"))
        self._templates = templates
        self._theme = theme
        self._template: PlanTemplate | None = None
        self._fields: list[tuple[QLineEdit, QLineEdit]] = []
        self._save = named(QPushButton(self.tr("Save")), "templateSave", self.tr("Save"))
        self._close = named(QPushButton(self.tr("Cancel")), "templateClose", self.tr("Cancel"))
        self._save.setProperty("primary", "true")
        self._save.clicked.connect(self._on_save)
        self._close.clicked.connect(self.closed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        EscapeKey(self, self.closed.emit)
        self.hide()

    def show_template(self) -> bool:
        """Show the template of the genre on the desk; return whether there is one."""
        self._template = self._templates.current()
        if self._template is None:
            return False
        self._fields.clear()
        for button in (self._save, self._close):
            button.setParent(self)  # else they would go with what was shown before
        body = QWidget()
        body.setObjectName("planCards")
        column = QVBoxLayout(body)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._hint(self._template))
        for number, step in enumerate(self._template.steps, start=1):
            column.addWidget(self._row(number, step))
        column.addLayout(self._buttons())
        column.addStretch(1)
        self.setWidget(body)
        return True

    def focus_first(self) -> None:
        """Begin with how the first step opens."""
        if self._fields:
            self._fields[0][1].setFocus()

    def _hint(self, template: PlanTemplate) -> QWidget:
        chinese, english = DOMAIN_NAMES[template.domain]
        told = self.tr(
            "Every new plan in “{0}” begins with these steps. The model goes on from the words a "
            "step opens with; they make it decide something."
        )
        hint = label(told.format(chinese if interface_is_chinese() else english), tone="muted")
        hint.setWordWrap(True)
        return hint

    def _row(self, number: int, step: TemplateStep) -> QFrame:
        language = self._templates.language
        title = QLineEdit(step.title[language])
        opening = QLineEdit(step.opening[language])
        named(title, f"template{number}Title", self.tr("Title of step {0}").format(number))
        named(opening, f"template{number}Opening", self.tr("How step {0} opens").format(number))
        title.setPlaceholderText(self.tr("Title"))
        opening.setPlaceholderText(self.tr("How its text opens, or nothing"))
        opening.setFont(self._theme.text_font())
        self._fields.append((title, opening))
        row = QFrame()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnMinimumWidth(0, NUMBER_WIDTH)
        grid.setHorizontalSpacing(0)
        grid.addWidget(label(str(number), tone="muted"), 0, 0)
        grid.addWidget(title, 0, 1)
        grid.addWidget(opening, 1, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(NUMBER_WIDTH, 0, 0, 0)
        buttons.setSpacing(GRID)
        buttons.addWidget(self._save)
        buttons.addWidget(self._close)
        buttons.addStretch(1)
        return buttons

    @Slot()
    def _on_save(self) -> None:
        words = [(title.text(), opening.text()) for title, opening in self._fields]
        if self._template is not None and self._templates.write(self._template, words):
            self.closed.emit()
