"""Tries ways of running a model on this computer and finds the fastest, in under a minute.

What is tried: how much of a prompt is read at once, flash attention, and with it a smaller cache.
All of them give the same quality of text but the last, which is why each has to earn its place.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.benchmark import Benchmark, QuickFigures, Texts, measure_quickly
from writer_gui.background.engine import EnginePhase
from writer_gui.inference.protocol import CacheType, EngineOptions

if TYPE_CHECKING:
    from writer_gui.background.benchmark import Measuring
    from writer_gui.background.engine import Engine, EngineState
    from writer_gui.domain.generation import ModelFile
    from writer_gui.inference.protocol import Load

LARGE_CHUNK = 512
READ_TOKENS, WRITTEN_TOKENS = 900, 1100
"""A draft of the default length as ways of running are compared by it: read, and written."""

CLEARLY = 0.93
"""Of the time of the best way so far: two measurements of the same way, on a computer that does
other things too, differed by up to 5 %."""

WORTH_ITS_PRICE = 0.85
"""For flash attention: with it, a text written beside others is not the same to the bit as one
written alone, so that it has to save much more."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A way of running a model, and how fast it was."""

    options: EngineOptions
    figures: QuickFigures

    @property
    def draft_s(self) -> float:
        """Seconds that a draft takes this way."""
        return READ_TOKENS / self.figures.prompt + WRITTEN_TOKENS / self.figures.decode


Trials: TypeAlias = Generator[EngineOptions, QuickFigures, Trial]


def try_options(usual: EngineOptions) -> Trials:
    """Ask for one way after another, each built on the best so far; return that one."""
    best = Trial(usual, (yield usual))
    large = replace(usual, read_chunk=LARGE_CHUNK)
    best = _better(best, Trial(large, (yield large)), CLEARLY)
    flash = replace(best.options, flash_attention=True)
    with_flash = _better(best, Trial(flash, (yield flash)), WORTH_ITS_PRICE)
    if with_flash is best:
        return best
    small = replace(flash, cache_type=CacheType.Q8_0)
    return _better(with_flash, Trial(small, (yield small)), WORTH_ITS_PRICE)


def _better(best: Trial, other: Trial, share: float) -> Trial:
    return other if other.draft_s < best.draft_s * share else best


class Tuning(QObject):
    """Loads a model again and again and measures it; the engine must do nothing else.

    The engine is left with the fastest. Where something else is loaded meanwhile it fails.
    """

    finished = Signal(object)  # the best Trial
    failed = Signal(str)  # a sentence

    def __init__(
        self, engine: Engine, model: ModelFile, usual: EngineOptions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._model = model
        self._options = usual
        self._trials = try_options(usual)
        self._texts = Texts(random.Random())
        self._benchmark: Benchmark | None = None
        self._is_calibrated = False
        engine.state_changed.connect(self._on_state)

    def start(self) -> None:
        """Begin."""
        self._load(next(self._trials))

    def stop(self) -> None:
        """Leave the engine to others, as it is; nothing more is told."""
        self._engine.state_changed.disconnect(self._on_state)
        if self._benchmark is not None:
            self._benchmark.stop()
        self._forget_benchmark()
        self._trials.close()

    def _load(self, options: EngineOptions) -> None:
        self._options = options
        self._engine.load(self._model, options)
        if self._engine.state.phase is EnginePhase.READY and self._benchmark is None:
            self._measure()  # it was loaded so already

    @Slot(object)
    def _on_state(self, state: EngineState) -> None:
        if self._benchmark is not None:
            return
        if state.failure is not None:
            self._fail(state.failure.message)
        elif state.wanted is not None and not self._is_mine(state.wanted):
            self._fail("Another model was loaded meanwhile; measure this one again.")
        elif state.phase is EnginePhase.READY:
            self._measure()

    def _is_mine(self, wanted: Load) -> bool:
        return (wanted.model, wanted.options) == (self._model, self._options)

    def _measure(self) -> None:
        self._benchmark = Benchmark(self._engine, self._measuring(), self)
        self._benchmark.finished.connect(self._on_measured)
        self._benchmark.failed.connect(self._fail)
        self._benchmark.start()

    def _measuring(self) -> Measuring[QuickFigures]:
        if not self._is_calibrated:
            yield from self._texts.calibrate()
            self._is_calibrated = True
        return (yield from measure_quickly(self._texts))

    @Slot(object)
    def _on_measured(self, figures: QuickFigures) -> None:
        self._forget_benchmark()
        try:
            options = self._trials.send(figures)
        except StopIteration as done:
            self._engine.state_changed.disconnect(self._on_state)
            self._engine.load(self._model, done.value.options)
            self.finished.emit(done.value)
            return
        self._load(options)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._engine.state_changed.disconnect(self._on_state)
        self._forget_benchmark()
        self._trials.close()
        self.failed.emit(sentence)

    def _forget_benchmark(self) -> None:
        if self._benchmark is not None:
            self._benchmark.deleteLater()
            self._benchmark = None
