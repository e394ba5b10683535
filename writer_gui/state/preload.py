"""Loads the model when the window opens, unless doing so ended badly the last time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.errors import UserError
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

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
        try:
            model = self._core.choose_model()
        except UserError:
            return  # no model yet; the window says so where it matters
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
        self._load()

    @Slot()
    def reload(self) -> None:
        """Load what the settings now say; what is being written is not disturbed."""
        if not self._core.drafting.busy:
            self._load()

    def _load(self) -> None:
        try:
            self._core.engine.load(self._core.choose_model())
        except UserError as error:
            self._core.engine.close()
            self.notice.emit(Notice(str(error)))

    @Slot(object)
    def _on_engine_state(self, state: EngineState) -> None:
        crashed = state.failure is not None and state.failure.worker_died
        try:
            if state.phase is EnginePhase.LOADING:
                if not state.progress:
                    self._mark.write_text(self._core.choose_model().path, encoding="utf-8")
            elif not (state.phase is EnginePhase.BROKEN and crashed):
                self._mark.unlink(missing_ok=True)
        except (OSError, UserError) as error:
            log.info("no mark for a loading model: %s", error)
        if state.phase is EnginePhase.BROKEN and state.failure is not None:
            self.notice.emit(Notice(state.failure.message))

    def _marked(self) -> str:
        try:
            return self._mark.read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            return ""
