"""A training mix written from the collection: read, mixed and written off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.background.errands import Errands
from writer_gui.domain.triplet import TripletStatus
from writer_gui.errors import UserError
from writer_gui.exchange.mix import MixWish, mix
from writer_gui.exchange.mix_files import Trainer, write_mix
from writer_gui.exchange.samples import read_samples, sample_of_triplet
from writer_gui.state.notice import Notice
from writer_gui.state.sentences import in_a_row
from writer_gui.store.triplets import TripletOrder, TripletQuery, each_triplet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.background.lane import Lane
    from writer_gui.exchange.mix import Mix
    from writer_gui.exchange.samples import Sample


@dataclass(frozen=True, slots=True)
class MixPlan:
    """What is mixed and for whom. `status` None takes triplets of any."""

    general: Path
    folder: Path
    wish: MixWish
    trainer: Trainer = Trainer.TRL
    status: TripletStatus | None = TripletStatus.ACCEPTED


class MixingState(QObject):
    """One mix at a time."""

    busy_changed = Signal(bool)
    written = Signal(object)  # Mix
    notice = Signal(object)  # Notice

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._errands = Errands(self)

    def write(self, plan: MixPlan) -> None:
        """Mix triplets with the general file and write the folder."""

        def written(made: Mix) -> Mix:
            write_mix(plan.folder, made, plan.trainer)
            return made

        self._prepare(plan, written, lambda made: self._on_written(plan, made), self._on_failed)

    def make(
        self, plan: MixPlan, done: Callable[[Mix], None], failed: Callable[[UserError], None]
    ) -> None:
        """Mix as `write` does, and write nothing."""

        def made(mix: Mix) -> None:
            self.busy_changed.emit(False)
            done(mix)

        def not_made(error: UserError) -> None:
            self.busy_changed.emit(False)
            failed(error)

        self._prepare(plan, lambda mix: mix, made, not_made)

    def drain(self) -> None:
        """Wait until the mix is written. Outcomes arrive afterwards."""
        self._errands.drain()

    def _prepare(
        self,
        plan: MixPlan,
        finish: Callable[[Mix], Mix],
        done: Callable[[Mix], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Mix off the GUI thread, `finish` there too; then `done` or `failed` is told on it."""
        query = TripletQuery(status=plan.status, order=TripletOrder.OLDEST)

        def work(creative: list[Sample]) -> Mix:
            return finish(mix(creative, read_samples(plan.general), plan.wish))

        def go_on(creative: list[Sample]) -> None:
            if creative:
                self._errands.run(lambda: work(creative), done, failed)
                return
            text = self.tr("No triplet has this status yet; accept some, or mix those of any.")
            failed(UserError(text))

        self.busy_changed.emit(True)
        self._lane.run(
            lambda tx: [sample_of_triplet(triplet) for triplet in each_triplet(tx, query)],
            go_on,
            failed,
        )

    def _on_written(self, plan: MixPlan, made: Mix) -> None:
        self.busy_changed.emit(False)
        told = [
            self.tr("Triplets: {0}, general samples: {1}, in {2}.").format(
                made.creative, made.general, plan.folder
            )
        ]
        if made.general < made.wanted_general:
            text = self.tr("The general file had fewer than the {0} wanted in these languages.")
            told.append(text.format(made.wanted_general))
        self.notice.emit(Notice(in_a_row(told)))
        self.written.emit(made)

    def _on_failed(self, error: UserError) -> None:
        self.busy_changed.emit(False)
        self.notice.emit(Notice(str(error)))
