"""Loads the model when the window opens, unless doing so ended badly the last time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.domain.generation import ModelFile
    from writer_gui.errors import UserError
    from writer_gui.state.core import Core

log = logging.getLogger(__name__)


class ModelPreload(QObject):
    """Marks in a file that a model is being loaded, so that a crash in it is not repeated.

    The mark holds the path of the model. It stays when the engine, the whole program or the
    computer goes down while loading; then the writer is asked first.
    """

    notice = Signal(object)  # Notice

    def __init__(self, core: Core, mark: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._mark = mark
        core.engine.state_changed.connect(self._on_engine_state)

    def start(self) -> None:
        """Load the model that would be used, if there is one."""
        self._core.choose_model(self._begin, _say_nothing)

    def _begin(self, model: ModelFile) -> None:
        if self._marked() == model.path:
            self.notice.emit(
                Notice(
                    self.tr(
                        "The model {0} did not finish loading the last time, so it waits."
                    ).format(model.name),
                    self.tr("Load it"),
                    self._load,
                )
            )
            return
        self._on_chosen(model)

    @Slot()
    def reload(self) -> None:
        """Load what the settings now say; what is being written is not disturbed."""
        if not self._core.drafting.busy:
            self._load()

    def _load(self) -> None:
        self._core.choose_model(self._on_chosen, self._on_refused)

    def _on_chosen(self, model: ModelFile) -> None:
        """Load it, unless a draft was begun meanwhile, which has its own loaded."""
        if not self._core.drafting.busy:
            self._core.engine.load(model)

    def _on_refused(self, error: UserError) -> None:
        if not self._core.drafting.busy:
            self._core.engine.close()
            self.notice.emit(Notice(str(error)))

    @Slot(object)
    def _on_engine_state(self, state: EngineState) -> None:
        crashed = state.failure is not None and state.failure.worker_died
        try:
            if state.phase is EnginePhase.LOADING:
                if not state.progress and state.wanted is not None:
                    self._mark.write_text(state.wanted.model.path, encoding="utf-8")
            elif not (state.phase is EnginePhase.BROKEN and crashed):
                self._mark.unlink(missing_ok=True)
        except OSError as error:
            log.info("no mark for a loading model: %s", error)
        if state.phase is EnginePhase.BROKEN and state.failure is not None:
            self.notice.emit(Notice(state.failure.message))

    def _marked(self) -> str:
        try:
            return self._mark.read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            return ""


def _say_nothing(_error: UserError) -> None:
    """Leave it to the window, which says where it matters that there is no model yet."""
