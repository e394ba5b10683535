"""Counts tokens as a model does, by asking the engine what each text would cost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui.background.engine import Engine, EnginePhase, engine_command
from writer_gui.cli.loop import event_loop
from writer_gui.domain.generation import ChatMessage, Passage, Role
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEventLoop

    from writer_gui.background.engine import EngineState
    from writer_gui.cli.output import Console
    from writer_gui.domain.generation import EngineFailure, ModelFile, Price
    from writer_gui.exchange.samples import Sample

_ONE_TOKEN = "."
_AT_ONCE = 16
_PIECE = 600
"""Characters asked for at once, so that the longest text fits any context. A cut between two
characters of one token makes the count one too high."""


def count_tokens(model: ModelFile, samples: Sequence[Sample], console: Console) -> list[int]:
    """Return how many tokens each sample has, with the frame of one message. Raises UserError."""
    with event_loop() as loop:
        counting = _Counting(samples, loop, console)
        try:
            counting.start(model)
            loop.exec()
        finally:
            counting.engine.close()
    if counting.problem:
        raise UserError(counting.problem)
    return counting.counts


class _Counting(QObject):
    """Keeps some requests under way until all samples are counted."""

    def __init__(self, samples: Sequence[Sample], loop: QEventLoop, console: Console) -> None:
        super().__init__()
        self.engine = Engine(engine_command(os.environ), self)
        self.counts = [0] * len(samples)
        self.problem = ""
        self._pieces = [
            (place, text[start : start + _PIECE])
            for place, sample in enumerate(samples)
            for text in (sample.prompt, sample.response)
            for start in range(0, len(text), _PIECE)
        ]
        self._frame = 0
        self._loop = loop
        self._console = console
        self._asked: dict[str, int] = {}
        self._next = 0
        self._done = 0
        self.engine.state_changed.connect(self._on_state)
        self.engine.priced.connect(self._on_priced)
        self.engine.failed.connect(self._on_failed)

    def start(self, model: ModelFile) -> None:
        """Load the model; counting begins when it is ready."""
        self.engine.load(model)

    @Slot(object)
    def _on_state(self, state: EngineState) -> None:
        if state.failure is not None:
            self.problem = state.failure.message
            self._loop.quit()
        elif state.phase is EnginePhase.READY and not self._asked and not self._next:
            self._asked[self._price(_ONE_TOKEN)] = -1

    def _price(self, text: str) -> str:
        return self.engine.price(Passage("counting", (ChatMessage(Role.USER, text),)))

    def _ask(self) -> None:
        if self._next < len(self._pieces):
            place, text = self._pieces[self._next]
            self._asked[self._price(text)] = place
            self._next += 1

    @Slot(str, object)
    def _on_priced(self, request: str, price: Price) -> None:
        place = self._asked.pop(request)
        if place < 0:
            self._frame = price.prompt_tokens - 1
            self.counts = [self._frame] * len(self.counts)
            for _ in range(_AT_ONCE):
                self._ask()
            return
        self.counts[place] += price.prompt_tokens - self._frame
        self._done += 1
        self._console.progress(f"counting tokens: {self._done:,} of {len(self._pieces):,}")
        if self._done == len(self._pieces):
            self._loop.quit()
        else:
            self._ask()

    @Slot(str, object)
    def _on_failed(self, _request: str, failure: EngineFailure) -> None:
        self.problem = failure.message
        self._loop.quit()
