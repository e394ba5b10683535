"""Contexts that outlive the process: kept on disk while nothing is written, brought back when read.

A context is found by the tokens it begins with, like those in memory, so a session that is opened
again goes on where it was, and so does another one with the same beginning.
"""

from __future__ import annotations

import ctypes
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import llama_cpp

from writer_gui.inference.protocol import READ_BLOCK
from writer_gui.inference.worker.context_files import ContextFiles, StoredContext
from writer_gui.inference.worker.sequences import common_length

if TYPE_CHECKING:
    from writer_gui.domain.generation import ModelFile
    from writer_gui.inference.worker.decoder import ReadingSpeed
    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sequences import Sequence, Sequences, Wanted

LEAST_TOKENS = 4 * READ_BLOCK
"""Fewer are read again sooner than they are worth a file."""

FIRST_GUESS = 200e6
"""Bytes a second a context is believed to come from disk with before any has: a slow disk's."""


class Contexts:
    """Keeps the sequences of one model in files, and brings them back where that saves time."""

    def __init__(
        self, model: Model, sequences: Sequences, speed: ReadingSpeed, files: ContextFiles | None
    ) -> None:
        self._model = model
        self._sequences = sequences
        self._speed = speed
        self._files = files if model.can_cut else None
        self._bytes_a_second = FIRST_GUESS

    def kept(self, wanted: Wanted) -> tuple[int, float]:
        """Return how many tokens need not be read, and the seconds they take to come from disk."""
        in_memory = self._sequences.find(wanted).kept
        found = self._worthwhile(wanted.tokens, in_memory)
        if found is None:
            return in_memory, 0.0
        return _usable(found, wanted.tokens), found.bytes / self._bytes_a_second

    def bring_back(self, wanted: Wanted) -> None:
        """Take a context into memory if a prompt then begins sooner."""
        found = self._worthwhile(wanted.tokens, self._sequences.find(wanted).kept)
        if self._files is None or found is None:
            return
        began = time.monotonic()
        target = self._sequences.least_valued()
        if target is None:
            return
        if self._files.is_whole(found) and self._read(found, target):
            seconds = max(1e-3, time.monotonic() - began)
            self._bytes_a_second += (found.bytes / seconds - self._bytes_a_second) / 2
        else:
            self._files.drop(found)

    def keep(self) -> bool:
        """Put one context that is only in memory into a file; False when there is none."""
        unkept = [s for s in self._sequences.readable if self._is_unkept(s)]
        if self._files is None or not unkept:
            return False
        newest = max(unkept, key=lambda s: s.used_at)

        def write(path: Path) -> bool:
            tokens = (llama_cpp.llama_token * len(newest.tokens))(*newest.tokens)
            written = llama_cpp.llama_state_seq_save_file(
                self._model.context, os.fsencode(path), newest.number, tokens, len(newest.tokens)
            )
            return bool(written)

        self._files.add(newest.tokens, newest.exact, write)
        return self._is_unkept(newest) is False

    def _is_unkept(self, sequence: Sequence) -> bool:
        if self._files is None or len(sequence.tokens) < LEAST_TOKENS:
            return False
        wanted = tuple(sequence.tokens)
        return not any(e.tokens[: len(wanted)] == wanted for e in self._files.entries)

    def _worthwhile(self, tokens: list[int], in_memory: int) -> StoredContext | None:
        """Return the stored context that saves most time, if one saves any."""
        if self._files is None or not self._sequences.writable:
            return None
        room = self._model.context_tokens
        found = [entry for entry in self._files.entries if len(entry.tokens) < room]
        best = max(found, key=lambda e: _usable(e, tokens), default=None)
        if best is None:
            return None
        saved = _usable(best, tokens) - in_memory
        costs = best.bytes / self._bytes_a_second
        is_worth = saved >= LEAST_TOKENS and saved / self._speed.rate > 2 * costs
        return best if is_worth else None

    def _read(self, stored: StoredContext, target: Sequence) -> bool:
        self._sequences.cut(target, 0)
        count = ctypes.c_size_t(0)
        room = len(stored.tokens)
        read = llama_cpp.llama_state_seq_load_file(
            self._model.context,
            os.fsencode(stored.path),
            target.number,
            (llama_cpp.llama_token * room)(),
            room,
            ctypes.byref(count),
        )
        if not read or count.value != room:
            self._sequences.cut(target, 0)
            return False
        target.tokens, target.exact = list(stored.tokens), stored.exact
        return True


def open_files(directory: str, file: ModelFile, model: Model) -> ContextFiles | None:
    """Return the files of contexts of a model, or None where none are to be kept."""
    if not directory:
        return None
    return ContextFiles(Path(directory), _key(file, model))


def _key(file: ModelFile, model: Model) -> str:
    """Name everything that the numbers of a context depend on."""
    options = asdict(model.options)
    for name in ("context", "sequences"):
        del options[name]
    facts = [llama_cpp.__version__, file.sha256, model.threads, sorted(options.items())]
    for path in filter(None, (file.path, file.lora)):
        found = Path(path).stat()
        facts += [path, found.st_size, found.st_mtime_ns]
    return repr(facts)


def _usable(stored: StoredContext, tokens: list[int]) -> int:
    """Return how many tokens of a prompt a stored context, which is of another run, spares."""
    same = min(common_length(stored.tokens, tokens), len(tokens) - 1, stored.exact)
    return same - same % READ_BLOCK
