"""Runs the model over batches of tokens, of one prompt or of several texts side by side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import llama_cpp
import numpy as np

from writer_gui.inference.protocol import READ_BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence as Rows

    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Numbers

FIRST_GUESS = 60.0
"""Tokens a second a prompt is believed to be read with before any was."""

_OK, _ABORTED = 0, 2
_WEIGHT = 0.3


class Outcome(Enum):
    """How a batch went. `ABORTED`: stopped in the middle on purpose."""

    DONE = auto()
    ABORTED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One token to compute, at a position of a sequence."""

    token: int
    position: int
    sequence: int
    wants_logits: bool


class ReadingSpeed:
    """How long prompts take to be read: by their tokens, and a little more for the last few.

    A handful of tokens is read hardly faster than one by one, so short chunks tell only what they
    take beyond what so many tokens of a long one do.
    """

    def __init__(self) -> None:
        self.rate = FIRST_GUESS
        self.is_known = False
        self._rest = 0.0

    def add(self, tokens: int, seconds: float) -> None:
        """Count a chunk that was read."""
        if tokens >= READ_BLOCK // 2 and seconds > 0:
            weight = _WEIGHT if self.is_known else 1.0
            self.rate += weight * (tokens / seconds - self.rate)
            self.is_known = True
        elif self.is_known:
            self._rest += _WEIGHT * (max(0.0, seconds - tokens / self.rate) - self._rest)

    def seconds(self, tokens: int) -> float:
        """Return how long so many tokens of a prompt take."""
        return tokens / self.rate + self._rest if tokens else 0.0


class Decoder:
    """Owns the native batch. `close` frees it."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._batch = llama_cpp.llama_batch_init(model.options.read_chunk, 0, 1)
        self.code = _OK

    def run(self, rows: Rows[Row]) -> Outcome:
        """Compute a batch."""
        batch = self._batch
        for place, row in enumerate(rows):
            batch.token[place] = row.token
            batch.pos[place] = row.position
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = row.sequence
            batch.logits[place] = row.wants_logits
        batch.n_tokens = len(rows)
        self.code = llama_cpp.llama_decode(self._model.context, batch)
        if self.code == _OK:
            return Outcome.DONE
        return Outcome.ABORTED if self.code == _ABORTED else Outcome.FAILED

    def logits(self, place: int) -> Numbers:
        """Return the logits of a row of the last batch; good until the next one."""
        pointer = llama_cpp.llama_get_logits_ith(self._model.context, place)
        return np.ctypeslib.as_array(pointer, (self._model.vocab_size,))

    def close(self) -> None:
        """Free the batch."""
        llama_cpp.llama_batch_free(self._batch)
