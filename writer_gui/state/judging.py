"""A round of blind choices: one question after the other, each answer in the database at once."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.judging import (
    BEST_SCORE,
    Judgement,
    JudgingRound,
    Task,
    TaskState,
)
from writer_gui.domain.pair import Verdict
from writer_gui.exchange import judging
from writer_gui.state.notice import Notice
from writer_gui.state.round_keeper import RoundKeeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.background.lane import Lane

ROUND = 20
"""Questions of a round; more tire the judge."""


_TURNED = {Verdict.FIRST: Verdict.SECOND, Verdict.SECOND: Verdict.FIRST}


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
    begun = Signal()  # a new round, which takes the place of any other

    def __init__(
        self,
        lane: Lane,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._keeper = RoundKeeper(lane, self)
        self._keeper.notice.connect(self.notice)
        self._keeper.kept.connect(self._on_kept)
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
            begun=None,
            judgement=_judgement(task, answer, task.seconds + self._elapsed()),
        )
        self._put(judged)

    @Slot()
    def skip(self) -> None:
        """Put the question off until the others are answered."""
        if self.task is not None:
            self._put(
                replace(_so_far(self.task, self._answer, self._elapsed()), state=TaskState.SKIPPED)
            )

    @Slot()
    def leave(self) -> None:
        """Close the round; unanswered questions wait for the next time."""
        judged = self._round
        if judged is None:
            return
        self.keep()
        self.show(None)

    @Slot()
    def keep(self) -> None:
        """Keep the answer in the making, as before the window closes; a whole round is over."""
        judged, place = self._round, self._place
        if judged is None:
            return
        if place is None:
            self._keeper.end(judged)
            return
        tasks = list(judged.tasks)
        tasks[place] = _so_far(tasks[place], self._answer, self._elapsed())
        self._since = self._clock()
        self._round = replace(judged, tasks=tuple(tasks))
        self._keeper.keep(self._round)

    def begin(self, tasks: list[Task]) -> None:
        """Begin a round, unless one was left unfinished: there is a place for one, so ask first."""
        if not tasks:
            text = self.tr("There are not yet two texts to choose between.")
            self.notice.emit(Notice(text, passing=True))
            return

        def draw() -> None:
            if self.is_active:  # the old one was resumed while the question stood
                return
            judged = judging.draw(tasks, secrets.randbits(32))
            self._keeper.begin(judged)
            self.begun.emit()
            self.show(judged)

        def look(left: JudgingRound | None) -> None:
            if left is None or not judging.waiting(left):
                draw()
                return
            told = self.tr(
                "A round was left with questions to answer ({0}). Beginning a new one drops them; "
                "the menu resumes the old one."
            ).format(judging.waiting(left))
            self.notice.emit(Notice(told, self.tr("Begin anew"), draw))

        self._keeper.load(look)

    def show(self, judged: JudgingRound | None) -> None:
        """Go on with a round, at the question that is next; None closes it."""
        was_active = self.is_active
        self._round = judged
        self._place = None if judged is None else judged.next_place
        self._answer = _answer_of(self.task)
        self._since = self._clock()
        if was_active is not self.is_active:
            self.active_changed.emit(self.is_active)
        self.changed.emit()

    @Slot()
    def give_up(self) -> None:
        """Close a round that was ended in another window; what was answered is kept."""
        if self._round is None:
            return
        self.show(None)
        text = self.tr("This round was ended in another window; what you answered is kept.")
        self.notice.emit(Notice(text))

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
        self._keeper.keep(judged)
        self.show(judged)

    @Slot(object, object)
    def _on_kept(self, sent: JudgingRound, kept: JudgingRound | None) -> None:
        self.saved.emit()
        if self._round is None or self._round.seed != sent.seed or kept == sent:
            return
        if kept is None:
            self.give_up()
            return
        self._round = judging.merged(kept, self._round)
        if self.task is not None and self.task.state is TaskState.DONE and not self._answer.verdict:
            self.show(self._round)  # nothing was said yet of what another window has answered
        else:
            self.changed.emit()

    def _elapsed(self) -> float:
        return self._clock() - self._since


def _judgement(task: Task, answer: Answer, seconds: float) -> Judgement:
    """Turn what was said of left and right into what is kept of first and second."""
    verdict = answer.verdict or Verdict.TIE
    first, second = answer.left, answer.right
    if task.swapped:
        verdict, first, second = _TURNED.get(verdict, verdict), second, first
    return Judgement(verdict, first, second, answer.reasons, answer.note, seconds)


def _so_far(task: Task, answer: Answer, elapsed: float) -> Task:
    """Return a question with an answer that is not finished, and the time it has taken."""
    seconds = task.seconds + elapsed
    begun = None if answer.verdict is None else _judgement(task, answer, seconds)
    return replace(task, seconds=seconds, begun=begun)


def _answer_of(task: Task | None) -> Answer:
    """Return the answer that was begun, as its sides are shown."""
    begun = task.begun if task is not None else None
    if task is None or begun is None:
        return Answer()
    verdict, left, right = begun.verdict, begun.first_score, begun.second_score
    if task.swapped:
        verdict, left, right = _TURNED.get(verdict, verdict), right, left
    return Answer(verdict, left, right, begun.reasons, begun.note)
