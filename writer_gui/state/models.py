"""The models of this computer: which there are, which is loaded, and the one being installed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.background.engine import Engine, EngineState
    from writer_gui.background.install_process import InstallProcess
    from writer_gui.errors import UserError
    from writer_gui.inference.collection import ModelCollection
    from writer_gui.inference.model_info import ModelInfo
    from writer_gui.state.model_reading import ModelReading
    from writer_gui.state.model_speeds import ModelSpeeds
    from writer_gui.state.remote import RemoteState


class ModelsState(QObject):
    """Owns the list of models. One is installed at a time.

    `remote` is the server that may write instead of them.
    """

    changed = Signal()  # the list
    engine_changed = Signal(object)  # EngineState
    progress = Signal(str, object, object)  # model, bytes done, bytes in all: more than a C int
    installing_changed = Signal()
    notice = Signal(object)  # Notice

    def __init__(
        self,
        engine: Engine,
        collection: ModelCollection,
        reading: ModelReading,
        installer: InstallProcess,
        speeds: ModelSpeeds,
        remote: RemoteState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.speeds = speeds
        self.remote = remote
        self._engine = engine
        self._collection = collection
        self._reading = reading
        self._installer = installer
        self._models: list[ModelInfo] = []
        self._is_known = False
        self._installing = ""
        self._is_verifying = False
        remote.changed.connect(self.changed)
        remote.notice.connect(self.notice)
        engine.state_changed.connect(self.engine_changed)
        speeds.notice.connect(self.notice)
        installer.progress.connect(
            lambda done, total: self.progress.emit(self._installing, done, total)
        )
        installer.finished.connect(self._on_finished)
        installer.failed.connect(self._on_failed)

    @property
    def models(self) -> list[ModelInfo]:
        """The models of the catalogue and the writer's own."""
        return self._models

    @property
    def engine_state(self) -> EngineState:
        """Where the engine stands."""
        return self._engine.state

    @property
    def has_model(self) -> bool:
        """Whether there is anything to write with, as far as is known."""
        is_one_there = any(model.installed and not model.problem for model in self._models)
        return self.remote.is_on or is_one_there or not self._is_known

    @property
    def installing(self) -> str:
        """The name of the model being installed, or the path of one being added; "" for none."""
        return self._installing

    @Slot()
    def refresh(self) -> None:
        """Look again which models there are."""
        self._reading.run(
            lambda _watch: self._collection.models(), self._on_models, self._on_refused
        )

    @Slot(str)
    def install(self, name: str) -> None:
        """Begin to install a model of the catalogue."""
        if self._begin(name):
            self._installer.install(name)

    def add(self, path: Path) -> None:
        """Begin to take in a model file of the writer's, which is used where it lies."""
        if self._begin(str(path)):
            self._installer.add(str(path))

    @Slot(str)
    def verify(self, name: str) -> None:
        """Begin to read a whole model file and compare its hash."""
        if self._begin(name):
            self._is_verifying = True
            self._installer.verify(name)

    def attach(self, name: str, adapter: Path | None) -> None:
        """Have a LoRA adapter loaded with a model from now on, or none."""
        told = (
            self.tr("{0} is loaded with the adapter from the next text on.")
            if adapter is not None
            else self.tr("{0} is loaded without an adapter from the next text on.")
        )
        self._reading.run(
            lambda _watch: self._collection.attach(name, adapter),
            partial(self._on_changed, told),
            self._on_refused,
        )

    @Slot(str)
    def remove(self, name: str) -> None:
        """Delete an installed model from this computer; a file of the writer's is forgotten."""
        self._reading.run(
            lambda _watch: self._collection.remove(name),
            partial(self._on_changed, self.tr("{0} is removed.")),
            self._on_refused,
        )

    @Slot()
    def cancel(self) -> None:
        """Stop installing; what has arrived is kept."""
        self._installer.cancel()

    def _on_changed(self, told: str, model: ModelInfo) -> None:
        self._tell(told.format(model.title))
        self.refresh()

    def _on_models(self, models: list[ModelInfo]) -> None:
        self._models, self._is_known = models, True
        self.changed.emit()

    def _on_refused(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
        self.changed.emit()

    def _begin(self, name: str) -> bool:
        if self._installing:
            self._tell(self.tr("Another model is being installed; wait for it or stop it first."))
            return False
        self._installing = name
        self.installing_changed.emit()
        return True

    @Slot(object)
    def _on_finished(self, model: ModelInfo) -> None:
        told = (
            self.tr("{0} is intact: its SHA-256 matches.")
            if self._is_verifying
            else self.tr("{0} is ready; you can write with it now.")
        )
        self._end()
        self._tell(told.format(model.title))

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._end()
        self.notice.emit(Notice(sentence))

    def _end(self) -> None:
        self._installing = ""
        self._is_verifying = False
        self.refresh()
        self.installing_changed.emit()

    def _tell(self, text: str) -> None:
        self.notice.emit(Notice(text, passing=True))
