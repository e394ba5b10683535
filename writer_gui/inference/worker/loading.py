"""From a file to a native model: what is checked before llama.cpp sees it, and how it is stopped.

llama.cpp aborts the process on some damaged files, so the header is read by a bounded reader of
our own first, and memory is counted before it is asked for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import llama_cpp
import psutil

from writer_gui.domain.generation import EngineFailure, FailureKind
from writer_gui.errors import UserError
from writer_gui.inference.gguf import Header, read_header
from writer_gui.inference.memory import WORKING_BYTES
from writer_gui.inference.protocol import CacheType

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.domain.generation import ModelFile
    from writer_gui.inference.protocol import EngineOptions
    from writer_gui.inference.worker.native import LogTail

_Q8_SHARE = 34 / 64
"""Bytes of a block of 32 numbers as q8_0 over the same at 16 bits."""


class Stop(Protocol):
    """Says at any time whether a load is to be given up."""

    @property
    def is_set(self) -> bool:
        """Whether it is."""


class LoadError(Exception):
    """A model could not be loaded; carries the failure to report."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.failure = EngineFailure(kind, message)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model fits in memory: tokens of context per sequence, and how many sequences."""

    context: int
    sequences: int
    cache_bytes: int


def checked_header(file: ModelFile) -> Header:
    """Return the header of a model file that can be tried. Raises LoadError."""
    path = Path(file.path)
    try:
        header = read_header(path)
    except UserError as error:
        missing = not path.is_file()
        kind = FailureKind.NO_MODEL if missing else FailureKind.BAD_MODEL
        raise LoadError(kind, str(error)) from error
    if header.kind != "model":
        raise LoadError(
            FailureKind.BAD_MODEL,
            f"{path.name} holds no language model ({header.kind}); choose another file.",
        )
    return header


def fit(header: Header, options: EngineOptions, available: int | None = None) -> Fit:
    """Return the most sequences up to those wished for that memory holds. Raises LoadError."""
    free = psutil.virtual_memory().available if available is None else available
    context = min(options.context, header.context or options.context)
    share = _Q8_SHARE if options.cache_type is CacheType.Q8_0 else 1.0
    per_sequence = round(header.cache_bytes * context * share)
    needed = header.file_bytes + WORKING_BYTES
    for sequences in range(options.sequences, 0, -1):
        if needed + per_sequence * sequences <= free:
            return Fit(context, sequences, per_sequence * sequences)
    raise LoadError(
        FailureKind.NOT_ENOUGH_MEMORY,
        f"This model needs about {_gib(needed + per_sequence)} GiB of memory with {context:,} "
        f"tokens of context and {_gib(free)} GiB are free; close other programs, or choose a "
        "smaller model or a shorter context.",
    )


def check_wanted(stop: Stop) -> None:
    """Raise LoadError where a load is to be given up."""
    if stop.is_set:
        raise LoadError(
            FailureKind.NO_MODEL, "Loading the model was stopped; choose a model to go on."
        )


def open_model(
    path: str, stop: Stop, tail: LogTail, on_progress: Callable[[float], None]
) -> object:
    """Return the native model. Raises LoadError, also when `stop` is set meanwhile."""

    def progress(value: float, _data: object) -> bool:
        on_progress(float(value))
        return not stop.is_set

    wanted = llama_cpp.llama_model_default_params()
    callback = llama_cpp.llama_progress_callback(progress)
    wanted.progress_callback = callback
    tail.clear()
    handle = llama_cpp.llama_model_load_from_file(os.fsencode(path), wanted)
    if handle:
        return handle
    check_wanted(stop)
    raise LoadError(
        FailureKind.BAD_MODEL,
        f"{Path(path).name} cannot be loaded ({tail.reason()}); the file may be damaged or only "
        "half downloaded: install it again or choose another model.",
    )


def open_adapter(model: object, path: str, tail: LogTail) -> object:
    """Return a LoRA adapter for a model. Raises LoadError."""
    file = Path(path)
    try:
        header = read_header(file)
    except UserError as error:
        raise LoadError(FailureKind.BAD_MODEL, str(error)) from error
    tail.clear()
    adapter = (
        llama_cpp.llama_adapter_lora_init(model, os.fsencode(path))
        if header.kind == "adapter"
        else None
    )
    if not adapter:
        why = tail.reason() if header.kind == "adapter" else "it is no adapter"
        raise LoadError(
            FailureKind.BAD_MODEL,
            f"The LoRA adapter {file.name} does not fit this model ({why}); detach it or choose "
            "one made for this model.",
        )
    return adapter


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f}"
