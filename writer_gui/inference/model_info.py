"""A model as it is listed, whether it can be had, is installed or is a file of the writer's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.inference import memory
from writer_gui.inference.catalog import Role
from writer_gui.inference.parts import is_later_part, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from writer_gui.inference.catalog import CatalogModel
    from writer_gui.inference.gguf import Header
    from writer_gui.inference.known_files import KnownFile

RECURRENT = {"arwkv7", "mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7"}
HYBRID = {
    *("falcon-h1", "granitehybrid", "jamba", "kimi-linear", "lfm2", "lfm2moe", "nemotron_h"),
    *("nemotron_h_moe", "plamo2", "qwen35", "qwen35moe", "qwen3next"),
}
"""Architectures that keep a running state instead of a memory of each token, all or in part.

Such a state cannot be cut back to an earlier token, so after an edit everything is read again.
From `llm_arch_is_recurrent` and `llm_arch_is_hybrid` of llama.cpp, which the worker asks
(`worker/model.py`); here it has to be known of models that are not on this computer.
"""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model. `file` is its path where it is on this computer, else its file's name.

    `bytes` and `sha256` are those of all its files in order where it is split into several.
    `own`: the writer's file, used in place. `problem`: why a file that is there cannot be used.
    `has_template`: whether the file says how it wants to be talked to. Absent facts are empty or 0.
    `prose_zh`, `prose_en` and `read_bytes` as in `CatalogModel`.
    """

    name: str
    title: str
    file: str
    sha256: str
    bytes: int
    architecture: str
    context: int
    quantization: str
    licence: str
    languages: tuple[str, ...]
    parameters: int
    memory_bytes: int
    role: Role
    installed: bool
    own: bool = False
    has_template: bool = True
    lora: str = ""
    problem: str = ""
    prose_zh: int = 0
    prose_en: int = 0
    read_bytes: int = 0

    @property
    def is_slow_to_edit(self) -> bool:
        """Whether everything has to be read again after an edit."""
        return self.architecture in RECURRENT | HYBRID

    @property
    def bytes_a_token(self) -> int:
        """How many bytes of the file are read for each token that is written."""
        return self.read_bytes or self.bytes

    @property
    def next_step(self) -> str:
        """Why this model cannot be loaded and what to do about it, as one or two sentences."""
        if self.problem:
            return f"{self.title} cannot be used: {self.problem}"
        return (
            f"{self.title} is not installed. "
            f"Install it with 'writer-gui models install {self.name}' or in the window."
        )


def best(models: Iterable[ModelInfo], preferred: str, room: int) -> ModelInfo | None:
    """Return the model that writes for a writer who names none; None where none is installed.

    That is the preferred one, else the default, else the largest that fits into `room` bytes.
    """
    usable = [model for model in models if model.installed and not model.problem]
    return max(
        usable,
        key=lambda model: (
            model.name == preferred,
            model.role is Role.DEFAULT,
            model.memory_bytes <= room,
            model.role is not Role.TEST,
            model.bytes,
        ),
        default=None,
    )


def of_catalog(model: CatalogModel, directory: Path, lora: str = "") -> ModelInfo:
    """Describe a model of the catalogue and whether its file lies in `directory`."""
    path = directory / model.file
    there = path.stat().st_size if path.is_file() else None
    problem = ""
    if there is not None and there != model.bytes:
        problem = f"{path} has {there:,} of {model.bytes:,} bytes. Install the model again."
    return ModelInfo(
        name=model.name,
        title=model.title,
        file=model.file if there is None else str(path),
        sha256=model.sha256,
        bytes=model.bytes,
        architecture=model.architecture,
        context=model.context,
        quantization=model.quantization,
        licence=model.licence,
        languages=model.languages,
        parameters=model.parameters,
        memory_bytes=model.memory_bytes,
        role=model.role,
        installed=there == model.bytes,
        lora=lora,
        problem=problem,
        prose_zh=model.prose_zh,
        prose_en=model.prose_en,
        read_bytes=model.read_bytes,
    )


def of_file(known: KnownFile) -> ModelInfo:
    """Describe a file of the writer's from what is known of it."""
    path, header = Path(known.path), known.header
    problem = _problem(path, header)
    return ModelInfo(
        name=known.name or path.stem,
        title=(header.name if header else "") or path.stem,
        file=known.path,
        sha256=known.sha256,
        bytes=known.bytes,
        architecture=header.architecture if header else "",
        context=header.context if header else 0,
        quantization=header.quantization if header else "",
        licence=header.licence if header else "",
        languages=(),
        parameters=header.parameters if header else 0,
        memory_bytes=memory.needed_bytes(known.bytes, header.cache_bytes if header else 0),
        role=Role.OWN,
        installed=not problem,
        own=True,
        has_template=bool(header and header.has_template),
        lora=known.lora,
        problem=problem,
    )


def check_is_model(header: Header, path: Path) -> None:
    """Refuse GGUF files that hold something else than a language model. Raises UserError."""
    if header.kind == "adapter":
        raise UserError(
            f"{path.name} is a LoRA adapter. "
            f"Attach it to its model with 'writer-gui models attach NAME {path}'."
        )
    if header.kind != "model" or header.architecture == "clip":
        raise UserError(
            f"{path.name} holds no language model but a part of one ({header.kind}). "
            "Choose the model's main file."
        )


def check_is_adapter(header: Header, path: Path, model: ModelInfo) -> None:
    """Refuse what is no LoRA adapter, or one for another kind of model. Raises UserError."""
    if header.kind != "adapter":
        raise UserError(f"{path.name} is no LoRA adapter. Choose a GGUF file of one.")
    if header.architecture != model.architecture:
        raise UserError(
            f"{path.name} is an adapter for {header.architecture} models and {model.title} is a "
            f"{model.architecture} model. Choose an adapter made for it."
        )


def _problem(path: Path, header: Header | None) -> str:
    """Return why a file cannot be loaded, or nothing."""
    if header is None and path.exists():
        return f"{path} is damaged or no GGUF model file. Copy or install it again."
    if header is None:
        return f"{path} is gone. Put it back, or remove it from the list."
    if header.parts > 1 and is_later_part(path):
        return "it is a later part of a model. Add the file whose name has 00001."
    for part in parts_of(path, header.parts):
        if not part.is_file():
            return f"{part.name} is missing. Put it beside {path.name}."
    return ""
