from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.samples import triplets
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Triplet
from writer_gui.exchange import alpaca, coig
from writer_gui.exchange.fields import UnfitError, Written
from writer_gui.exchange.records import Rejected, json_text, parse_json
from writer_gui.exchange.thinking import split_thought
from writer_gui.exchange.triplets import (
    _WRITERS,
    TripletFormat,
    read_triplets,
    triplet_from_record,
    write_triplets,
)

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = {
    "id": "b5c7-11",
    "query": "写一首关于潮汐的小诗。",
    "thought": "好，先定下意象：守灯人与潮。",
    "answer": "潮来时，灯先醒。",
}
CARD = {
    "query_type": "诗歌",
    "query": "写一首关于潮汐的小诗。",
    "thought": "先定下意象。",
    "answer": "潮来时，灯先醒。",
    "link": "https://example.org/tide",
    "source_date": "2023-02-01",
}
DRAFT = {
    "reverse_inspiration_prompt": "写一首关于潮汐的小诗。",
    "reasoning_process": "先定下意象。",
    "article": "潮来时，灯先醒。",
    "metadata": {"genre": "诗歌", "quality_score": 55, "creativity_score": 9},
}
SHAPES = [
    (TripletFormat.COIG, RELEASE),
    (TripletFormat.COIG_CARD, CARD),
    (TripletFormat.COIG_DRAFT, DRAFT),
]


@pytest.mark.parametrize("form", TripletFormat)
@settings(max_examples=50, deadline=None)
@given(triplet=triplets)
def test_every_format_brings_back_the_whole_triplet(form: TripletFormat, triplet: Triplet) -> None:
    record = parse_json(json_text(_WRITERS[form](triplet)))
    assert isinstance(record, dict)
    assert triplet_from_record(record) == triplet


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
@pytest.mark.parametrize(("form", "record"), SHAPES)
def test_each_published_shape_comes_out_as_it_went_in(
    tmp_path: Path, form: TripletFormat, record: dict[str, object], suffix: str
) -> None:
    source, target = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    source.write_text(json.dumps([record]) if suffix == ".json" else json.dumps(record), "utf-8")
    read = [triplet for triplet in read_triplets(source) if isinstance(triplet, Triplet)]
    assert write_triplets(target, read, form) == Written(1)
    written = json.loads(target.read_text("utf-8"))
    out = written[0] if suffix == ".json" else written
    del out["metadata"]["writer_gui"]
    assert {k: v for k, v in out.items() if v != {}} == record


def test_a_record_from_elsewhere_is_given_identity_genre_and_language() -> None:
    triplet = triplet_from_record(CARD)
    assert (triplet.genre, triplet.language) == ("诗歌", Language.ZH)
    assert triplet.extra == {k: CARD[k] for k in ("query_type", "link", "source_date")}
    assert triplet.uid == triplet_from_record(dict(CARD)).uid
    assert triplet.uid != triplet_from_record(CARD | {"answer": "另一首。"}).uid
    assert triplet_from_record(RELEASE).genre == ""
    assert triplet_from_record(RELEASE | {"id": 7}).uid == "7"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"thought": None}, "the field 'thought' is null, not text"),
        ({"answer": " \n"}, "the field 'answer' is empty"),
        ({"query": ["a"]}, "the field 'query' is a list, not text"),
        (
            {"metadata": {"writer_gui": {"uid": "a", "genre": "诗歌", "language": "fr"}}},
            "the field 'language' cannot be 'fr'",
        ),
        (
            {"metadata": {"writer_gui": {"scores": {"query_quality": 11}}}},
            "the field 'query_quality' is 11, not between 1 and 10",
        ),
        (
            {"metadata": {"writer_gui": {"scores": {"query_quality": 8.5}}}},
            "the field 'query_quality' is a number, not a whole number",
        ),
        (
            {"metadata": {"writer_gui": {"uid": "a", "genre": "诗歌"}}},
            "the field 'language' is missing",
        ),
    ],
)
def test_unfit_records_say_why(change: dict[str, object], reason: str) -> None:
    with pytest.raises(UnfitError, match=reason):
        triplet_from_record(RELEASE | change)


def test_a_file_with_bad_records_gives_the_good_ones_and_the_reasons(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    rows = [RELEASE, {"query": "只有问题"}, {"title": "x"}, CARD]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n{", "utf-8")
    read = list(read_triplets(path))
    assert [isinstance(row, Triplet) for row in read] == [True, False, False, True, False]
    assert read[1:3] == [
        Rejected(2, 2, "the field 'thought' is missing"),
        Rejected(3, 3, "it has the fields of no known format (title)"),
    ]


def test_release_is_written_with_its_four_fields_first() -> None:
    record = coig.to_record(triplet_from_record(RELEASE))
    assert list(record) == ["id", "query", "thought", "answer", "metadata"]


def test_row_numbers_stay_at_home() -> None:
    triplet = Triplet("u", "q", "t", "a", "诗歌", Language.EN, session_id=4, plan_version_id=5)
    assert "session_id" not in json_text(coig.to_record(triplet))


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("<think>\na\n</think>\n\nb", ("a", "b")),
        ("a</think>b", ("a", "b")),
        ("<thought>a</thought>b", ("a", "b")),
        ("<think>a <think>c</think>b</think>d", ("a <think>c", "b</think>d")),
        ("<think>a", ("", "<think>a")),
        ("b", ("", "b")),
    ],
)
def test_thoughts_as_models_leave_them(message: str, parts: tuple[str, str]) -> None:
    assert split_thought(message) == parts


@given(st.integers(0, 30))
def test_a_wrong_length_falls_back_to_the_tags(length: int) -> None:
    assert split_thought("<think>\na\n</think>\n\nb", length) == ("a", "b")


def test_alpaca_joins_instruction_and_input() -> None:
    read = alpaca.from_record(
        {"instruction": "续写", "input": "灯灭了。", "output": "<think>想</think>他走了。"}
    )
    assert (read.query, read.thought, read.answer) == ("续写\n\n灯灭了。", "想", "他走了。")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"instruction": "q", "output": "a"}, "it has no thought"),
        ({"instruction": "q", "output": "<think>t</think> "}, "nothing follows its thought"),
        ({"conversations": 3}, "'conversations' is a whole number, not a list"),
        ({"conversations": [{"from": "human", "value": "q"}]}, "not one question with one answer"),
        ({"messages": [{"role": "robot", "content": "q"}]}, "no known 'role'"),
        ({"messages": [{"role": "user", "content": [1]}]}, "no text in 'content'"),
        ({"messages": ["q"]}, "a message in 'messages' is text, not an object"),
        ({"prompt": [], "completion": "<think>t</think>a"}, "its prompt is not one question"),
        ({"prompt": "q", "completion": []}, "'completion' does not end in an answer"),
    ],
)
def test_unfit_chats_say_why(record: dict[str, object], reason: str) -> None:
    with pytest.raises(UnfitError, match=reason):
        triplet_from_record(record)


def test_conversational_prompt_and_completion_are_read() -> None:
    read = triplet_from_record(
        {
            "prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}],
            "completion": [{"role": "assistant", "content": "<think>t</think>a"}],
        }
    )
    assert (read.query, read.thought, read.answer) == ("q", "t", "a")
