"""What a round of blind choices can be made of, and what becomes of the pairs."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.judging import BLIND, JudgingRound, Task
from writer_gui.exchange import judging
from writer_gui.exchange.pair_fields import IMPORTED
from writer_gui.state.judging import ROUND
from writer_gui.state.notice import Notice
from writer_gui.store.pairs import PairQuery, count_pairs, list_pairs

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.pair import PairLevel
    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState
    from writer_gui.state.judging import JudgingState
    from writer_gui.store.database import Transaction

BLIND_PAIRS = PairQuery(origin=BLIND, oldest_first=True)
"""All pairs chosen blind, in the order they were."""


ALL_PAIRS = PairQuery(oldest_first=True)


class JudgingSources(QObject):
    """What a round can be made of."""

    counted = Signal(int, int)  # imported pairs; questions of a round that was left
    notice = Signal(object)  # Notice

    def __init__(self, judging: JudgingState, desk: DeskState, lane: Lane) -> None:
        super().__init__(judging)
        self._judging = judging
        self._desk = desk
        self._lane = lane

    @Slot()
    def count(self) -> None:
        """Look up how many imported pairs there are to judge, and what a round left has to ask."""

        def work(tx: Transaction) -> tuple[int, int]:
            left = judging.load_round(tx)
            waiting = judging.waiting(left) if left is not None else 0
            return count_pairs(tx, PairQuery(origin=IMPORTED)), waiting

        self._lane.run(work, lambda found: self.counted.emit(*found), self._on_failed)

    @Slot()
    def resume(self) -> None:
        """Go on with the round that was left, if there is one."""
        self._lane.run(judging.load_round, self._on_loaded, self._on_failed)

    @Slot()
    def start_with_pairs(self) -> None:
        """Begin a round over imported pairs, drawn at random."""

        def work(tx: Transaction) -> list[Task]:
            found = list_pairs(tx, PairQuery(origin=IMPORTED))
            chosen = secrets.SystemRandom().sample(found, min(ROUND, len(found)))
            return judging.tasks_of_pairs(chosen)

        self._lane.run(work, self._judging.begin, self._on_failed)

    def start_with_session(self, level: PairLevel) -> None:
        """Begin a round over the plans or the stories of the open session."""
        session = self._desk.session
        if session is not None:
            self._judging.begin(judging.tasks_of_session(session, level)[:ROUND])

    def _on_loaded(self, judged: JudgingRound | None) -> None:
        if judged is None or not judging.waiting(judged):
            self.notice.emit(Notice(self.tr("No round was left unfinished."), passing=True))
        else:
            self._judging.show(judged)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
