from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from tests.exchange.samples import pairs
from writer_gui.domain.judging import Judgement, TaskState, consistency
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.exchange.judging import (
    draw,
    end_round,
    keep_round,
    load_round,
    pair_of_task,
    save_round,
    tasks_of_pairs,
    without_names,
)
from writer_gui.exchange.plain import from_plain, to_plain
from writer_gui.store.database import Database
from writer_gui.store.pairs import list_pairs
from writer_gui.store.schema import PairRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.domain.judging import JudgingRound, Task


LEFT = Verdict.FIRST


def plain_pairs(count: int) -> list[Pair]:
    return [
        Pair(f"p{n}", "写雾", "诗歌", Language.ZH, PairLevel.STORY, side(n), side(n + 100), LEFT)
        for n in range(count)
    ]


def side(n: int) -> PairSide:
    return PairSide(f"第{n}夜，雾散了。", n % 4, f"model {n}", {})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "writer.db")
    yield opened
    opened.close()


rounds = st.builds(
    lambda count, seed: draw(tasks_of_pairs(plain_pairs(count)), seed),
    st.integers(0, 40),
    st.integers(0, 2**32 - 1),
)


@given(rounds)
def test_a_repeat_comes_later_than_what_it_repeats_with_the_sides_exchanged(
    judged: JudgingRound,
) -> None:
    places = {task.key: place for place, task in enumerate(judged.tasks)}
    assert len(places) == len(judged.tasks)
    for task in judged.tasks:
        if task.repeat_of:
            first = judged.tasks[places[task.repeat_of]]
            assert places[task.repeat_of] < places[task.key]
            assert (task.left, task.right) == (first.right, first.left)


@given(rounds)
def test_a_round_is_kept_as_it_is(judged: JudgingRound) -> None:
    assert from_plain(type(judged), to_plain(judged)) == judged


@given(pairs)
def test_nothing_but_the_texts_and_scores_is_left_without_names(pair: Pair) -> None:
    bare = without_names(pair)
    assert (bare.first.model, bare.second.model, bare.extra) == ("", "", {})
    assert (bare.first.text, bare.first.score) == (pair.first.text, pair.first.score)


@given(st.integers(5, 40), st.integers(0, 9))
def test_a_judge_who_always_says_left_is_found_out(count: int, seed: int) -> None:
    judged = draw(tasks_of_pairs(plain_pairs(count)), seed)
    told = [
        replace(
            task,
            state=TaskState.DONE,
            judgement=Judgement(Verdict.SECOND if task.swapped else Verdict.FIRST, 1, 1),
        )
        for task in judged.tasks
    ]
    report = consistency(replace(judged, tasks=tuple(told)))
    assert (report.left_wins, report.right_wins) == (count, 0)
    assert (report.repeats, report.alike) == (count // 5, 0)
    kept = [pair for task in told if (pair := pair_of_task(task)) is not None]
    assert len(kept) == count


def test_a_round_waits_in_the_database(database: Database) -> None:
    judged = draw((), 5)
    with database.transaction() as tx:
        assert load_round(tx) is None
        save_round(tx, judged)
        assert load_round(tx) == judged
        save_round(tx, None)
        assert load_round(tx) is None


def with_task(judged: JudgingRound, place: int, **changes: Any) -> JudgingRound:
    tasks = list(judged.tasks)
    tasks[place] = replace(tasks[place], **changes)
    return replace(judged, tasks=tuple(tasks))


def answered(judged: JudgingRound, place: int, verdict: Verdict = LEFT) -> JudgingRound:
    answer = Judgement(verdict, 3, 1, seconds=5.0)
    return with_task(judged, place, state=TaskState.DONE, judgement=answer, seconds=5.0)


def stored(database: Database) -> tuple[Task, ...]:
    with database.reading() as tx:
        judged = load_round(tx)
    assert judged is not None
    return judged.tasks


def verdicts(database: Database) -> list[Verdict]:
    with database.reading() as tx:
        return sorted(pair.verdict for pair in list_pairs(tx))


def test_what_two_windows_do_to_a_round_is_kept_of_both(database: Database) -> None:
    judged = draw(tasks_of_pairs(plain_pairs(4)), 7)
    begun = Judgement(LEFT, 3, None, note="半句")
    one = with_task(answered(judged, 0), 1, begun=begun, seconds=9.0)
    one = with_task(one, 2, state=TaskState.SKIPPED, seconds=1.0)
    other = with_task(answered(judged, 3), 2, seconds=4.0)
    with database.transaction() as tx:
        save_round(tx, judged)
        assert keep_round(tx, one) == one
        keep_round(tx, other)
        assert keep_round(tx, judged) == load_round(tx)  # one that has done nothing
    tasks = stored(database)
    done, skipped, waiting = TaskState.DONE, TaskState.SKIPPED, TaskState.WAITING
    assert [task.state for task in tasks] == [done, waiting, skipped, done]
    assert (tasks[1].begun, tasks[1].seconds, tasks[2].seconds) == (begun, 9.0, 4.0)
    assert verdicts(database) == [LEFT, LEFT]


def test_of_two_answers_the_first_stands(database: Database) -> None:
    judged = draw(tasks_of_pairs(plain_pairs(2)), 7)
    with database.transaction() as tx:
        save_round(tx, judged)
        keep_round(tx, answered(judged, 0))
        kept = keep_round(tx, answered(judged, 0, Verdict.TIE))
    assert kept == answered(judged, 0)
    assert verdicts(database) == [LEFT]


def test_an_answer_that_could_not_be_saved_is_a_pair_with_the_next(database: Database) -> None:
    judged = draw(tasks_of_pairs(plain_pairs(2)), 7)
    with database.transaction() as tx:
        save_round(tx, judged)
        keep_round(tx, answered(answered(judged, 0), 1))
    assert verdicts(database) == [LEFT, LEFT]


@pytest.mark.parametrize("successor", [None, draw((), 8)])
def test_a_round_that_is_over_comes_not_back_and_its_new_answers_are_kept(
    database: Database, successor: JudgingRound | None
) -> None:
    begun = draw(tasks_of_pairs(plain_pairs(2)), 7)
    judged = answered(begun, 0)
    with database.transaction() as tx:
        save_round(tx, begun)
        end_round(tx, judged)
        save_round(tx, successor)
        late = answered(with_task(judged, 0, judgement=Judgement(Verdict.TIE, 1, 1)), 1)
        assert keep_round(tx, late) is None
        end_round(tx, late)
        assert load_round(tx) == successor
    assert verdicts(database) == [LEFT, LEFT]


def test_a_pair_deleted_during_its_round_stays_deleted(database: Database) -> None:
    begun = draw(tasks_of_pairs(plain_pairs(2)), 7)
    judged = answered(begun, 0)
    with database.transaction() as tx:
        save_round(tx, begun)
        keep_round(tx, judged)
        tx.execute(delete(PairRow))
        keep_round(tx, judged)
    assert verdicts(database) == []
