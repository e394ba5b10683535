"""The status line: what the model is and does, how much is written, and whether it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.domain.language import Language
from writer_gui.state.autosave import SaveKind, SaveStatus
from writer_gui.state.draft_types import DraftPhase, PhaseKind
from writer_gui.state.remote import far_host
from writer_gui.state.sentences import localized
from writer_gui.text.counting import count_words
from writer_gui.ui.retry_text import retry_text
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named, restyle

if TYPE_CHECKING:
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.models import ModelsState
    from writer_gui.state.workspace import Workspace

COUNT_MS = 400
"""Counting a long story takes milliseconds, so it is not done at every key press."""


class StatusLine(QWidget):
    """Shows; the model's name is also the way to the models."""

    def __init__(self, workspace: Workspace, drafting: DraftingState, models: ModelsState) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = workspace.desk
        self._models = models
        self.model = named(QToolButton(), "modelLabel", self.tr("Model"))
        self._rate = named(label(), "rateLabel", self.tr("Writing speed"))
        self._context = named(label(), "contextLabel", self.tr("Context in use"))
        self._phase = named(label(), "phaseLabel", self.tr("What the model is doing"))
        self._place = named(label(), "placeLabel", self.tr("Where your texts are"))
        self._count = named(label(), "countLabel", self.tr("Length of the story"))
        self._save = named(label(), "saveLabel", self.tr("Whether everything is saved"))
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(2 * GRID)
        for widget in (self.model, self._phase, self._rate, self._context):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._place)
        row.addStretch(1)
        for widget in (self._count, self._save):
            row.addWidget(widget)
        self._connect(workspace, drafting)
        self.show_model()
        self._show_place()
        self._show_save(workspace.desk.autosave.status)

    def _connect(self, workspace: Workspace, drafting: DraftingState) -> None:
        drafting.rate_changed.connect(self._show_rate)
        drafting.stream.context_changed.connect(self._show_context)
        drafting.phase_changed.connect(self._show_phase)
        workspace.desk.autosave.status_changed.connect(self._show_save)
        workspace.desk.changed.connect(self._on_changed)
        workspace.desk.opened.connect(self._show_count)
        self._counting.timeout.connect(self._show_count)
        self._models.changed.connect(self.show_model)
        self._models.engine_changed.connect(self.show_model)
        self._models.remote.changed.connect(self._show_place)
        self._models.engine_changed.connect(self._show_place)

    @Slot()
    def show_model(self) -> None:
        """Show which model is loaded, or what stands in the way."""
        if self.model.isHidden():
            self.model.setText("")
            return
        state: EngineState = self._models.engine_state
        installed = [model for model in self._models.models if model.installed]
        if state.model is not None:
            titles = {model.name: model.title for model in installed}
            self.model.setText(titles.get(state.model.name, state.model.name))
            self.model.setToolTip(self.tr("The model that writes. Click for all models."))
        elif state.phase is EnginePhase.LOADING:
            self.model.setText(self.tr("loading the model…"))
        elif not self._models.has_model:
            self.model.setText(self.tr("no model"))
            self.model.setToolTip(self.tr("Click to install one."))
        else:
            self.model.setText(self.tr("model not loaded yet"))
            self.model.setToolTip(self.tr("It is loaded when it is first needed."))

    @Slot(bool)
    def hide_names(self, hidden: bool) -> None:
        """Hide which model it is, while its texts are chosen between without their names."""
        self.model.setHidden(hidden)
        self.show_model()

    @Slot()
    def _show_place(self) -> None:
        """Say where texts go; also while a server that was turned off is still connected."""
        state: EngineState = self._models.engine_state
        loaded = state.model.path if state.model is not None else ""
        host = self._models.remote.host or far_host(loaded)
        if host:
            self._place.setText(self.tr("texts go to {0}").format(host))
            self._place.setToolTip(
                self.tr("A server writes. Click on the model's name to turn it off.")
            )
        else:
            self._place.setText(self.tr("nothing leaves this computer"))
            self._place.setToolTip("")
        restyle(self._place, "tone", "badge" if host else "")

    @Slot(float)
    def _show_rate(self, rate: float) -> None:
        self._rate.setText(self.tr("{0} tokens/s").format(QLocale().toString(rate, "f", 1)))

    @Slot(int)
    def _show_context(self, used: int) -> None:
        model = self._models.engine_state.model
        if model is None or not model.context:
            self._context.clear()
            return
        numbers, size = QLocale(), model.context
        told = self.tr("{0}/{1} tokens").format(numbers.toString(used), numbers.toString(size))
        self._context.setText(told)
        self._context.setToolTip(self.tr("How much of what the model can see at once is in use"))

    @Slot(object)
    def _show_phase(self, phase: DraftPhase) -> None:
        self._phase.setText(self._phase_text(phase))

    def _phase_text(self, phase: DraftPhase) -> str:
        texts = {
            PhaseKind.IDLE: "",
            PhaseKind.LOADING: self.tr("loading the model, {0} %"),
            PhaseKind.READING: self.tr("reading, {0} of {1} tokens"),
            PhaseKind.THINKING: self.tr("thinking…"),
            PhaseKind.PLANNING: self.tr("planning step {0} of {1}"),
            PhaseKind.WRITING: self.tr("writing section {0} of {1}"),
            PhaseKind.STOPPING: self.tr("stopping…"),
        }
        if phase.again:
            return retry_text(phase)
        if phase.kind is PhaseKind.READING and not phase.total:
            return self.tr("reading…")
        numbers = QLocale()
        if phase.kind is PhaseKind.THINKING and phase.characters:
            told = self.tr("thinking… {0} characters")
            return told.format(numbers.toString(phase.characters))
        return texts[phase.kind].format(
            numbers.toString(phase.place), numbers.toString(phase.total)
        )

    @Slot()
    def _on_changed(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    @Slot()
    def _show_count(self) -> None:
        draft = self._desk.draft
        count = count_words(draft.story.text, draft.prompt.language)
        is_chinese = draft.prompt.language is Language.ZH
        unit = self.tr("{0} characters") if is_chinese else self.tr("{0} words")
        self._count.setText(unit.format(QLocale().toString(count)))

    @Slot(object)
    def _show_save(self, status: SaveStatus) -> None:
        if status.kind is SaveKind.FAILED:
            self._save.setText(self.tr("Not saved: {0}").format(localized(status.problem)))
        elif status.kind is SaveKind.PENDING:
            self._save.setText(self.tr("Saving…"))
        elif status.at is None:
            self._save.setText(self.tr("Saved"))
        else:
            self._save.setText(self.tr("Saved {0}").format(status.at.strftime("%H:%M")))
