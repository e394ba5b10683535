"""The models view: what can be installed, what is installed, and the writer's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.language import Language
from writer_gui.inference.catalog import Role
from writer_gui.inference.memory import total_bytes
from writer_gui.inference.model_info import best
from writer_gui.ui.engine_section import EngineSection
from writer_gui.ui.model_row import ModelRow
from writer_gui.ui.remote_section import RemoteSection
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import hairline, label, named

if TYPE_CHECKING:
    from writer_gui.inference.model_info import ModelInfo
    from writer_gui.state.models import ModelsState
    from writer_gui.state.preferences import PreferencesState
    from writer_gui.ui.theme import Theme

WIDTH = 90 * GRID


class ModelsView(QWidget):
    """Lists the models, the recommended one first."""

    back_wanted = Signal()

    def __init__(self, models: ModelsState, preferences: PreferencesState, theme: Theme) -> None:
        super().__init__()
        named(self, "modelsView", self.tr("Models"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._models = models
        self._preferences = preferences
        self._theme = theme
        self._rows: dict[str, ModelRow] = {}
        self._intro = label(tone="muted")
        self._intro.setWordWrap(True)
        self._add = named(
            QPushButton(self.tr("Use a file I have…")),
            "addModelButton",
            self.tr("Use a model file I have"),
        )
        self._list = QVBoxLayout()
        self._build()
        models.changed.connect(self.refresh)
        models.installing_changed.connect(self.refresh)
        models.progress.connect(self._on_progress)
        models.speeds.changed.connect(self.refresh)
        models.speeds.measuring_changed.connect(self.refresh)
        preferences.changed.connect(self.refresh)
        self._add.clicked.connect(self._on_add)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the models as they are now."""
        shown = [model for model in self._models.models if _is_shown(model)]
        names = [model.name for model in shown]
        if list(self._rows) != names:
            self._rebuild(shown)
        chosen = "" if self._models.remote.is_on else self._chosen(shown)
        for model in shown:
            self._rows[model.name].show_model(
                model,
                is_chosen=model.name == chosen,
                is_installing=model.name == self._models.installing,
                may_install=not self._models.installing,
                pace=self._told_pace(model),
            )
        self._intro.setText(
            self.tr(
                "A model writes on this computer and nowhere else. The first one listed is a "
                "good start for Chinese and English."
            )
        )

    def _build(self) -> None:
        title = label(self.tr("Models"), role="title")
        font = title.font()
        font.setPointSizeF(15)
        title.setFont(font)
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4 * GRID, 0, 4 * GRID)
        column.setSpacing(GRID)
        column.addWidget(title)
        column.addWidget(self._intro)
        column.addSpacing(GRID)
        self._list.setSpacing(0)
        column.addLayout(self._list)
        column.addSpacing(GRID)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4 * GRID)
        column.addWidget(EngineSection(self._preferences))
        column.addWidget(hairline())
        column.addWidget(RemoteSection(self._models.remote))
        column.addStretch(1)
        body = QWidget()
        body.setObjectName("modelsBody")
        middle = QHBoxLayout(body)
        middle.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        middle.addWidget(inside, 1)
        middle.addStretch()  # so that the height is reckoned for the width that `inside` has
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _rebuild(self, shown: list[ModelInfo]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        for model in shown:
            row = ModelRow(model.name, self._theme)
            row.install_wanted.connect(self._models.install)
            row.stop_wanted.connect(self._models.cancel)
            row.use_wanted.connect(self._on_use)
            row.measure_wanted.connect(self._models.speeds.measure)
            row.verify_wanted.connect(self._models.verify)
            row.adapter_wanted.connect(self._on_adapter)
            row.no_adapter_wanted.connect(lambda name: self._models.attach(name, None))
            row.remove_wanted.connect(self._models.remove)
            self._rows[model.name] = row
            self._list.addWidget(hairline())
            self._list.addWidget(row)
        self._list.addWidget(hairline())

    def _told_pace(self, model: ModelInfo) -> str:
        """Return how much a model writes a minute on this computer, as far as that is known."""
        speeds = self._models.speeds
        if model.name == speeds.measuring:
            return self.tr("being measured…")
        units, language = speeds.units_a_minute(model, self._models.models)
        if not units:
            return ""
        if language is Language.ZH:
            return self.tr("about {0} characters a minute here").format(f"{units:,}")
        return self.tr("about {0} words a minute here").format(f"{units:,}")

    def _chosen(self, shown: list[ModelInfo]) -> str:
        """Return the model that will write."""
        chosen = best(shown, self._preferences.settings.default_model, total_bytes())
        return "" if chosen is None else chosen.name

    @Slot(str)
    def _on_use(self, name: str) -> None:
        self._preferences.change(default_model=name, remote_on=False)
        self.back_wanted.emit()

    @Slot(str, object, object)
    def _on_progress(self, name: str, done: int, total: int) -> None:
        row = self._rows.get(name)
        if row is not None:
            row.show_progress(done, total)

    @Slot()
    def _on_add(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a model file"), "", self.tr("Models (*.gguf)")
        )
        if file:
            self._models.add(Path(file))

    @Slot(str)
    def _on_adapter(self, name: str) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a LoRA adapter"), "", self.tr("Adapters (*.gguf)")
        )
        if file:
            self._models.attach(name, Path(file))


def _is_shown(model: ModelInfo) -> bool:
    return model.installed or model.role is not Role.TEST
