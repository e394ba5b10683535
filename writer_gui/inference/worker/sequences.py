"""What the model's memory holds: token sequences, and which of them a new prompt can start from.

Each sequence has a buffer of its own, so what one holds never changes the numbers computed in
another. Going back and forth between two texts re-reads nothing while both sequences live.

Repeatability. What is computed for a token depends in its last bits on the company it is computed
in, and so does the text for a seed. Measured with this version, with the default model (Q4_K_M) and
a small one (Q4_1), flash attention off: prompts read in blocks of 64, 128 or 512 tokens leave the
same bits, also in another sequence or in a copy; two or three texts side by side get the same bits
as alone; four do not (other kernels), nor does a prompt read token by token or from a place that is
no multiple of 4. With flash attention on, texts side by side differ from 512 tokens on. Prompts are
therefore read in whole blocks and a rest, and the first passage of a run only starts from blocks
that were read like that (`exact`), or from the very end of the same prompt, whose logits are kept.
Later passages of a run go on from what the run itself has left, and from nobody else's, as far as
that is `settled`: how many tokens were written before a text was cut or stopped is a matter of
moments, and so is whether the last one was computed at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import llama_cpp
import numpy as np

from writer_gui.inference.protocol import READ_BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence as TokenSequence

    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Numbers


@dataclass(frozen=True, slots=True)
class PromptEnd:
    """The logits after a prompt of so many tokens; `exact`: as a fresh reading gives them."""

    length: int
    logits: Numbers
    exact: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A prompt of a run. From the run's own sequence the first `settled` tokens may be taken.

    In the first passage of a run there are none. The first `asked` tokens are the chat up to where
    the assistant's own words begin.
    """

    tokens: list[int]
    run: str
    settled: int = 0
    asked: int = 0


@dataclass(slots=True)
class Sequence:
    """One sequence: the tokens read or written so far, and whether a passage is using it.

    The first `exact` tokens are as a fresh reading of them would have left them. `run` wrote last.
    """

    number: int
    run: str = ""
    tokens: list[int] = field(default_factory=list)
    busy: bool = False
    used_at: int = 0
    exact: int = 0
    ends: list[PromptEnd] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a prompt can start: so many tokens of a sequence, with the logits if that is all."""

    sequence: Sequence
    kept: int
    logits: Numbers | None = None


class Sequences:
    """All sequences of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._all = [Sequence(number) for number in range(model.sequences)]
        self._clock = 0
        self._copies: dict[int, int] = {}

    @property
    def has_idle(self) -> bool:
        """Whether a passage could begin."""
        return not all(sequence.busy for sequence in self._all)

    @property
    def idle(self) -> list[Sequence]:
        """The sequences no passage is using."""
        return [sequence for sequence in self._all if not sequence.busy]

    @property
    def readable(self) -> list[Sequence]:
        """The idle sequences whose memory holds what is known of them.

        llama.cpp carries a copy from one buffer to another out with the next batch, not before.
        """
        return [sequence for sequence in self.idle if sequence.number not in self._copies]

    @property
    def writable(self) -> list[Sequence]:
        """Those of them that nothing is still to be copied from."""
        sources = set(self._copies.values())
        return [sequence for sequence in self.readable if sequence.number not in sources]

    def computed(self) -> None:
        """Take note that a batch has been computed, and with it the copies asked for before."""
        self._copies.clear()

    def least_valued(self) -> Sequence | None:
        """Return the writable sequence whose loss costs least: an empty one, or the oldest."""
        return min(self.writable, key=lambda s: (bool(s.tokens), s.used_at), default=None)

    def find(self, wanted: Wanted) -> Start:
        """Return the best start for a prompt: what its run has left goes before all others."""
        starts = [self._start(sequence, wanted) for sequence in self._all]
        return max(
            starts,
            key=lambda s: (
                _is_own(s.sequence, wanted) and s.kept > 0,
                s.kept,
                not s.sequence.busy,
                s.sequence.used_at,
            ),
        )

    def take(self, wanted: Wanted) -> Start:
        """Return an idle sequence cut to the best start for a prompt, and mark it busy."""
        start = self.find(wanted)
        is_own = _is_own(start.sequence, wanted)
        target = self._target(start, may_lose=start.kept if is_own else READ_BLOCK)
        if target is not start.sequence and start.kept:
            self._copy(start.sequence, target)
        kept = self.cut(target, start.kept)
        self._clock += 1
        target.busy, target.used_at, target.run = True, self._clock, wanted.run
        return Start(target, kept, start.logits if kept == start.kept else None)

    def release(self, sequence: Sequence) -> None:
        """Give a sequence back; what it holds stays until another passage needs the room."""
        self._clock += 1
        sequence.busy, sequence.used_at = False, self._clock

    def extend(self, sequence: Sequence, tokens: list[int], logits: Numbers | None = None) -> None:
        """Record a chunk of a prompt that was read, with its logits if it was the last."""
        is_exact = sequence.exact == len(sequence.tokens)
        sequence.tokens += tokens
        if is_exact:
            sequence.exact += len(tokens) - len(tokens) % READ_BLOCK
        if logits is not None:
            sequence.ends = [end for end in sequence.ends if end.exact is not is_exact]
            sequence.ends.append(PromptEnd(len(sequence.tokens), logits, is_exact))

    def cut(self, sequence: Sequence, keep: int) -> int:
        """Drop everything from memory but the first tokens; return how many are left."""
        memory = self._model.memory
        if keep == 0 or not llama_cpp.llama_memory_seq_rm(memory, sequence.number, keep, -1):
            llama_cpp.llama_memory_seq_rm(memory, sequence.number, -1, -1)
            keep = 0
        del sequence.tokens[keep:]
        sequence.exact = min(sequence.exact, keep - keep % READ_BLOCK)
        sequence.ends = [end for end in sequence.ends if end.length <= keep]
        return keep

    def move_together(self, sequences: list[Sequence]) -> None:
        """Give neighbouring numbers to sequences that are decoded in one batch.

        llama.cpp computes sequences at once only when their numbers follow one another. What the
        idle ones between them hold is lost.
        """
        ordered = sorted(sequences, key=lambda s: s.number)
        for place, sequence in enumerate(ordered[1:], start=1):
            wanted = ordered[place - 1].number + 1
            if sequence.number != wanted:
                idle = next(s for s in self._all if s.number == wanted)
                self.cut(idle, 0)
                self._copy_memory(sequence.number, wanted)
                idle.number, sequence.number = sequence.number, wanted
                self.cut(idle, 0)

    def _start(self, sequence: Sequence, wanted: Wanted) -> Start:
        tokens, is_own = wanted.tokens, _is_own(sequence, wanted)
        same = common_length(sequence.tokens, tokens)
        if same < len(sequence.tokens) and not self._model.can_cut:
            return Start(sequence, 0)
        for end in sequence.ends:
            if end.length == same == len(tokens) and (end.exact or is_own):
                return Start(sequence, same, end.logits)
        # At least one token must be read, for its logits.
        same = min(same, len(tokens) - 1)
        if is_own:
            same = min(same, wanted.settled)
        else:
            same = min(same, sequence.exact)
            same -= same % READ_BLOCK
        if same < len(sequence.tokens) and not self._model.can_cut:
            return Start(sequence, 0)
        return Start(sequence, same)

    def _target(self, start: Start, may_lose: int) -> Sequence:
        """Choose the sequence to write into: the best one, unless that would lose much of it."""
        best = start.sequence
        if not best.busy and start.kept and len(best.tokens) - start.kept <= may_lose:
            return best
        return min(
            self.idle, key=lambda s: (s is best and start.kept > 0, bool(s.tokens), s.used_at)
        )

    def _copy(self, source: Sequence, target: Sequence) -> None:
        self._copy_memory(source.number, target.number)
        target.tokens, target.exact = list(source.tokens), source.exact
        target.ends = list(source.ends)

    def _copy_memory(self, source: int, target: int) -> None:
        # Between buffers of their own only whole sequences can be copied.
        memory = self._model.memory
        llama_cpp.llama_memory_seq_rm(memory, target, -1, -1)
        llama_cpp.llama_memory_seq_cp(memory, source, target, -1, -1)
        self._copies[target] = source


def _is_own(sequence: Sequence, wanted: Wanted) -> bool:
    return wanted.settled > 0 and sequence.run == wanted.run


def common_length(first: TokenSequence[int], second: TokenSequence[int]) -> int:
    """Return how many tokens two texts have in common at their beginning."""
    size = min(len(first), len(second))
    differ = np.flatnonzero(np.asarray(first[:size]) != np.asarray(second[:size]))
    return int(differ[0]) if len(differ) else size
