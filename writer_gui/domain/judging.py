"""Choosing blind between two texts: what is asked, in which order, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from writer_gui.domain.language import Language
from writer_gui.domain.pair import PairLevel, PairSide, Verdict

BLIND = "blind"
"""The `origin` of a pair chosen without knowing whose the texts were."""

BEST_SCORE = 3

LENGTH_GAP = 1.25
"""The longer of two texts wins more often for its length alone; from this ratio on it is said."""


class Reason(StrEnum):
    """Why one was better, in the words of WritingPreferenceBench's checks."""

    CREATIVITY = "creativity"
    STYLE = "style"
    EMOTION = "emotion"
    STRUCTURE = "structure"
    CONTENT = "content"
    CONSTRAINTS = "constraints"
    ERRORS = "errors"


class TaskState(StrEnum):
    """Where one question of a round stands."""

    WAITING = "waiting"
    SKIPPED = "skipped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was answered. The verdict and the scores are of the sides as stored, not as shown."""

    verdict: Verdict
    first_score: int | None = None
    second_score: int | None = None
    reasons: tuple[str, ...] = ()
    note: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """One question. `swapped` was drawn at random before anything was shown.

    `repeat_of` is the key of the question that this one asks again with the sides exchanged.
    `begun` is an answer that was not finished before the question was put off or the round left.
    """

    key: str
    prompt: str
    genre: str
    language: Language
    level: PairLevel
    first: PairSide
    second: PairSide
    swapped: bool
    source: str = ""
    prompt_id: str = ""
    session_id: int | None = None
    repeat_of: str = ""
    state: TaskState = TaskState.WAITING
    judgement: Judgement | None = None
    seconds: float = 0.0
    begun: Judgement | None = None

    @property
    def left(self) -> PairSide:
        """The side shown at the left."""
        return self.second if self.swapped else self.first

    @property
    def right(self) -> PairSide:
        """The side shown at the right."""
        return self.first if self.swapped else self.second


@dataclass(frozen=True, slots=True)
class JudgingRound:
    """The questions in the order they are asked. `seed` is what that order was drawn with."""

    seed: int
    tasks: tuple[Task, ...] = field(default=())

    @property
    def done(self) -> int:
        """How many questions are answered."""
        return sum(task.state is TaskState.DONE for task in self.tasks)

    @property
    def next_place(self) -> int | None:
        """The first question not asked yet, else the first one skipped, else None."""
        for state in (TaskState.WAITING, TaskState.SKIPPED):
            for place, task in enumerate(self.tasks):
                if task.state is state:
                    return place
        return None


@dataclass(frozen=True, slots=True)
class Consistency:
    """How a judge's answers hold together: repeats answered alike, and which side they prefer."""

    judged: int
    repeats: int
    alike: int
    left_wins: int
    right_wins: int
    longer_wins: int
    decided: int
    seconds: float


def consistency(judged: JudgingRound) -> Consistency:
    """Return how the answers of a round hold together. Repeats count only as repeats."""
    done = {t.key: t for t in judged.tasks if t.judgement is not None}
    repeats = [t for t in done.values() if t.repeat_of in done]
    asked = [t for t in done.values() if not t.repeat_of]
    decided = [t for t in asked if _winner(t) is not None]
    left = sum(_winner(t) is t.left for t in decided)
    return Consistency(
        judged=len(asked),
        repeats=len(repeats),
        alike=sum(_verdict(t) is _verdict(done[t.repeat_of]) for t in repeats),
        left_wins=left,
        right_wins=len(decided) - left,
        longer_wins=sum(_is_longer(t) for t in decided),
        decided=len(decided),
        seconds=sum(t.judgement.seconds for t in done.values() if t.judgement),
    )


def length_ratio(task: Task) -> float:
    """Return how many times as long the longer text is."""
    lengths = sorted((len(task.first.text), len(task.second.text)))
    return lengths[1] / max(1, lengths[0])


def _verdict(task: Task) -> Verdict | None:
    return task.judgement.verdict if task.judgement else None


def _winner(task: Task) -> PairSide | None:
    verdict = _verdict(task)
    if verdict is Verdict.FIRST:
        return task.first
    return task.second if verdict is Verdict.SECOND else None


def _is_longer(task: Task) -> bool:
    winner = _winner(task)
    other = task.second if winner is task.first else task.first
    return winner is not None and len(winner.text) > len(other.text)
