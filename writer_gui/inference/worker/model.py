"""A loaded model: its handles, its vocabulary and one context. Nothing here decodes."""

from __future__ import annotations

import ctypes
import logging
import os
from collections import deque
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import llama_cpp
import psutil

from writer_gui.domain.generation import EngineFailure, FailureKind
from writer_gui.inference.protocol import EngineOptions, LoadedModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.domain.generation import ModelFile

log = logging.getLogger(__name__)

MEMORY_RESERVE = 400 * 2**20
"""Bytes left to the rest of the machine when judging whether a model fits."""

_PIECE_BYTES = 256
_WARNING = 3  # GGML_LOG_LEVEL_WARN, which llama-cpp-python does not name
_MESSAGES_KEPT = 40


class LoadError(Exception):
    """A model could not be loaded; carries the failure to report."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.failure = EngineFailure(kind, message)


class LogTail:
    """The last lines llama.cpp wrote: the best evidence when a file cannot be loaded."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=_MESSAGES_KEPT)
        self._callback = llama_cpp.llama_log_callback(self._on_line)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))

    def _on_line(self, level: int, text: bytes, _data: object) -> None:
        line = text.decode("utf-8", "replace").strip()
        if line and level >= _WARNING:
            self.lines.append(line)


class AbortFlag:
    """A byte that stops llama.cpp in the middle of a graph when it is set, from any thread.

    The native callback is `strlen` on that byte: a Python function would need the interpreter
    lock hundreds of times per token.
    """

    def __init__(self) -> None:
        self._byte = ctypes.create_string_buffer(2)
        strlen = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p).value
        self._callback = llama_cpp.ggml_abort_callback(strlen)

    def attach(self, context: object) -> None:
        data = ctypes.cast(self._byte, ctypes.c_void_p)
        llama_cpp.llama_set_abort_callback(context, self._callback, data)

    def set(self) -> None:
        self._byte[0] = b"\x01"

    def clear(self) -> None:
        self._byte[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        return self._byte[0] != b"\x00"


class Model:
    """Owns the native model and context until `close`."""

    def __init__(
        self,
        file: ModelFile,
        options: EngineOptions,
        abort: AbortFlag,
        tail: LogTail,
        on_progress: Callable[[float], None],
    ) -> None:
        """Load a file. Raises LoadError, also when `abort` is set meanwhile."""
        _check_file(file.path)
        self.options = options
        self._handle = _load(file.path, abort, tail, on_progress)
        self.vocab = llama_cpp.llama_model_get_vocab(self._handle)
        self.vocab_size = int(llama_cpp.llama_vocab_n_tokens(self.vocab))
        trained = int(llama_cpp.llama_model_n_ctx_train(self._handle))
        self.context_tokens = min(options.context, trained or options.context)
        self.threads = options.threads or usable_cores()
        self.context = self._make_context(tail)
        self.memory = llama_cpp.llama_get_memory(self.context)
        abort.attach(self.context)
        self.can_cut = not (
            llama_cpp.llama_model_is_recurrent(self._handle)
            or llama_cpp.llama_model_is_hybrid(self._handle)
        )
        self.loaded = self._describe(file, trained)

    def _make_context(self, tail: LogTail) -> object:
        wanted = llama_cpp.llama_context_default_params()
        # One buffer per sequence: results then do not depend on what other sequences hold.
        wanted.kv_unified = False
        wanted.n_seq_max = self.options.sequences
        wanted.n_ctx = self.context_tokens * self.options.sequences
        wanted.n_batch = wanted.n_ubatch = max(self.options.read_chunk, self.options.sequences)
        wanted.n_threads = wanted.n_threads_batch = self.threads
        wanted.flash_attn_type = (
            llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
            if self.options.flash_attention
            else llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        )
        wanted.no_perf = True
        context = llama_cpp.llama_init_from_model(self._handle, wanted)
        if not context:
            llama_cpp.llama_model_free(self._handle)
            raise LoadError(
                FailureKind.NOT_ENOUGH_MEMORY,
                f"The model has no room for {self.context_tokens:,} tokens of context "
                f"({_last(tail)}); choose a smaller context or a smaller model.",
            )
        return context

    def _describe(self, file: ModelFile, trained: int) -> LoadedModel:
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_desc(self._handle, buffer, 256)
        return LoadedModel(
            name=file.name,
            path=file.path,
            sha256=file.sha256,
            description=buffer.value.decode("utf-8", "replace"),
            context=self.context_tokens,
            trained_context=trained,
            parameters=int(llama_cpp.llama_model_n_params(self._handle)),
            bytes=int(llama_cpp.llama_model_size(self._handle)),
            can_cut=self.can_cut,
            threads=self.threads,
        )

    def chat_template(self) -> str | None:
        """Return the template the file carries, or None."""
        template = llama_cpp.llama_model_chat_template(self._handle, None)
        return template.decode("utf-8", "replace") if template else None

    def tokenize(self, text: str, *, control: bool = False) -> list[int]:
        """Return the tokens of a text. With `control`, names of control tokens become them."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self.vocab, data, len(data), tokens, room, False, control)
        return list(tokens[: max(0, count)])

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token, control tokens as nothing, however long they are."""
        size = _PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama_cpp.llama_token_to_piece(self.vocab, token, buffer, size, 0, False)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    @cached_property
    def pieces(self) -> list[bytes]:
        """The bytes of every token of the vocabulary."""
        return [self.piece(token) for token in range(self.vocab_size)]

    @cached_property
    def end_tokens(self) -> frozenset[int]:
        """The tokens by which the model says that it has done."""
        return frozenset(
            t for t in range(self.vocab_size) if llama_cpp.llama_vocab_is_eog(self.vocab, t)
        )

    @cached_property
    def bos(self) -> int | None:
        """The token every text of this model begins with, if it has one."""
        if not llama_cpp.llama_vocab_get_add_bos(self.vocab):
            return None
        return int(llama_cpp.llama_vocab_bos(self.vocab))

    def special_text(self, token: int) -> str:
        """Return the name of a control token, as templates write it."""
        text = llama_cpp.llama_vocab_get_text(self.vocab, token) if token >= 0 else None
        return text.decode("utf-8", "replace") if text else ""

    def close(self) -> None:
        """Free the context before the model."""
        llama_cpp.llama_free(self.context)
        llama_cpp.llama_model_free(self._handle)


def usable_cores() -> int:
    """Return the physical cores within the affinity mask: hyperthreads only slow llama.cpp down."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    physical = psutil.cpu_count(logical=False) or usable
    return max(1, min(usable or 1, physical or 1))


def _check_file(path: str) -> None:
    file = Path(path)
    try:
        size = file.stat().st_size
        with file.open("rb") as start:
            magic = start.read(4)
    except OSError as error:
        raise LoadError(
            FailureKind.NO_MODEL,
            f"The model file {file.name} cannot be opened ({error.strerror}); choose another "
            "model or install it again.",
        ) from error
    if magic != b"GGUF":
        raise LoadError(
            FailureKind.BAD_MODEL,
            f"{file.name} is not a GGUF model file; choose another file or install a model.",
        )
    available = psutil.virtual_memory().available
    if size + MEMORY_RESERVE > available:
        raise LoadError(
            FailureKind.NOT_ENOUGH_MEMORY,
            f"{file.name} needs about {_gib(size + MEMORY_RESERVE)} GiB of memory and "
            f"{_gib(available)} GiB are free; close other programs or choose a smaller model.",
        )


def _load(
    path: str, abort: AbortFlag, tail: LogTail, on_progress: Callable[[float], None]
) -> object:
    def progress(value: float, _data: object) -> bool:
        on_progress(float(value))
        return not abort.is_set

    wanted = llama_cpp.llama_model_default_params()
    callback = llama_cpp.llama_progress_callback(progress)
    wanted.progress_callback = callback
    tail.lines.clear()
    handle = llama_cpp.llama_model_load_from_file(os.fsencode(path), wanted)
    if handle:
        return handle
    if abort.is_set:
        raise LoadError(FailureKind.NO_MODEL, "Loading the model was stopped.")
    raise LoadError(
        FailureKind.BAD_MODEL,
        f"{Path(path).name} cannot be loaded ({_last(tail)}); the file may be damaged or only half "
        "downloaded: install it again or choose another model.",
    )


def _last(tail: LogTail) -> str:
    telling = [line for line in tail.lines if "failed to load model" not in line]
    return (telling or list(tail.lines) or ["llama.cpp gave no reason"])[0][:160]


def _gib(size: int) -> str:
    return f"{size / 2**30:.1f}"
