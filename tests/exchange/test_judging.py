from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.samples import pairs
from writer_gui.domain.judging import Judgement, TaskState, consistency
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.exchange.judging import (
    draw,
    load_round,
    pair_of_task,
    save_round,
    tasks_of_pairs,
    without_names,
)
from writer_gui.exchange.plain import from_plain, to_plain
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.domain.judging import JudgingRound


LEFT = Verdict.FIRST


def plain_pairs(count: int) -> list[Pair]:
    return [
        Pair(f"p{n}", "写雾", "诗歌", Language.ZH, PairLevel.STORY, side(n), side(n + 100), LEFT)
        for n in range(count)
    ]


def side(n: int) -> PairSide:
    return PairSide(f"第{n}夜，雾散了。", n % 4, f"model {n}", {})


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


def test_a_round_waits_in_the_database(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "writer.db")
    judged = draw((), 5)
    with database.transaction() as tx:
        assert load_round(tx) is None
        save_round(tx, judged)
        assert load_round(tx) == judged
        save_round(tx, None)
        assert load_round(tx) is None
    database.close()
