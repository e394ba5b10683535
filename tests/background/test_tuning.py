from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from writer_gui.background.benchmark import QuickFigures
from writer_gui.background.engine import EnginePhase
from writer_gui.background.tuning import LARGE_CHUNK, Trial, Tuning, try_options
from writer_gui.domain.generation import ModelFile
from writer_gui.inference.protocol import CacheType, EngineOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from writer_gui.background.engine import Engine

USUAL = EngineOptions(context=2048)


def tried(speed_of: Callable[[EngineOptions], float]) -> tuple[Trial, list[EngineOptions]]:
    trials = try_options(USUAL)
    asked = [next(trials)]
    while True:
        speed = speed_of(asked[-1])
        try:
            asked.append(trials.send(QuickFigures(100 * speed, 30 * speed)))
        except StopIteration as done:
            return done.value, asked


def test_where_all_is_alike_the_usual_way_is_kept() -> None:
    best, asked = tried(lambda options: 1.01 if options.flash_attention else 1.0)
    assert best.options == USUAL
    assert len(asked) == 3  # no smaller cache without flash attention


def test_a_larger_chunk_is_taken_where_it_is_faster() -> None:
    best, asked = tried(lambda options: options.read_chunk / 128)
    assert best.options == EngineOptions(context=2048, read_chunk=LARGE_CHUNK)
    assert asked[-1].read_chunk == LARGE_CHUNK


def test_flash_attention_and_a_small_cache_have_to_be_much_faster() -> None:
    best, _ = tried(lambda options: 1.1 if options.flash_attention else 1.0)
    assert not best.options.flash_attention
    best, _ = tried(lambda options: 1.3 if options.flash_attention else 1.0)
    assert best.options.flash_attention
    assert best.options.cache_type is CacheType.F16
    best, _ = tried(lambda o: 1.0 + o.flash_attention + (o.cache_type is CacheType.Q8_0))
    assert best.options.cache_type is CacheType.Q8_0


@pytest.mark.parametrize("is_loaded", [True, False])
def test_ways_are_tried_on_an_engine(
    qtbot: QtBot, make_engine: Callable[[list[dict[str, object]]], Engine], is_loaded: bool
) -> None:
    engine = make_engine([{"text": "灯亮了。" * 30, "chunk": 8}])
    engine.load(ModelFile("scripted", ""), USUAL if is_loaded else None)
    qtbot.waitUntil(lambda: engine.state.phase is EnginePhase.READY)
    tuning = Tuning(engine, ModelFile("scripted", ""), USUAL)
    with qtbot.waitSignal(tuning.finished) as finished:
        tuning.start()
    assert finished.args[0].options.context == USUAL.context
    assert finished.args[0].draft_s > 0


def test_another_model_loaded_meanwhile_is_not_measured_in_its_place(
    qtbot: QtBot, make_engine: Callable[[list[dict[str, object]]], Engine]
) -> None:
    engine = make_engine([{"text": "灯亮了。" * 30}])
    tuning = Tuning(engine, ModelFile("scripted", ""), USUAL)
    tuning.start()
    with qtbot.waitSignal(tuning.failed) as failed:
        engine.load(ModelFile("another", ""))
    assert "Another model" in failed.args[0]


def test_a_model_that_cannot_be_run_ends_it(
    qtbot: QtBot, make_engine: Callable[[list[dict[str, object]]], Engine]
) -> None:
    engine = make_engine([{"error": "The model cannot read this; try another."}])
    tuning = Tuning(engine, ModelFile("scripted", ""), USUAL)
    with qtbot.waitSignal(tuning.failed) as failed:
        tuning.start()
    assert failed.args == ["The model cannot read this; try another."]
