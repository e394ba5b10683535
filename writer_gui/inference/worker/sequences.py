"""What the model's memory holds: token sequences, and which of them a new prompt can start from.

Each sequence has a buffer of its own, so what one holds never changes the numbers computed in
another. Going back and forth between two texts re-reads nothing while both sequences live.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import llama_cpp

if TYPE_CHECKING:
    from collections.abc import Sequence as TokenSequence

    from writer_gui.inference.worker.model import Model


@dataclass(slots=True)
class Sequence:
    """One sequence: the tokens read or written so far, and whether a passage is using it."""

    number: int
    tokens: list[int] = field(default_factory=list)
    busy: bool = False
    used_at: int = 0


class Sequences:
    """All sequences of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._all = [Sequence(number) for number in range(model.options.sequences)]
        self._clock = 0

    def kept(self, tokens: TokenSequence[int], aligned_to: int) -> int:
        """Return how many tokens of a prompt need not be read again, as `take` would find."""
        return max(
            (self._usable(sequence, tokens, aligned_to) for sequence in self._all), default=0
        )

    def take(self, tokens: TokenSequence[int], aligned_to: int) -> Sequence | None:
        """Return an idle sequence that holds the longest usable beginning of a prompt.

        With `aligned_to` above 1 the beginning is cut to a multiple of it. None: all are busy.
        """
        idle = [sequence for sequence in self._all if not sequence.busy]
        if not idle:
            return None
        best = max(self._all, key=lambda s: (self._usable(s, tokens, aligned_to), -s.used_at))
        keep = self._usable(best, tokens, aligned_to)
        target = self._target(best, keep, idle)
        if target is not best and keep:
            self._copy(best, target, keep)
        self._cut(target, keep if self._model.can_cut else 0)
        self._clock += 1
        target.busy, target.used_at = True, self._clock
        return target

    def trim(self, sequence: Sequence) -> None:
        """Drop from memory whatever a stopped batch left beyond the known tokens."""
        llama_cpp.llama_memory_seq_rm(self._model.memory, sequence.number, len(sequence.tokens), -1)

    def _usable(self, sequence: Sequence, tokens: TokenSequence[int], aligned_to: int) -> int:
        # At least one token must be read, for its logits.
        same = _common(sequence.tokens, tokens[:-1])
        if same < len(sequence.tokens) and not self._model.can_cut:
            return 0
        if same == len(tokens) - 1 and same == len(sequence.tokens) and aligned_to == 1:
            return same
        return same - same % aligned_to

    def _target(self, best: Sequence, keep: int, idle: list[Sequence]) -> Sequence:
        """Choose the sequence to write into: the best one, unless that would lose much of it."""
        loses = len(best.tokens) - keep
        if not best.busy and (loses <= keep or not self._model.can_cut):
            return best
        return min(idle, key=lambda s: (s is best and keep > 0, len(s.tokens) > 0, s.used_at))

    def _copy(self, source: Sequence, target: Sequence, keep: int) -> None:
        # Between buffers of their own only whole sequences can be copied.
        memory = self._model.memory
        llama_cpp.llama_memory_seq_rm(memory, target.number, -1, -1)
        llama_cpp.llama_memory_seq_cp(memory, source.number, target.number, -1, -1)
        target.tokens = list(source.tokens)

    def _cut(self, sequence: Sequence, keep: int) -> None:
        if not llama_cpp.llama_memory_seq_rm(self._model.memory, sequence.number, keep, -1):
            llama_cpp.llama_memory_seq_rm(self._model.memory, sequence.number, -1, -1)
            keep = 0
        del sequence.tokens[keep:]


def _common(first: TokenSequence[int], second: TokenSequence[int]) -> int:
    for place, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return place
    return min(len(first), len(second))
