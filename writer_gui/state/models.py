"""The models of this computer: which there are, which is loaded, and the one being installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.errors import UserError
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.background.engine import Engine, EngineState
    from writer_gui.background.install_process import InstallProcess
    from writer_gui.inference.collection import ModelCollection
    from writer_gui.inference.model_info import ModelInfo
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
        self._installer = installer
        self._models: list[ModelInfo] = []
        self._installing = ""
        self._is_verifying = False
        remote.changed.connect(self.changed)
        remote.notice.connect(self.notice)
        engine.state_changed.connect(self.engine_changed)
        speeds.notice.connect(self.notice)
        installer.progress.connect(self._on_progress)
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
        """Whether there is anything to write with."""
        return self.remote.is_on or any(
            model.installed and not model.problem for model in self._models
        )

    @property
    def installing(self) -> str:
        """The name of the model being installed, or the path of one being added; "" for none."""
        return self._installing

    @Slot()
    def refresh(self) -> None:
        """Look again which models there are."""
        try:
            self._models = self._collection.models()
        except UserError as error:
            self.notice.emit(Notice(str(error)))
        self.changed.emit()

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
        try:
            model = self._collection.attach(name, adapter)
        except (UserError, OSError) as error:
            self.notice.emit(Notice(str(error)))
            return
        told = (
            self.tr("{0} is loaded with the adapter from the next text on.")
            if model.lora
            else self.tr("{0} is loaded without an adapter from the next text on.")
        )
        self._tell(told.format(model.title))
        self.refresh()

    @Slot(str)
    def detach(self, name: str) -> None:
        """Have no LoRA adapter loaded with a model any more."""
        self.attach(name, None)

    @Slot(str)
    def remove(self, name: str) -> None:
        """Delete an installed model from this computer; a file of the writer's is forgotten."""
        try:
            model = self._collection.remove(name)
        except (UserError, OSError) as error:
            self.notice.emit(Notice(str(error)))
        else:
            self._tell(self.tr("{0} is removed.").format(model.title))
        self.refresh()

    @Slot()
    def cancel(self) -> None:
        """Stop installing; what has arrived is kept."""
        self._installer.cancel()

    def _begin(self, name: str) -> bool:
        if self._installing:
            self._tell(self.tr("Another model is being installed; wait for it or stop it first."))
            return False
        self._installing = name
        self.installing_changed.emit()
        return True

    @Slot(object, object)
    def _on_progress(self, done: int, total: int) -> None:
        self.progress.emit(self._installing, done, total)

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
