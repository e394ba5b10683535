"""Counts tokens as the loaded model does, by asking the engine what each text would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.engine import EnginePhase
from writer_gui.domain.generation import ChatMessage, Passage, Role
from writer_gui.inference.remote.address import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from writer_gui.background.engine import Engine
    from writer_gui.domain.generation import EngineFailure, Price
    from writer_gui.exchange.samples import Sample

TRAINED_ON = 8_192
"""Tokens of a sample that are trained on, by the configurations that are written with a mix."""

_ONE_TOKEN = "."
_FRAME = -1
_AT_ONCE = 16
_PIECE = 600
"""Characters asked for at once, so that the longest text fits any context. A cut between two
characters of one token makes the count one too high."""


@dataclass(frozen=True, slots=True)
class TokenFigures:
    """How many tokens a mix has, and how many samples are longer than what is trained on."""

    triplets: int
    general: int
    longest: int
    too_long: int


def token_figures(samples: Sequence[Sample], counts: Sequence[int]) -> TokenFigures:
    """Return the figures of samples with so many tokens each."""
    creative = sum(n for n, sample in zip(counts, samples, strict=True) if sample.is_creative)
    return TokenFigures(
        triplets=creative,
        general=sum(counts) - creative,
        longest=max(counts, default=0),
        too_long=sum(n > TRAINED_ON for n in counts),
    )


class TokenCounting(QObject):
    """Counts one list of samples at a time, with some requests under way until it is done.

    A count has the frame of one message of the model's template. It works while the model writes
    too, for a question takes it a millisecond.
    """

    progressed = Signal(int, int)  # pieces counted, pieces in all
    counted = Signal(object)  # list[int]: the tokens of each sample
    failed = Signal(str)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._pieces: Iterator[tuple[int, str]] = iter(())
        self._total = self._done = self._frame = 0
        self._counts: list[int] = []
        self._asked: dict[str, int] = {}
        engine.priced.connect(self._on_priced)
        engine.failed.connect(self._on_failed)

    @property
    def is_estimate(self) -> bool:
        """Whether a server has the model: none tells how it counts, so its share is guessed."""
        state = self._engine.state
        return state.model is not None and is_address(state.model.path)

    @property
    def model(self) -> str:
        """The name of the model that counts; empty while none is loaded."""
        state = self._engine.state
        return state.model.name if state.phase is EnginePhase.READY and state.model else ""

    def start(self, samples: Sequence[Sample]) -> None:
        """Count these; what was counted before is given up. A model must be loaded."""
        pieces = [
            (place, text[start : start + _PIECE])
            for place, sample in enumerate(samples)
            for text in (sample.prompt, sample.response)
            for start in range(0, len(text), _PIECE)
        ]
        self._pieces, self._total, self._done = iter(pieces), len(pieces), 0
        self._counts = [0] * len(samples)
        self._asked = {self._price(_ONE_TOKEN): _FRAME}

    @Slot()
    def stop(self) -> None:
        """Give up counting; what is answered later counts for nothing."""
        self._asked.clear()
        self._pieces = iter(())

    def _price(self, text: str) -> str:
        return self._engine.price(Passage("counting", (ChatMessage(Role.USER, text),)))

    def _ask(self) -> None:
        found = next(self._pieces, None)
        if found is not None:
            self._asked[self._price(found[1])] = found[0]

    @Slot(str, object)
    def _on_priced(self, request: str, price: Price) -> None:
        place = self._asked.pop(request, None)
        if place is None:
            return
        if place == _FRAME:
            self._frame = price.prompt_tokens - 1
            self._counts = [self._frame] * len(self._counts)
            for _ in range(_AT_ONCE):
                self._ask()
        else:
            self._counts[place] += price.prompt_tokens - self._frame
            self._done += 1
            self.progressed.emit(self._done, self._total)
            self._ask()
        if not self._asked:
            self.counted.emit(self._counts)

    @Slot(str, object)
    def _on_failed(self, request: str, failure: EngineFailure) -> None:
        if request in self._asked:
            self.stop()
            self.failed.emit(failure.message)
