"""Models that are not there, for the window to list, install and load."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.domain.generation import ModelFile
from writer_gui.errors import UserError
from writer_gui.inference.catalog import Role
from writer_gui.inference.model_info import ModelInfo
from writer_gui.inference.protocol import LoadedModel

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ModelInfo(
    name="small",
    title="Small 1.5B",
    file="small.gguf",
    sha256="0" * 64,
    bytes=1_117_320_768,
    architecture="qwen2",
    context=32768,
    quantization="Q4_K_M",
    licence="Apache-2.0",
    languages=("zh", "en"),
    parameters=1_540_000_000,
    memory_bytes=1_900_000_000,
    role=Role.DEFAULT,
    installed=False,
)
LARGE = replace(
    SMALL, name="large", title="Large 8B", file="large.gguf", bytes=5_000_000_000, role=Role.BETTER
)


class FakeEngine(QObject):
    """Stands where a test says."""

    state_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = EngineState()

    def set_ready(self, name: str = "small") -> None:
        self.state = EngineState(EnginePhase.READY, LoadedModel(name), 1.0)
        self.state_changed.emit(self.state)


class FakeCollection:
    """Has the two models above; either may be installed."""

    def __init__(self) -> None:
        self.installed: set[str] = set()
        self.adapters: dict[str, str] = {}
        self.renamed: dict[str, str] = {}

    def models(self) -> list[ModelInfo]:
        return [
            replace(
                m,
                title=self.renamed.get(m.name, m.title),
                installed=m.name in self.installed,
                lora=self.adapters.get(m.name, ""),
            )
            for m in (SMALL, LARGE)
        ]

    def choose(self, name: str) -> ModelFile:
        return ModelFile(name, f"{name}.gguf")

    def attach(self, name: str, adapter: Path | None) -> ModelInfo:
        if adapter is not None and adapter.suffix != ".gguf":
            raise UserError(f"{adapter.name} is no LoRA adapter. Choose a GGUF file of one.")
        self.adapters[name] = str(adapter or "")
        (model,) = (m for m in self.models() if m.name == name)
        return model

    def remove(self, name: str) -> ModelInfo:
        (model,) = (m for m in self.models() if m.name == name)
        self.installed.discard(name)
        return model


class FakeInstaller(QObject):
    """Installs when a test says so."""

    progress = Signal(object, object)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, collection: FakeCollection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.wanted = ""
        self.cancelled = False

    def install(self, name: str) -> None:
        self.wanted = name

    def add(self, path: str) -> None:
        self.wanted = path

    def verify(self, name: str) -> None:
        self.wanted = f"verify {name}"

    def cancel(self) -> None:
        self.cancelled = True

    def finish(self) -> None:
        self._collection.installed.add(self.wanted)
        self.finished.emit(SMALL)
