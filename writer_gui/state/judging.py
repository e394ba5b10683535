"""A round of blind choices: one question after the other, each answer in the database at once."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from writer_gui.domain.judging import (
    BEST_SCORE,
    BLIND,
    Judgement,
    JudgingRound,
    Task,
    TaskState,
    consistency,
)
from writer_gui.domain.pair import Verdict
from writer_gui.exchange import judging
from writer_gui.exchange.pair_fields import IMPORTED
from writer_gui.state.notice import Notice
from writer_gui.state.sentences import in_a_row
from writer_gui.store.pairs import PairQuery, add_pair, count_pairs, list_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.background.lane import Lane
    from writer_gui.domain.pair import PairLevel
    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState
    from writer_gui.store.database import Transaction

ROUND = 20
"""Questions of a round; more tire the judge."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in the making, as shown: `left` and `right` are the two scores."""

    verdict: Verdict | None = None  # FIRST stands for left here, SECOND for right
    left: int | None = None
    right: int | None = None
    reasons: tuple[str, ...] = ()
    note: str = ""


class JudgingState(QObject):
    """Owns the round. `task` is the question shown, `answer` what has been said of it so far."""

    changed = Signal()  # another question, or the answer so far
    active_changed = Signal(bool)
    notice = Signal(object)  # Notice
    saved = Signal()

    def __init__(
        self,
        lane: Lane,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._clock = clock
        self._round: JudgingRound | None = None
        self._place: int | None = None
        self._answer = Answer()
        self._since = 0.0

    @property
    def is_active(self) -> bool:
        """Whether a round is open, so that names must not be shown."""
        return self._round is not None

    @property
    def round(self) -> JudgingRound | None:
        """The round that is open."""
        return self._round

    @property
    def task(self) -> Task | None:
        """The question shown; None between rounds and at the end of one."""
        if self._round is None or self._place is None:
            return None
        return self._round.tasks[self._place]

    @property
    def answer(self) -> Answer:
        """What has been said of the question so far."""
        return self._answer

    def vote(self, verdict: Verdict) -> None:
        """Say which side is better; FIRST is the left one, SECOND the right one."""
        if self.task is not None:
            self._answer = replace(self._answer, verdict=verdict)
            self.changed.emit()

    def score(self, value: int) -> None:
        """Score the left side and, once it has a score, the right one."""
        if self._answer.verdict is None or not 0 <= value <= BEST_SCORE:
            return
        if self._answer.left is None:
            self.set_scores(value, self._answer.right)
        else:
            self.set_scores(self._answer.left, value)

    def set_scores(self, left: int | None, right: int | None) -> None:
        """Set both scores."""
        self._answer = replace(self._answer, left=left, right=right)
        self.changed.emit()

    def explain(self, *, reasons: tuple[str, ...] | None = None, note: str | None = None) -> None:
        """Say why, by tags, and anything else in words."""
        answer = self._answer
        self._answer = replace(
            answer,
            reasons=answer.reasons if reasons is None else reasons,
            note=answer.note if note is None else note,
        )

    @Slot()
    def take_back(self) -> None:
        """Take back what was said last of this question."""
        answer = self._answer
        if answer.right is not None:
            answer = replace(answer, right=None)
        elif answer.left is not None:
            answer = replace(answer, left=None)
        else:
            answer = replace(answer, verdict=None)
        self._answer = answer
        self.changed.emit()

    @Slot()
    def confirm(self) -> None:
        """Keep the answer and go on."""
        task, answer = self.task, self._answer
        if task is None or answer.verdict is None or answer.left is None or answer.right is None:
            return
        judged = replace(
            task,
            state=TaskState.DONE,
            seconds=task.seconds + self._elapsed(),
            judgement=_judgement(task, answer, task.seconds + self._elapsed()),
        )
        self._put(judged)

    @Slot()
    def skip(self) -> None:
        """Put the question off until the others are answered."""
        if self.task is not None:
            seconds = self.task.seconds + self._elapsed()
            self._put(replace(self.task, state=TaskState.SKIPPED, seconds=seconds))

    @Slot()
    def leave(self) -> None:
        """Close the round; unanswered questions wait for the next time."""
        judged = self._round
        if judged is None:
            return
        if judging.waiting(judged) == 0:
            self._lane.run(lambda tx: judging.save_round(tx, None), None, self._on_failed)
        self._show(None)

    def begin(self, tasks: list[Task]) -> None:
        """Begin a round, unless one was left unfinished: there is a place for one, so ask first."""
        if not tasks:
            text = self.tr("There are not yet two texts to choose between.")
            self.notice.emit(Notice(text, passing=True))
            return

        def look(left: JudgingRound | None) -> None:
            if left is None or not judging.waiting(left):
                self._draw(tasks)
                return
            told = self.tr(
                "A round was left with questions to answer ({0}). A new one takes its place; "
                "the menu resumes the old one."
            ).format(judging.waiting(left))
            self.notice.emit(Notice(told, self.tr("Begin anew"), lambda: self._draw(tasks)))

        self._lane.run(judging.load_round, look, self._on_failed)

    def _draw(self, tasks: list[Task]) -> None:
        """Draw the order of a round, keep it, and ask the first question."""
        judged = judging.draw(tasks, secrets.randbits(32))
        self._lane.run(lambda tx: judging.save_round(tx, judged), None, self._on_failed)
        self._show(judged)

    def go_on(self, judged: JudgingRound) -> None:
        """Go on with a round that was left."""
        self._show(judged)

    def _put(self, task: Task) -> None:
        """Have the question as it is now, in the round and in the database, and ask the next."""
        if self._round is None or self._place is None:
            return
        tasks = list(self._round.tasks)
        tasks[self._place] = task
        was_skipped = task.state is TaskState.SKIPPED
        if was_skipped:  # behind those that were put off before
            tasks.append(tasks.pop(self._place))
        judged = replace(self._round, tasks=tuple(tasks))
        pair = judging.pair_of_task(task)

        def work(tx: Transaction) -> None:
            if pair is not None:
                add_pair(tx, pair)
            judging.save_round(tx, judged)

        self._lane.run(work, lambda _: self.saved.emit(), self._on_failed)
        self._show(judged)

    def _show(self, judged: JudgingRound | None) -> None:
        was_active = self.is_active
        self._round = judged
        self._place = None if judged is None else judged.next_place
        self._answer = Answer()
        self._since = self._clock()
        if was_active is not self.is_active:
            self.active_changed.emit(self.is_active)
        self.changed.emit()
        if judged is not None and self._place is None:
            self.notice.emit(Notice(_told_report(judged)))

    def _elapsed(self) -> float:
        return self._clock() - self._since

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))


def _told_report(judged: JudgingRound) -> str:
    found = consistency(judged)
    told = [
        QCoreApplication.translate("JudgingState", "Every question is answered ({0}).").format(
            found.judged
        )
    ]
    if found.repeats:
        text = QCoreApplication.translate(
            "JudgingState", "Asked again with the sides exchanged: {0} of {1} answered alike."
        )
        told.append(text.format(found.alike, found.repeats))
    if found.decided:
        text = QCoreApplication.translate(
            "JudgingState", "You chose left: {0}, right: {1}; the longer text: {2} of {3}."
        )
        told.append(
            text.format(found.left_wins, found.right_wins, found.longer_wins, found.decided)
        )
    return in_a_row(told)


def _judgement(task: Task, answer: Answer, seconds: float) -> Judgement:
    """Turn what was said of left and right into what is kept of first and second."""
    turned = {Verdict.FIRST: Verdict.SECOND, Verdict.SECOND: Verdict.FIRST}
    verdict = answer.verdict or Verdict.TIE
    first, second = answer.left, answer.right
    if task.swapped:
        verdict, first, second = turned.get(verdict, verdict), second, first
    return Judgement(verdict, first, second, answer.reasons, answer.note, seconds)


BLIND_PAIRS = PairQuery(origin=BLIND, oldest_first=True)
"""All pairs chosen blind, in the order they were."""


ALL_PAIRS = PairQuery(oldest_first=True)


class JudgingSources(QObject):
    """What a round can be made of."""

    counted = Signal(int)  # imported pairs
    notice = Signal(object)  # Notice

    def __init__(self, judging: JudgingState, desk: DeskState, lane: Lane) -> None:
        super().__init__(judging)
        self._judging = judging
        self._desk = desk
        self._lane = lane

    @Slot()
    def count(self) -> None:
        """Look up how many imported pairs there are to judge."""
        query = PairQuery(origin=IMPORTED)
        self._lane.run(lambda tx: count_pairs(tx, query), self.counted.emit, self._on_failed)

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
        if judged is None:
            self.notice.emit(Notice(self.tr("No round was left unfinished."), passing=True))
        else:
            self._judging.go_on(judged)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
