from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.verdicts import agreement, preference


def test_verdicts_of_one_prompt_count_as_one() -> None:
    often = preference({"a": [1.0] * 9, "b": [0.0]})
    once = preference({"a": [1.0], "b": [0.0]})
    assert often == once
    assert often.prompts == 2
    assert often.mean == 0.5


def test_without_a_verdict_there_is_no_share() -> None:
    with pytest.raises(ValueError, match="no prompt"):
        preference({})


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=12))
def test_the_interval_holds_the_mean(values: list[float]) -> None:
    share = preference({str(n): [value] for n, value in enumerate(values)})
    assert 0 <= share.low <= share.mean <= share.high <= 1


def test_more_prompts_of_the_same_kind_make_it_narrower() -> None:
    few = preference({str(n): [float(n % 2)] for n in range(8)})
    many = preference({str(n): [float(n % 2)] for n in range(80)})
    assert many.high - many.low < few.high - few.low


def test_readers_are_compared_where_both_have_read() -> None:
    assert agreement([{"a": 1.0, "b": 0.0}, {"a": 1.0, "b": 0.5, "c": 1.0}]) == (1, 2)
