from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from writer_gui.background.benchmark import (
    VARIANTS,
    Benchmark,
    EditFigures,
    Heard,
    Round,
    Texts,
    measure_cancel,
    measure_edit,
    measure_speed,
    measure_variants,
)
from writer_gui.domain.generation import PassageEnd, PassageResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from writer_gui.background.benchmark import Measuring
    from writer_gui.background.engine import Engine


def heard(tokens: int, first: float, ended: float, prompt: int = 100, reused: int = 0) -> Heard:
    result = PassageResult("", PassageEnd.LENGTH, prompt, reused, tokens)
    return Heard(result, first, ended)


def drive(measuring: Measuring[Any], answers: list[list[Heard]]) -> tuple[Any, list[Round]]:
    rounds = [next(measuring)]
    for answer in answers:
        try:
            rounds.append(measuring.send(answer))
        except StopIteration as done:
            return done.value, rounds
    raise AssertionError("more rounds were asked for than there are answers")


@pytest.fixture
def texts() -> Texts:
    return Texts(random.Random(1))


def test_speed_counts_only_what_was_read_and_written(texts: Texts) -> None:
    read, short, long = heard(1, 2.0, 2.0, 512, 12), heard(65, 1.0, 3.0), heard(65, 9.0, 13.0)
    figures, _ = drive(measure_speed(texts), [[read], [short], [long]])
    assert (figures.prompt, figures.decode, figures.decode_long) == (250.0, 32.0, 16.0)


def test_variants_are_the_same_texts_together_as_alone(texts: Texts) -> None:
    alone = [heard(96, 0.1, 4.0)]
    together = [heard(96, 0.1, 8.0 - n) for n in range(VARIANTS)]
    answers = [[heard(1, 1, 1)], *[alone, together] * VARIANTS]
    figures, rounds = drive(measure_variants(texts), answers)
    assert figures.ratio == 12.0 / 8.0
    assert figures.together == VARIANTS * 96 / 8.0
    one_by_one = [replace(r.passages[0], run="") for r in rounds[1::2]]
    for at_once in rounds[2::2]:
        assert [replace(p, run="") for p in at_once.passages] == one_by_one


def test_an_edit_keeps_the_beginning_and_going_back_asks_for_the_same(texts: Texts) -> None:
    answers = [[heard(8, n, n + 1, 1500, 1400)] for n in range(1, 6)]
    figures, rounds = drive(measure_edit(texts), answers)
    assert figures == EditFigures(1500, 1400, 2, 1, 5, 3)
    cold, edited, first, between, back = (r.passages[0].messages[0].content for r in rounds)
    assert edited[: len(cold) - 40] == cold[:-40]
    assert edited != cold
    assert first == back
    assert between[:12] != first[:12]


def test_prompts_get_the_size_that_is_asked_for(texts: Texts) -> None:
    def tokens(ask: Round) -> int:
        return 25 + 2 * len(ask.passages[0].messages[0].content)

    measuring = texts.calibrate()
    small = next(measuring)
    large = measuring.send([heard(1, 1, 1, tokens(small))])
    with pytest.raises(StopIteration):
        measuring.send([heard(1, 1, 1, tokens(large))])
    assert tokens(Round((texts.passage(1500, 1),))) == pytest.approx(1500, rel=0.1)


def test_rounds_are_run_on_an_engine(
    qtbot: QtBot, texts: Texts, make_engine: Callable[[list[dict[str, object]]], Engine]
) -> None:
    engine = make_engine([{"text": "灯亮了。" * 50, "chunk": 2, "delay_ms": 20}])
    bench = Benchmark(engine, measure_cancel(texts, 2))
    with qtbot.waitSignal(bench.finished) as finished:
        bench.start()
    (took,) = finished.args
    assert len(took) == 2
    assert took == sorted(took)


def test_a_failure_ends_it(
    qtbot: QtBot, texts: Texts, make_engine: Callable[[list[dict[str, object]]], Engine]
) -> None:
    engine = make_engine([{"error": "The model cannot read this; try another."}])
    bench = Benchmark(engine, measure_speed(texts))
    with qtbot.waitSignal(bench.failed) as failed:
        bench.start()
    assert failed.args == ["The model cannot read this; try another."]
