"""Finds out how fast this computer reads before anybody is told what reading will cost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from writer_gui.inference.protocol import READ_BLOCK
from writer_gui.inference.worker.decoder import Outcome, Row

if TYPE_CHECKING:
    from writer_gui.inference.worker.decoder import Decoder, ReadingSpeed
    from writer_gui.inference.worker.sequences import Sequences


class Trial:
    """Reads the first block of the prompt in question, which need not be read again then."""

    def __init__(self, decoder: Decoder, sequences: Sequences, speed: ReadingSpeed) -> None:
        self._decoder = decoder
        self._sequences = sequences
        self._speed = speed

    def make(self, tokens: list[int]) -> int:
        """Read a block, unless the speed is known or memory is full; return how many tokens."""
        target = self._sequences.least_valued()
        if self._speed.is_known or target is None or target.tokens or len(tokens) <= READ_BLOCK:
            return 0
        block = tokens[:READ_BLOCK]
        rows = [Row(token, place, target.number, False) for place, token in enumerate(block)]
        self._sequences.cut(target, 0)
        began = time.monotonic()
        outcome = self._decoder.run(rows)
        self._sequences.computed()
        if outcome is not Outcome.DONE:
            return self._sequences.cut(target, 0)
        self._speed.add(len(block), time.monotonic() - began)
        self._sequences.extend(target, block)
        return len(block)
