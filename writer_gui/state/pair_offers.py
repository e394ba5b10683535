"""Offers to keep as pairs what the writer's work says of two texts; takes none without a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.exchange.work_pairs import changed_share, pair_of_choice, pairs_of_session
from writer_gui.state import lineage
from writer_gui.state.notice import Notice
from writer_gui.store.pairs import add_pair

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.pair import Pair
    from writer_gui.errors import UserError
    from writer_gui.state.comparison import ComparisonState
    from writer_gui.state.desk import DeskState
    from writer_gui.state.triplets import TripletsState
    from writer_gui.store.database import Transaction
    from writer_gui.text.comparing import Exhibit


class PairOffers(QObject):
    """Listens to what is saved and what is taken. The same pair is offered once."""

    notice = Signal(object)  # Notice
    kept = Signal()

    def __init__(
        self, desk: DeskState, triplets: TripletsState, comparison: ComparisonState, lane: Lane
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._lane = lane
        self._offered: set[tuple[str, str]] = set()
        triplets.saved.connect(self._on_saved)
        comparison.used.connect(self._on_used)

    @Slot()
    def _on_saved(self) -> None:
        """Offer the final texts of a session against the model's drafts."""
        session = self._desk.session
        if session is None:
            return
        story, plan = lineage.story_base(session), lineage.plan_base(session)
        pairs = self._fresh(pairs_of_session(session, plan, story))
        if pairs:
            share = max(changed_share(pair.second.text, pair.first.text) for pair in pairs)
            text = self.tr(
                "Saved as a triplet. You changed {0} % of what the model wrote; keep its draft and "
                "your version as a preference pair?"
            )
            self._offer(text.format(round(100 * share)), pairs)

    @Slot(object, object)
    def _on_used(self, chosen: Exhibit, others: tuple[Exhibit, ...]) -> None:
        """Offer the text taken against those it was laid beside."""
        found = (pair_of_choice(chosen, other) for other in others)
        pairs = self._fresh([pair for pair in found if pair is not None])
        if pairs:
            text = self.tr("It is on the desk. Keep your choice as a preference pair?")
            self._offer(text, pairs)

    def _fresh(self, pairs: list[Pair]) -> list[Pair]:
        fresh = [p for p in pairs if (p.first.text, p.second.text) not in self._offered]
        self._offered |= {(p.first.text, p.second.text) for p in fresh}
        return fresh

    def _offer(self, text: str, pairs: list[Pair]) -> None:
        self.notice.emit(Notice(text, self.tr("Keep as a pair"), lambda: self._keep(pairs)))

    def _keep(self, pairs: list[Pair]) -> None:
        def work(tx: Transaction) -> int:
            return sum(add_pair(tx, pair) is not None for pair in pairs)

        self._lane.run(work, self._on_kept, self._on_failed)

    def _on_kept(self, count: int) -> None:
        text = self.tr("Preference pairs kept: {0}.").format(count)
        self.notice.emit(Notice(text, passing=True))
        self.kept.emit()

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
