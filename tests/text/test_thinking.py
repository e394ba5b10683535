from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.text.thinking import Parts, ThoughtSplitter, parts_of

PIECES = st.lists(
    st.sampled_from(
        [
            "<think>",
            "</think>",
            "<thought>",
            "</thought>",
            "<",
            "<thi",
            "</",
            ">",
            "\n",
            " ",
            "雾",
            "a",
        ]
    ),
    max_size=8,
).map("".join)


def fed(said: str, cuts: list[int], *, begun: bool) -> list[Parts]:
    """Return what is told after each chunk of a text cut at some places."""
    splitter = ThoughtSplitter(begun=begun)
    ends = sorted({*(cut for cut in cuts if cut < len(said)), len(said)})
    starts = [0, *ends[:-1]]
    return [splitter.feed(said[a:b]) for a, b in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("said", "thought", "text"),
    [
        ("<think>\n先想想。\n</think>\n\n雾来了。", "先想想。", "雾来了。"),
        ("先想想。\n</think>\n\n雾来了。", "先想想。", "雾来了。"),
        ("\n <thought>a</thought> b", "a", "b"),
        ("<think>\n\n</think>\n\nb", "", "b"),
        ("<think><think>a</think>b", "a", "b"),
        ("<think>a</think><think>b</think>c", "a\n\nb", "c"),
        ("<think>a</think>b</think>c", "a\n\nb", "c"),
        ("<think>a", "a", ""),
        (" a man", "", " a man"),
        ("他写下<think>这个词</think>。", "", "他写下<think>这个词</think>。"),
        ("a < b </thin", "", "a < b </thin"),
    ],
)
def test_thought_and_text_are_told_apart(said: str, thought: str, text: str) -> None:
    parts = parts_of(said, final=True)
    assert (parts.thought, parts.text) == (thought, text)
    assert said[parts.start :] == text


@given(PIECES, st.lists(st.integers(1, 40)), st.booleans())
def test_the_answer_does_not_depend_on_the_cuts(said: str, cuts: list[int], begun: bool) -> None:
    splitter = ThoughtSplitter(begun=begun)
    parts = Parts()
    for char in said:
        parts = splitter.feed(char)
    if said:
        assert fed(said, cuts, begun=begun)[-1] == parts


@given(PIECES)
def test_what_has_been_told_only_grows_unless_it_is_taken_back(said: str) -> None:
    whole = parts_of(said, final=True)
    if said and not whole.was_open:
        told = [parts.text for parts in fed(said, list(range(1, len(said))), begun=False)]
        assert [text for text in told if not whole.text.startswith(text)] == []


@given(st.text(alphabet="<>/thinkoug \n雾", max_size=30))
def test_a_text_without_marks_is_left_as_it_is(said: str) -> None:
    if not any(mark in said for mark in ("<think>", "<thought>", "</think>", "</thought>")):
        assert parts_of(said, final=True) == Parts("", said)


def test_marks_cut_in_two_are_never_shown() -> None:
    said = "<think>想</think>雾来了。"
    seen = [parts.text for parts in fed(said, list(range(1, len(said))), begun=False)]
    assert [text for text in seen if "<" in text or "想" in text] == []
    assert seen[-1] == "雾来了。"


def test_a_model_known_to_begin_in_its_thought_shows_nothing_before_it_ends() -> None:
    parts = fed("想一想</think>雾", [1, 3, 5], begun=True)
    assert [part.text for part in parts] == ["", "", "", "雾"]
    assert parts[-1].thought == "想一想"
