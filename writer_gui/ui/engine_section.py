"""The part of the models view that says how much text a model sees at once, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout, QSpinBox, QVBoxLayout, QWidget

from writer_gui.settings import limits
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.preferences import PreferencesState

CONTEXT_STEP = 1024


class EngineSection(QWidget):
    """Changes count from the next time the model is loaded, which the next draft sees to."""

    def __init__(self, preferences: PreferencesState) -> None:
        super().__init__()
        self._preferences = preferences
        self._context = named(QSpinBox(), "contextSpin", self.tr("Context in tokens"))
        self._context.setRange(*limits("context"))
        self._context.setSingleStep(CONTEXT_STEP)
        self._context.setGroupSeparatorShown(True)
        self._context.setSuffix(self.tr(" tokens"))
        self._threads = named(QSpinBox(), "threadsSpin", self.tr("Processor threads"))
        self._threads.setRange(*limits("threads"))
        self._threads.setSpecialValueText(self.tr("one for each core"))
        self._build()
        self.refresh()
        preferences.changed.connect(self.refresh)
        self._context.editingFinished.connect(self._on_edited)
        self._threads.editingFinished.connect(self._on_edited)

    @Slot()
    def refresh(self) -> None:
        """Show the settings as they are now."""
        self._context.setValue(self._preferences.settings.context)
        self._threads.setValue(self._preferences.settings.threads)

    def _build(self) -> None:
        explanation = label(
            self.tr(
                "The context holds prompt, plan and story together. A longer one takes more "
                "memory, and more time before the first word."
            ),
            tone="muted",
        )
        explanation.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(self.tr("Context"), self._context)
        form.addRow(self.tr("Threads"), self._threads)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("How models run"), role="title"))
        column.addWidget(explanation)
        column.addLayout(form)

    @Slot()
    def _on_edited(self) -> None:
        self._preferences.change(context=self._context.value(), threads=self._threads.value())
