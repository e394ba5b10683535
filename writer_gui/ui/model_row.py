"""One model in the list: what it is, what it needs, and what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.language import Language
from writer_gui.state.sentences import localized
from writer_gui.ui.names import language_name, size_text
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, label, named, restyle

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from writer_gui.inference.model_info import ModelInfo
    from writer_gui.ui.theme import Theme

STEPS = 1000


class ModelRow(QWidget):
    """Shows one model and tells what the writer wants of it."""

    install_wanted = Signal(str)
    stop_wanted = Signal()
    use_wanted = Signal(str)
    measure_wanted = Signal(str)
    verify_wanted = Signal(str)
    adapter_wanted = Signal(str)
    no_adapter_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self._name = name
        self._title = label(role="title")
        self._facts = label(tone="muted")
        self._facts.setWordWrap(True)
        self._details = label(tone="muted")
        self._details.setWordWrap(True)
        self._state = label(tone="muted")
        self._progress = named(QProgressBar(), f"modelProgress_{name}", self.tr("Progress"))
        self._progress.setRange(0, STEPS)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._button = named(QPushButton(), f"modelButton_{name}", "")
        self._more = named(
            IconButton(theme, "more", self.tr("More")), f"modelMore_{name}", self.tr("More")
        )
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._remove = self._filled_menu()
        self._is_installing = False
        self._is_installed = False
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        words.addWidget(self._details)
        words.addSpacing(GRID // 2)
        words.addWidget(self._progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2 * GRID, 0, 2 * GRID)
        row.setSpacing(2 * GRID)
        row.addLayout(words, 1)
        row.addWidget(self._state)
        row.addWidget(self._button)
        row.addWidget(self._more)
        row.setAlignment(self._button, Qt.AlignmentFlag.AlignVCenter)
        self._button.clicked.connect(self._on_clicked)

    def show_model(
        self,
        model: ModelInfo,
        *,
        is_chosen: bool,
        is_installing: bool,
        may_install: bool,
        pace: str,
    ) -> None:
        """Show the model as it is now; `pace` says how fast it writes here, "" where unknown."""
        self._is_installing = is_installing
        self._is_installed = model.installed and not model.problem
        self._title.setText(model.title)
        self._facts.setText(localized(model.problem) or self._told_facts(model))
        self._details.setText(self._told_details(model, pace))
        self._details.setVisible(bool(self._details.text()))
        self._more.setVisible(self._is_installed and not is_installing)
        self._no_adapter.setVisible(bool(model.lora))
        self._more.setAccessibleDescription(model.title)
        self._remove.setText(
            self.tr("Take it off the list; the file stays")
            if model.own
            else self.tr("Delete {0} from this computer").format(size_text(model.bytes))
        )
        self._progress.setVisible(is_installing)
        if not is_installing:
            self._progress.setValue(0)
            self._state.setText(self._told_state(model, is_chosen))
        text, enabled = self._offer(is_chosen=is_chosen, may_install=may_install)
        self._button.setText(text)
        self._button.setAccessibleName(f"{text}: {model.title}" if text else model.title)
        self._button.setVisible(bool(text))
        self._button.setEnabled(enabled)
        is_first_step = model.role == "default" and not model.installed and not is_installing
        restyle(self._button, "primary", "true" if is_first_step else "false")

    def show_progress(self, done: int, total: int) -> None:
        """Show how much has arrived."""
        if total > 0:
            self._progress.setValue(round(done / total * STEPS))
            told = self.tr("{0} of {1}").format(size_text(done), size_text(total))
            self._state.setText(told)

    def _offer(self, *, is_chosen: bool, may_install: bool) -> tuple[str, bool]:
        if self._is_installing:
            return self.tr("Stop"), True
        if not self._is_installed:
            return self.tr("Install"), may_install
        return ("" if is_chosen else self.tr("Write with this")), True

    def _told_state(self, model: ModelInfo, is_chosen: bool) -> str:
        if is_chosen:
            return self.tr("writes for you")
        if model.own:
            return self.tr("your file")
        return self.tr("installed") if model.installed else ""

    def _told_facts(self, model: ModelInfo) -> str:
        facts = [size_text(model.bytes)]
        if model.memory_bytes:
            facts.append(self.tr("about {0} of memory").format(size_text(model.memory_bytes)))
        known = {language.value for language in Language}
        languages = [language_name(Language(code)) for code in model.languages if code in known]
        if languages:
            facts.append(self.tr(", ").join(languages))
        if model.licence:
            facts.append(model.licence)
        return "  ·  ".join(facts)

    def _told_details(self, model: ModelInfo, pace: str) -> str:
        details = [model.architecture, model.quantization] if model.installed else []
        if model.installed and model.context:
            details.append(self.tr("context of {0} tokens").format(f"{model.context:,}"))
        if model.lora:
            details.append(self.tr("with {0}").format(Path(model.lora).name))
        return "  ·  ".join(detail for detail in (*details, pace) if detail)

    def _filled_menu(self) -> QAction:
        """Fill the menu; return the action that removes, which lies a step deeper than others."""
        for text, signal in (
            (self.tr("Measure its speed"), self.measure_wanted),
            (self.tr("Check the file"), self.verify_wanted),
            (self.tr("Load a LoRA adapter with it…"), self.adapter_wanted),
            (self.tr("Load it without an adapter"), self.no_adapter_wanted),
        ):
            action = self._menu.addAction(text)
            action.triggered.connect(lambda _=False, wanted=signal: wanted.emit(self._name))
        self._no_adapter = action
        self._menu.addSeparator()
        remove = self._menu.addMenu(self.tr("Remove")).addAction("")
        remove.triggered.connect(lambda: self.remove_wanted.emit(self._name))
        return remove

    def _on_clicked(self) -> None:
        if self._is_installing:
            self.stop_wanted.emit()
        elif self._is_installed:
            self.use_wanted.emit(self._name)
        else:
            self.install_wanted.emit(self._name)
