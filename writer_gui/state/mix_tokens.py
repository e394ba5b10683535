"""What a mix costs in tokens, counted before it is written and as the loaded model counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.state.token_counting import token_figures

if TYPE_CHECKING:
    from writer_gui.exchange.mix import Mix
    from writer_gui.exchange.samples import Sample
    from writer_gui.state.mixing import MixingState, MixPlan
    from writer_gui.state.token_counting import TokenCounting


class MixTokens(QObject):
    """One count at a time."""

    progressed = Signal(int, int)  # pieces counted, pieces in all
    counted = Signal(object, str)  # TokenFigures, the model that counted; none: an estimate
    failed = Signal(str)
    ended = Signal()  # after a count that began

    def __init__(
        self, mixing: MixingState, counting: TokenCounting, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._mixing = mixing
        self._counting = counting
        self._samples: tuple[Sample, ...] = ()
        self._is_wanted = False
        counting.progressed.connect(self._on_progressed)
        counting.counted.connect(self._on_counted)
        counting.failed.connect(self._on_failed)

    @property
    def is_counting(self) -> bool:
        """Whether a count is under way."""
        return self._is_wanted

    def count(self, plan: MixPlan) -> None:
        """Mix as asked for, and count; no model is loaded for it."""
        if not self._counting.model:
            self.failed.emit(self.tr("No model is loaded; load one under Models, then count."))
            return
        self._is_wanted = True
        self._mixing.make(plan, self._on_made, lambda error: self._on_failed(str(error)))

    @Slot()
    def stop(self) -> None:
        """Give up counting."""
        self._counting.stop()
        self._end()

    def _end(self) -> None:
        self._is_wanted = False
        self._samples = ()
        self.ended.emit()

    def _on_made(self, made: Mix) -> None:
        if self._is_wanted:
            self._samples = (*made.train, *made.validation)
            self._counting.start(self._samples)

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._is_wanted:
            self.progressed.emit(done, total)

    @Slot(object)
    def _on_counted(self, counts: list[int]) -> None:
        if self._is_wanted:
            model = "" if self._counting.is_estimate else self._counting.model
            self.counted.emit(token_figures(self._samples, counts), model)
            self._end()

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        if self._is_wanted:
            self.failed.emit(problem)
            self._end()
