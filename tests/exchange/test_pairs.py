from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.exchange.samples import pairs
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, Verdict
from writer_gui.exchange.fields import UnfitError, Written
from writer_gui.exchange.pairs import (
    _WRITERS,
    PairFormat,
    pair_from_record,
    read_pairs,
    write_pairs,
)
from writer_gui.exchange.records import Rejected, json_text, parse_json

REAL = Path(os.environ.get("WRITER_REAL_DATA", "no such folder")) / "wpb_zh_dev.jsonl"
"""Real pairs of WritingPreferenceBench, for those who have them."""


def side(response: str, score: float | None, tokens: int) -> dict[str, Any]:
    return {
        "response": response,
        "score": score,
        "model": "model-a",
        "completion_tokens": tokens,
        "prompt_tokens": 12,
        "word_len": len(response),
    }


OFFICIAL: dict[str, Any] = {
    "prompt": "写一句宣传语。",
    "prompt_id": "507488ae",
    "tag": "宣传语-标语",
    "chosen": side("灯在，家就在。", 3, 6),
    "rejected": side("我们的灯很好。", 1, 5),
}


def ours_removed(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "metadata"}


@pytest.mark.parametrize("form", PairFormat)
@settings(max_examples=50, deadline=None)
@given(pair=pairs)
def test_every_format_brings_back_the_whole_pair(form: PairFormat, pair: Pair) -> None:
    written = _WRITERS[form](pair)
    if written is None:
        assert pair.verdict in {Verdict.TIE, Verdict.BOTH_BAD}
        return
    record = parse_json(json_text(written))
    assert isinstance(record, dict)
    assert pair_from_record(record) == pair


def test_official_fields_go_in_and_come_out_equal(tmp_path: Path) -> None:
    averaged = OFFICIAL | {"chosen": side("灯在。", 2.5, 3), "tag": "unknown tag"}
    unscored = OFFICIAL | {"chosen": side("灯亮。", None, 3), "prompt_id": ""}
    records = [OFFICIAL, averaged, unscored]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(map(json.dumps, records)), "utf-8")
    read = [pair for pair in read_pairs(source) if isinstance(pair, Pair)]
    assert write_pairs(target, read) == Written(3)
    out = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [ours_removed(record) for record in out] == records


def test_what_a_benchmark_record_says() -> None:
    pair = pair_from_record(OFFICIAL)
    assert (pair.genre, pair.language) == ("宣传语-标语", Language.ZH)
    assert (pair.level, pair.verdict) == (PairLevel.STORY, Verdict.FIRST)
    assert (pair.first.score, pair.second.score, pair.prompt_id) == (3, 1, "507488ae")
    assert pair.first.extra == {"completion_tokens": 6, "prompt_tokens": 12, "word_len": 7}


def test_ties_are_left_out_and_counted(tmp_path: Path) -> None:
    pair = pair_from_record(OFFICIAL)
    both = [pair, replace(pair, verdict=Verdict.TIE)]
    assert write_pairs(tmp_path / "a.jsonl", both, PairFormat.TRL) == Written(1, left_out=1)
    assert write_pairs(tmp_path / "b.json", both, PairFormat.OWN) == Written(2)
    assert list(read_pairs(tmp_path / "b.json")) == both


def test_the_second_side_chosen_is_written_as_chosen() -> None:
    pair = replace(pair_from_record(OFFICIAL), verdict=Verdict.SECOND)
    record: Any = _WRITERS[PairFormat.TRL](pair)
    assert (record["chosen"], record["rejected"]) == ("我们的灯很好。", "灯在，家就在。")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rejected": OFFICIAL["chosen"]}, "both sides are the same text"),
        ({"chosen": side("a", 4, 1)}, "in 'chosen', the field 'score' is 4, not between 0 and 3"),
        ({"chosen": side("a", True, 1)}, "'score' is true or false, not a whole number"),
        ({"rejected": {"score": 1}}, "in 'rejected', the field 'response' is missing"),
        ({"rejected": "a"}, "the field 'rejected' is not an object"),
        ({"chosen": "a", "rejected": None}, "the field 'rejected' is null, not text"),
        ({"chosen": 3}, "it has the fields of no known format"),
    ],
)
def test_unfit_pairs_say_why(change: dict[str, object], reason: str) -> None:
    with pytest.raises(UnfitError, match=reason):
        pair_from_record(OFFICIAL | change)


def test_nan_scores_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(OFFICIAL | {"chosen": side("a", float("nan"), 1)}), "utf-8")
    assert list(read_pairs(path)) == [Rejected(1, 1, "NaN is not a number")]


def test_preference_without_a_prompt_takes_the_common_question() -> None:
    question = {"role": "user", "content": "写一句。"}
    record = {
        "chosen": [question, {"role": "assistant", "content": "好句。"}],
        "rejected": [question, {"role": "assistant", "content": "句。"}],
    }
    pair = pair_from_record(record)
    assert (pair.prompt, pair.first.text, pair.second.text) == ("写一句。", "好句。", "句。")
    with pytest.raises(UnfitError, match="different questions"):
        pair_from_record(record | {"rejected": [{"role": "assistant", "content": "句。"}]})


@pytest.mark.skipif(not REAL.exists(), reason="real benchmark pairs are not on this computer")
def test_real_benchmark_pairs_come_out_equal(tmp_path: Path) -> None:
    read = list(read_pairs(REAL))
    good = [pair for pair in read if isinstance(pair, Pair)]
    assert len(good) == len(read) > 0
    write_pairs(tmp_path / "out.jsonl", good)
    lines = (tmp_path / "out.jsonl").read_text("utf-8").split("\n")
    official = [json.loads(line) for line in REAL.read_text("utf-8").split("\n") if line]
    assert [ours_removed(json.loads(line)) for line in lines if line] == official
