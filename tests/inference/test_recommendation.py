from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from writer_gui.domain.language import Language
from writer_gui.inference import catalog, model_info
from writer_gui.inference.catalog import Role
from writer_gui.inference.recommendation import (
    CALM_READER,
    LARGEST_DOWNLOAD,
    Advice,
    Verdict,
    best_advice,
    recommend,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.inference.model_info import ModelInfo

GB = 10**9


@pytest.fixture
def models(tmp_path: Path) -> list[ModelInfo]:
    return [model_info.of_catalog(model, tmp_path) for model in catalog.load().models]


def pace_at(bandwidth: float) -> Callable[[ModelInfo], int]:
    """Return how many characters a minute models write where memory is so fast."""
    return lambda model: round(bandwidth / model.bytes_a_token * 60 / 0.9)


def best(
    models: list[ModelInfo], memory: int, bandwidth: float, language: Language = Language.ZH
) -> str:
    advice = best_advice(recommend(models, memory, pace_at(bandwidth), language))
    return "" if advice is None else advice.model.name


@pytest.mark.parametrize(
    ("memory", "bandwidth", "zh", "en"),
    [
        (2 * GB, 12 * GB, "", ""),
        (4 * GB, 12 * GB, "qwen2.5-1.5b-instruct", "qwen2.5-1.5b-instruct"),
        (8 * GB, 12 * GB, "qwen3-4b-instruct-2507", "qwen3-4b-instruct-2507"),
        (16 * GB, 12 * GB, "qwen3-4b-instruct-2507", "gemma-4-e4b-it"),
        (16 * GB, 24 * GB, "qwen3-8b", "gemma-4-e4b-it"),
        (32 * GB, 24 * GB, "gemma-4-12b-it-qat", "gemma-4-12b-it-qat"),
        (64 * GB, 6 * GB, "qwen2.5-1.5b-instruct", "qwen2.5-1.5b-instruct"),
    ],
)
def test_the_best_that_memory_and_speed_carry(
    models: list[ModelInfo], memory: int, bandwidth: float, zh: str, en: str
) -> None:
    assert best(models, memory, bandwidth) == zh
    assert best(models, memory, bandwidth, Language.EN) == en


def test_where_all_are_slower_than_a_reader_the_fastest_comes_first(
    models: list[ModelInfo],
) -> None:
    advised = recommend(models, 64 * GB, pace_at(1 * GB), Language.ZH)
    assert {advice.verdict for advice in advised} == {Verdict.SLOW}
    assert [a.pace for a in advised] == sorted((a.pace for a in advised), reverse=True)
    assert advised[0].model.bytes_a_token < 1.2 * GB


def test_what_does_not_fit_comes_last_and_says_so(models: list[ModelInfo]) -> None:
    advised = recommend(models, 8 * GB, pace_at(20 * GB), Language.ZH)
    verdicts = [advice.verdict for advice in advised]
    first_large = verdicts.index(Verdict.LARGE)
    assert first_large > 0
    assert set(verdicts[first_large:]) == {Verdict.LARGE}


def test_an_unknown_speed_stands_in_nobody_s_way(models: list[ModelInfo]) -> None:
    advised = recommend(models, 8 * GB, lambda _model: 0, Language.ZH)
    assert Verdict.SLOW not in {advice.verdict for advice in advised}


@pytest.mark.parametrize(("missing", "verdict"), [(1, Verdict.SLOW), (0, Verdict.FITS)])
def test_a_calm_reader_is_the_floor(
    models: list[ModelInfo], missing: int, verdict: Verdict
) -> None:
    pace = CALM_READER[Language.EN] - missing
    advised = recommend(models[1:2], 8 * GB, lambda _model: pace, Language.EN)
    assert [advice.verdict for advice in advised] == [verdict]


def test_neither_test_models_nor_the_writer_s_own_are_recommended(
    models: list[ModelInfo],
) -> None:
    own = replace(models[0], name="mine", role=Role.OWN)
    advised = recommend([*models, own], 64 * GB, pace_at(99 * GB), Language.ZH)
    assert not {"mine", "smollm2-135m-instruct"} & {advice.model.name for advice in advised}


def test_a_download_of_hours_is_not_the_first_step(models: list[ModelInfo]) -> None:
    advised = recommend(models, 64 * GB, pace_at(99 * GB), Language.ZH)
    assert advised[0].model.bytes > LARGEST_DOWNLOAD
    first = best_advice(advised)
    assert isinstance(first, Advice)
    assert first.model.bytes <= LARGEST_DOWNLOAD


def test_of_two_as_good_the_one_that_is_quick_to_edit_is_taken(models: list[ModelInfo]) -> None:
    slow = next(model for model in models if model.is_slow_to_edit)
    quick = replace(slow, name="quick", architecture="qwen3")
    advised = recommend([slow, quick], 64 * GB, pace_at(20 * GB), Language.ZH)
    assert [advice.model.name for advice in advised] == ["quick", slow.name]
