"""A loaded model: its handles, its vocabulary and one context. Nothing here decodes."""

from __future__ import annotations

import ctypes
import logging
import os
from functools import cached_property
from typing import TYPE_CHECKING

import llama_cpp
import psutil

from writer_gui.domain.generation import FailureKind
from writer_gui.inference.protocol import CacheType, EngineOptions, LoadedModel
from writer_gui.inference.worker.loading import (
    LoadError,
    check_wanted,
    checked_header,
    fit,
    open_adapter,
    open_model,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.domain.generation import ModelFile
    from writer_gui.inference.gguf import Header
    from writer_gui.inference.worker.loading import Stop
    from writer_gui.inference.worker.native import LogTail

log = logging.getLogger(__name__)

_PIECE_BYTES = 512
_CACHE_TYPES = {
    CacheType.F16: llama_cpp.GGML_TYPE_F16,
    CacheType.Q8_0: llama_cpp.GGML_TYPE_Q8_0,
}


class Model:
    """Owns the native model and context until `close`."""

    def __init__(
        self,
        file: ModelFile,
        options: EngineOptions,
        stop: Stop,
        tail: LogTail,
        on_progress: Callable[[float], None],
    ) -> None:
        """Load a file. Raises LoadError, also when `stop` is set meanwhile."""
        check_wanted(stop)
        header = checked_header(file)
        room = fit(header, options)
        log.info(
            "loading %s with %d sequences of %d tokens", file.name, room.sequences, room.context
        )
        self.options = options
        self.context_tokens = room.context
        self.sequences = room.sequences
        self.threads = options.threads or usable_cores()
        self._handle = open_model(file.path, stop, tail, on_progress)
        try:
            check_wanted(stop)  # the context that comes now takes long as well
            adapter = open_adapter(self._handle, file.lora, tail) if file.lora else None
            self.context = self._make_context(tail)
        except LoadError:
            llama_cpp.llama_model_free(self._handle)
            raise
        if adapter is not None:
            self._attach(adapter)
        self.vocab = llama_cpp.llama_model_get_vocab(self._handle)
        self.vocab_size = int(llama_cpp.llama_vocab_n_tokens(self.vocab))
        self.memory = llama_cpp.llama_get_memory(self.context)
        self.can_cut = not (
            llama_cpp.llama_model_is_recurrent(self._handle)
            or llama_cpp.llama_model_is_hybrid(self._handle)
        )
        self.loaded = self._describe(file, header)

    def _make_context(self, tail: LogTail) -> object:
        wanted = llama_cpp.llama_context_default_params()
        # One buffer per sequence: results then do not depend on what other sequences hold.
        wanted.kv_unified = False
        wanted.n_seq_max = self.sequences
        wanted.n_ctx = self.context_tokens * self.sequences
        wanted.n_batch = wanted.n_ubatch = self.options.read_chunk
        wanted.n_threads = wanted.n_threads_batch = self.threads
        wanted.type_k = wanted.type_v = _CACHE_TYPES[self.options.cache_type]
        wanted.flash_attn_type = (
            llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
            if self.options.flash_attention
            else llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        )
        wanted.no_perf = True
        tail.clear()
        context = llama_cpp.llama_init_from_model(self._handle, wanted)
        if not context:
            raise LoadError(
                FailureKind.NOT_ENOUGH_MEMORY,
                f"The model has no room for {self.context_tokens:,} tokens of context "
                f"({tail.reason()}); choose a shorter context or a smaller model.",
            )
        return context

    def _attach(self, adapter: object) -> None:
        adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter)
        scales = (ctypes.c_float * 1)(1.0)
        llama_cpp.llama_set_adapters_lora(self.context, adapters, 1, scales)

    def _describe(self, file: ModelFile, header: Header) -> LoadedModel:
        return LoadedModel(
            name=file.name,
            path=file.path,
            sha256=file.sha256,
            context=self.context_tokens,
            parameters=int(llama_cpp.llama_model_n_params(self._handle)),
            bytes=int(llama_cpp.llama_model_size(self._handle)),
            can_cut=self.can_cut,
            threads=self.threads,
            architecture=header.architecture,
            quantization=header.quantization,
            sequences=self.sequences,
            read_chunk=self.options.read_chunk,
            flash_attention=self.options.flash_attention,
            cache_type=self.options.cache_type,
        )

    def chat_template(self) -> str | None:
        """Return the template the file carries, or None."""
        template = llama_cpp.llama_model_chat_template(self._handle, None)
        return template.decode("utf-8", "replace") if template else None

    def tokenize(self, text: str, *, control: bool = False) -> list[int]:
        """Return the tokens of a text. With `control`, names of control tokens become them.

        No space is put before the text, also by vocabularies that do so at the start of one: a
        part of a text is no start.
        """
        if self._adds_space and not control:
            tokens = self._tokens("\n" + text, control=False)
            if tokens[: len(self._newline)] == self._newline:
                return tokens[len(self._newline) :]
        return self._tokens(text, control=control)

    def _tokens(self, text: str, *, control: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self.vocab, data, len(data), tokens, room, False, control)
        return list(tokens[: max(0, count)])

    @cached_property
    def _newline(self) -> list[int]:
        return self._tokens("\n", control=False)

    @cached_property
    def _adds_space(self) -> bool:
        tokens = self._tokens("a", control=False)
        return b"".join(map(self.piece, tokens)) == b" a"

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
        is_end = llama_cpp.llama_vocab_is_eog
        return frozenset(t for t in range(self.vocab_size) if is_end(self.vocab, t))

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
