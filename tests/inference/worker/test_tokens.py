from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.inference.worker.tokens import TextStream

STOPS = st.lists(st.text("ab\n【", min_size=1, max_size=4), max_size=3).map(tuple)


def said(stops: tuple[str, ...], *pieces: bytes) -> list[str]:
    """Return what comes out after each piece, and at the end."""
    stream = TextStream(stops)
    return [*(stream.feed(piece) for piece in pieces), stream.feed(b"", final=True)]


def test_a_character_split_over_tokens_comes_out_whole() -> None:
    data = "灯🙂".encode()
    assert said((), *(data[at : at + 1] for at in range(len(data)))) == [
        *("", "", "灯", "", "", "", "🙂"),
        "",
    ]


def test_a_character_cut_off_at_the_end_is_shown_as_missing() -> None:
    assert said((), b"a\xe7\x81") == ["a", "�"]


def test_a_token_longer_than_a_buffer_comes_out_whole() -> None:
    assert said(("---\n",), b"-" * 64, "—".encode() * 16) == [
        "-" * 61,
        "---" + "—" * 16,
        "",
    ]


def test_text_is_held_back_only_while_a_stop_string_can_still_come() -> None:
    assert said(("\n【",), "夜\n".encode(), "海".encode(), b"\n", b"\n") == [
        *("夜", "\n海", "", "\n"),
        "\n",
    ]


def test_a_stop_string_is_no_part_of_the_text_and_nothing_comes_after_it() -> None:
    stream = TextStream(("\n\n", "END"))
    came = [(stream.feed(piece), stream.stopped) for piece in (b"a\nE", b"ND and more", b"more")]
    assert came == [("a\n", False), ("", True), ("", True)]
    assert stream.length == 2


def test_of_several_stop_strings_the_first_in_the_text_counts() -> None:
    stream = TextStream(("cd", "b"))
    assert stream.feed(b"abcd") == "a"


def test_empty_stop_strings_stop_nothing() -> None:
    assert said(("",), b"ab") == ["ab", ""]


def test_looking_ahead_changes_nothing() -> None:
    stream = TextStream(("【灯",))
    assert stream.feed("【".encode() + b"\xe7") == ""
    assert stream.would_stop(b"\x81\xaf")
    assert not stream.would_stop(b"\x81\xb0")
    assert stream.feed(b"\x81\xb0") == "【灰"


@given(st.text("ab\n【灯🙂", max_size=30), STOPS, st.lists(st.integers(0, 90), max_size=12))
def test_however_it_is_cut_the_same_text_comes_out(
    text: str, stops: tuple[str, ...], cuts: list[int]
) -> None:
    data = text.encode()
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[start:end] for start, end in itertools.pairwise(edges)]
    stream = TextStream(stops)
    came = ""
    for piece in pieces:
        came += stream.feed(piece)
        assert text.startswith(came)
    came += stream.feed(b"", final=True)
    if stream.stopped:
        assert not any(stop in came for stop in stops)
        assert any(text.startswith(came + stop) for stop in stops)
    else:
        assert came == text


@given(st.text("ab【", max_size=12), STOPS)
def test_no_more_is_held_back_than_the_beginning_of_a_stop_string(
    text: str, stops: tuple[str, ...]
) -> None:
    stream = TextStream(stops)
    came = "".join(stream.feed(char.encode()) for char in text)
    held = text[len(came) :]
    if not stream.stopped:
        assert held == "" or any(stop.startswith(held) for stop in stops)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x80", b"\xed\xa0\x80"])
def test_bytes_that_are_no_text_are_shown_as_such(data: bytes) -> None:
    assert "".join(said((), b"a" + data + b"b")).strip("�") == "a" + "�" * len(data) + "b"


def test_no_stop_string_ends_a_thought_and_it_does_not_count() -> None:
    stream = TextStream(("\n",))
    came = [stream.feed(part.encode()) for part in ("<thi", "nk>\n想", "\n</think>", "\n\n", "灯")]
    assert came == ["", "<think>\n想", "\n</think>", "\n\n", "灯"]
    assert (stream.length, stream.is_thinking, stream.stopped) == (1, False, False)
    assert stream.feed("亮\n了".encode()) == "亮"
    assert stream.stopped


def test_a_stop_string_is_not_refused_inside_a_thought() -> None:
    stream = TextStream(("\n",))
    stream.feed(b"<think>a")
    assert not stream.would_stop(b"\n")
    stream.feed(b"</think>b")
    assert stream.would_stop(b"\n")


@given(st.integers(1, 40), st.text("<>/think\n", max_size=20))
def test_a_thought_comes_out_the_same_however_it_is_cut(size: int, text: str) -> None:
    data = f"<think>\na\n</think>\n\n{text}".encode()
    stream, whole = TextStream(("\n",)), TextStream(("\n",))
    came = "".join(stream.feed(data[at : at + size]) for at in range(0, len(data), size))
    assert came + stream.feed(b"", final=True) == whole.feed(data, final=True)
