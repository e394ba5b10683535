from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.domain.story import Section, Span, Story
from writer_gui.store import codec
from writer_gui.store.titles import preview_of, title_of

TEXT = st.text(max_size=60)  # NUL and unassigned characters included, lone surrogates not
ANY_TEXT = st.text(st.characters(), max_size=60) | st.from_regex("[\ud800-\udfff灯]{1,9}")
AUTHORS = st.sampled_from(list(Author))
PLANS = st.builds(
    Plan,
    st.lists(
        st.builds(Step, TEXT, st.sampled_from(list(StepKind)), TEXT, TEXT, st.booleans(), AUTHORS),
        max_size=5,
    ).map(tuple),
)
STORIES = st.builds(
    Story,
    st.lists(
        st.builds(
            Section,
            st.none() | TEXT,
            TEXT,
            st.lists(st.builds(Span, st.integers(0, 9), AUTHORS), max_size=3).map(tuple),
        ),
        max_size=5,
    ).map(tuple),
)


def _stored(value: object) -> object:
    item = codec.pack(value)
    assert codec.is_sound(item)
    return codec.unpack(item.body, packed=item.packed)


@given(PLANS)
def test_plans_come_back(plan: Plan) -> None:
    assert codec.plan_from(_stored(codec.plan_value(plan))) == plan  # type: ignore[arg-type]  # JSON


@given(STORIES)
def test_stories_come_back(story: Story) -> None:
    assert codec.story_from(_stored(codec.story_value(story))) == story  # type: ignore[arg-type]  # JSON


@given(ANY_TEXT)
def test_a_lone_surrogate_becomes_one_replacement_character(text: str) -> None:
    stored = _stored(text)
    expected = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert stored == expected


@given(PLANS)
def test_the_same_value_has_one_hash(plan: Plan) -> None:
    copy = Plan(tuple(plan.steps))
    assert codec.pack(codec.plan_value(copy)) == codec.pack(codec.plan_value(plan))


@given(st.text(min_size=1, max_size=60), st.integers(0, 400))
def test_a_changed_bit_is_noticed(text: str, place: int) -> None:
    item = codec.pack(text * 20)
    body = bytearray(item.body)
    body[place % len(body)] ^= 1
    assert not codec.is_sound(codec.Packed(item.sha256, item.packed, bytes(body)))


@pytest.mark.parametrize("body", ["a text", 12, 1.5, None])
def test_what_is_no_longer_bytes_is_not_sound(body: Any) -> None:
    assert not codec.is_sound(codec.Packed(b"", packed=False, body=body))
    assert not codec.is_sound(codec.Packed(b"", packed=True, body=body))


def test_long_texts_are_packed_and_short_ones_are_not() -> None:
    assert codec.pack("雾散的那天，信到了。" * 50).packed
    assert not codec.pack("信").packed


def test_a_value_of_a_newer_program_is_no_reason_to_stop() -> None:
    assert codec.member(Author, "oracle", Author.MIXED) is Author.MIXED
    assert codec.json_object("{broken") == {}
    assert codec.json_object("[1]") == {}
    newer = codec.plan_value(Plan((Step("a", StepKind.INTENT, "t", "x"),)))
    newer["colour"] = "red"
    assert codec.plan_from(newer).steps[0].text == "x"


@given(ANY_TEXT)
def test_a_title_is_one_short_line(prompt: str) -> None:
    title = title_of(prompt)
    assert "\n" not in title
    assert "\0" not in title
    assert len(title) <= 48
    assert len(preview_of(prompt)) <= 120


def test_titles() -> None:
    assert title_of("") == ""
    assert title_of("你好，请写一首关于雨的诗，要短。") == "你好，请写一首关于雨的诗"
    assert title_of("写一篇关于2.5亿人迁徙的报道") == "写一篇关于2.5亿人迁徙的报道"
    assert title_of("# Title line\nand more") == "# Title line"
    long = title_of("A story about the keeper of a lighthouse who has never once seen the sea")
    assert long == "A story about the keeper of a lighthouse who…"
    assert len(title_of("灯" * 60)) == 24


@pytest.mark.parametrize("prompt", ["0 :", "Hi !  ?", "灯 ；"])
def test_a_title_ends_without_a_space_as_it_is_read_back(prompt: str) -> None:
    assert title_of(prompt) == title_of(prompt).strip() != ""
