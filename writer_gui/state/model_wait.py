"""Has the model for a draft ready: chosen off the GUI thread, then loaded by the engine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.state.draft_types import DraftPhase, PhaseKind

if TYPE_CHECKING:
    from writer_gui.background.engine import Engine
    from writer_gui.domain.generation import ModelFile
    from writer_gui.errors import UserError
    from writer_gui.state.model_reading import ChooseModel


class ModelWait(QObject):
    """Waits for one model at a time. `begin` is followed by one `ready` or `failed`, or `stop`."""

    advanced = Signal(object)  # DraftPhase
    ready = Signal(object)  # LoadedModel
    failed = Signal(str)  # a sentence

    def __init__(self, engine: Engine, choose: ChooseModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._choose = choose
        self._asked: object | None = None
        self._is_chosen = False
        engine.state_changed.connect(self._on_engine_state)

    def begin(self) -> None:
        """Have the model chosen and loaded."""
        self._asked, self._is_chosen = object(), False
        self._choose(partial(self._on_chosen, self._asked), partial(self._on_refused, self._asked))

    def stop(self) -> bool:
        """Wait no longer; return whether there was anything to wait for."""
        if self._asked is None:
            return False
        self._asked = None
        self._engine.stop_loading()
        return True

    def _on_chosen(self, asked: object, model: ModelFile) -> None:
        if asked is self._asked:
            self._is_chosen = True
            self._engine.load(model)
            self._on_engine_state(self._engine.state)

    def _on_refused(self, asked: object, error: UserError) -> None:
        if asked is self._asked:
            self._asked = None
            self.failed.emit(str(error))

    @Slot(object)
    def _on_engine_state(self, state: EngineState) -> None:
        """Tell once the model is there, or will not be; what stood before the choice counts not."""
        if self._asked is None or not self._is_chosen:
            return
        if state.phase is EnginePhase.LOADING:
            percent = round(state.progress * 100)
            self.advanced.emit(DraftPhase(PhaseKind.LOADING, percent, 100))
        elif state.phase is EnginePhase.READY and state.model is not None:
            self._asked = None
            self.ready.emit(state.model)
        elif state.failure is not None:
            self._asked = None
            self.failed.emit(state.failure.message)
