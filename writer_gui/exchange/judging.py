"""Rounds of blind choices: questions out of pairs and versions, answers into pairs."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import uuid4

from writer_gui.domain.judging import BLIND, JudgingRound, Task, TaskState
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide
from writer_gui.domain.plan import PlanVersion
from writer_gui.exchange.pairs import write_pairs
from writer_gui.exchange.plain import from_plain, to_plain
from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.pairs import add_pair, each_pair, has_pair
from writer_gui.text.plan_text import plan_as_thought

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from writer_gui.domain.session import Session
    from writer_gui.domain.story import StoryVersion
    from writer_gui.exchange.fields import Written
    from writer_gui.exchange.pairs import PairFormat
    from writer_gui.store.database import Transaction
    from writer_gui.store.pairs import PairQuery

REPEAT_EVERY = 5
"""One question in so many comes back with its sides exchanged, later in the round."""

_KEY = "judging"


def tasks_of_pairs(pairs: Sequence[Pair]) -> list[Task]:
    """Return a question for each pair; what was said of it before is not part of it."""
    return [
        Task(
            key=uuid4().hex,
            prompt=pair.prompt,
            genre=pair.genre,
            language=pair.language,
            level=pair.level,
            first=replace(pair.first, score=None),
            second=replace(pair.second, score=None),
            swapped=False,
            source=pair.uid,
            prompt_id=pair.prompt_id,
            session_id=pair.session_id,
        )
        for pair in pairs
    ]


def tasks_of_session(session: Session, level: PairLevel) -> list[Task]:
    """Return a question for any two plans, or any two stories, of one session that differ.

    Stories written from the same plan come first: they differ in nothing but the writing.
    """
    if level is PairLevel.PLAN:
        found = list(combinations(session.plans, 2))
        return _of_versions(session, level, [(one, other) for one, other in found])
    stories = sorted(
        combinations(session.stories, 2),
        key=lambda two: two[0].plan_version_id != two[1].plan_version_id,
    )
    return _of_versions(session, level, [(one, other) for one, other in stories])


def draw(tasks: Sequence[Task], seed: int) -> JudgingRound:
    """Draw order and sides at random, and put in the swapped repeats."""
    chance = random.Random(seed)
    asked = [replace(task, swapped=bool(chance.getrandbits(1))) for task in tasks]
    chance.shuffle(asked)
    for task in chance.sample(asked, len(asked) // REPEAT_EVERY):
        again = replace(task, key=uuid4().hex, swapped=not task.swapped, repeat_of=task.key)
        behind = next(place for place, known in enumerate(asked) if known.key == task.key)
        asked.insert(chance.randint(min(behind + 2, len(asked)), len(asked)), again)
    return JudgingRound(seed, tuple(asked))


def pair_of_task(task: Task) -> Pair | None:
    """Return the pair an answered question is kept as; a repeat is no pair of its own."""
    answer = task.judgement
    if answer is None or task.repeat_of:
        return None
    return Pair(
        uid=task.key,
        prompt=task.prompt,
        genre=task.genre,
        language=task.language,
        level=task.level,
        first=replace(task.first, score=answer.first_score),
        second=replace(task.second, score=answer.second_score),
        verdict=answer.verdict,
        shown_swapped=task.swapped,
        reasons=answer.reasons,
        note=answer.note,
        seconds=round(answer.seconds, 1),
        origin=BLIND,
        prompt_id=task.prompt_id,
        session_id=task.session_id,
    )


def without_names(pair: Pair) -> Pair:
    """Return a pair that does not say whose its texts are."""
    return replace(
        pair,
        first=PairSide(pair.first.text, pair.first.score),
        second=PairSide(pair.second.text, pair.second.score),
        extra={},
    )


class Veil:
    """Hides whose the texts are that an unfinished round asks about, wherever they stand."""

    def __init__(self, judged: JudgingRound | None) -> None:
        tasks = judged.tasks if judged is not None and waiting(judged) else ()
        self._texts = {side.text for task in tasks for side in (task.first, task.second)}

    def hides(self, pair: Pair) -> bool:
        """Whether names of this pair must not be seen yet."""
        return pair.first.text in self._texts or pair.second.text in self._texts

    def over(self, pair: Pair) -> Pair:
        """Return a pair as it may be seen."""
        return without_names(pair) if self.hides(pair) else pair


def export_pairs(tx: Transaction, file: Path, query: PairQuery, form: PairFormat) -> Written:
    """Write what a query finds; what a round that is left unfinished is about, without names.

    Raises UserError.
    """
    veil = Veil(load_round(tx))
    nameless = 0

    def told() -> Iterator[Pair]:
        nonlocal nameless
        for pair in each_pair(tx, query):
            nameless += veil.hides(pair)
            yield veil.over(pair)

    return replace(write_pairs(file, told(), form), nameless=nameless)


def save_round(tx: Transaction, judged: JudgingRound | None) -> None:
    """Keep the round, so that it goes on where it was left; None for no round."""
    write_meta(tx, _KEY, "" if judged is None else json.dumps(to_plain(judged), ensure_ascii=False))


def keep_round(tx: Transaction, judged: JudgingRound) -> JudgingRound | None:
    """Keep a round as one window has it, and a pair for each of its answers that has none yet.

    Returns it with what was done in other windows. None: it was finished or replaced there, so
    that only the pairs are kept.
    """
    stored = load_round(tx)
    if stored is None or stored.seed != judged.seed:
        _add_pairs(tx, judged, set())
        return None
    whole = merged(stored, judged)
    _add_pairs(tx, whole, _answered(stored))
    save_round(tx, whole)
    return whole


def merged(stored: JudgingRound, own: JudgingRound) -> JudgingRound:
    """Return a round as one window has it, with what was done in others.

    Of two answers the one stored first stands; what has no answer is newer where it took longer.
    """
    known = {task.key: task for task in stored.tasks}
    tasks = (_newer(known.get(task.key, task), task) for task in own.tasks)
    return replace(own, tasks=tuple(tasks))


def _newer(stored: Task, own: Task) -> Task:
    if stored.state is TaskState.DONE:
        return stored
    newer = own if own.state is TaskState.DONE or own.seconds >= stored.seconds else stored
    was_skipped = newer.state is TaskState.WAITING and stored.state is TaskState.SKIPPED
    return replace(newer, state=TaskState.SKIPPED) if was_skipped else newer


def _add_pairs(tx: Transaction, judged: JudgingRound, answered: set[str]) -> None:
    """Add the pairs of a round but for those `answered` before, of which some may be deleted."""
    for task in judged.tasks:
        pair = None if task.key in answered else pair_of_task(task)
        if pair is not None and not has_pair(tx, task.key):
            add_pair(tx, pair)


def end_round(tx: Transaction, judged: JudgingRound) -> None:
    """Keep a whole round no longer, only its pairs."""
    if keep_round(tx, judged) is not None:
        save_round(tx, None)


def load_round(tx: Transaction) -> JudgingRound | None:
    """Return the round that was left, None where there is none."""
    kept = read_meta(tx, _KEY)
    return from_plain(JudgingRound, json.loads(kept)) if kept else None


def _answered(judged: JudgingRound) -> set[str]:
    return {task.key for task in judged.tasks if task.state is TaskState.DONE}


def waiting(judged: JudgingRound) -> int:
    """Return how many questions are not answered yet."""
    return sum(task.state is not TaskState.DONE for task in judged.tasks)


def _of_versions(
    session: Session,
    level: PairLevel,
    found: Sequence[tuple[PlanVersion | StoryVersion, PlanVersion | StoryVersion]],
) -> list[Task]:
    prompt = session.draft.prompt
    tasks: list[Task] = []
    for one, other in found:
        first, second = _side(session, one), _side(session, other)
        if first.text.strip() and second.text.strip() and first.text != second.text:
            tasks.append(
                Task(
                    key=uuid4().hex,
                    prompt=prompt.text,
                    genre=prompt.genre,
                    language=prompt.language,
                    level=level,
                    first=first,
                    second=second,
                    swapped=False,
                    session_id=session.summary.id,
                )
            )
    return tasks


def _side(session: Session, version: PlanVersion | StoryVersion) -> PairSide:
    run = next((run for run in session.runs if run.id == version.run_id), None)
    extra: dict[str, object] = {"version": version.number}
    if isinstance(version, PlanVersion):
        language = session.draft.prompt.language or Language.ZH
        text = plan_as_thought(version.plan, language)
    else:
        text = version.story.text
    return PairSide(text, model=run.model if run else "writer", extra=extra)
