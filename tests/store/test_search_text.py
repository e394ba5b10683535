from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.store.search_text import excerpt, first_hits, indexed, read_query


def _found(query: str, text: str) -> bool:
    """Ask SQLite itself, as the index does."""
    terms = read_query(query)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(
            "CREATE VIRTUAL TABLE w USING fts5(t, content='',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        db.execute("INSERT INTO w (rowid, t) VALUES (1, ?)", (indexed(text),))
        match = " AND ".join(term.match for term in terms)
        return bool(db.execute("SELECT 1 FROM w WHERE w MATCH ?", (match,)).fetchone())


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("塔", "灯塔"),
        ("灯", "灯塔"),
        ("灯塔", "老人守着灯塔。"),
        ("守着灯塔", "老人守着灯塔。"),
        ("灯塔 老人", "老人守着灯塔。"),
        ("灯塔\u3000老人", "老人守着灯塔。"),
        ("AI写作", "用AI写作的人"),
        ("写作AI", "这是写作AI。"),
        ("写AI", "这是写AI。"),
        ("3月", "3月的信"),
        ("light", "The Lighthouse"),
        ("keep light", "A lighthouse keeper"),
        ("don't", "I don't know"),
        ("café", "A CAFE by the sea"),
        ("cafe", "Un café"),
        ("Ü", "übung"),
        ('"quoted"', "he said quoted words"),
        ('a"b', 'x a"b y'),
        ("AND", "salt and iron"),
        ("NOT*", "nothing"),
        ("(light", "light"),
        ("title:x", "title x"),
        ("ストーリー", "短いストーリーです"),
        ("이야기", "등대 이야기"),
        ("𠀋𠮷", "字𠀋𠮷字"),
    ],
)
def test_what_is_written_is_found(query: str, text: str) -> None:
    assert _found(query, text)
    assert first_hits(read_query(query), text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("灯塔", "灯在塔上"),
        ("守灯塔", "守塔，灯塔"),
        ("house", "lighthouse"),
        ("lamp oil", "lamp"),
        ("NOT lamp", "lamp"),
    ],
)
def test_what_is_not_there_is_not_found(query: str, text: str) -> None:
    assert not _found(query, text)


def test_words_without_letters_are_left_out() -> None:
    assert read_query('"" —— ***') == ()
    assert [term.text for term in read_query("— 灯塔 灯塔 *")] == ["灯塔"]


def test_an_excerpt_marks_every_hit_around_the_first() -> None:
    text = "前" * 200 + "灯塔的灯\n照着灯塔" + "后" * 200
    found = excerpt(read_query("灯塔 灯"), text)
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert "\n" not in found.text
    assert [found.text[start:end] for start, end in found.marks] == ["灯塔", "灯", "灯塔"]


TEXTS = st.text(
    st.one_of(
        st.sampled_from("灯塔的人写作信。，\n \"'*()-+:^ABCabc é1"), st.characters(codec="utf-8")
    ),
    max_size=40,
)


@given(TEXTS, st.data())
def test_any_stretch_of_chinese_is_found(text: str, data: st.DataObject) -> None:
    body = text.replace("\0", "") + "老人守着旧灯塔等信"
    start = data.draw(st.integers(0, 8))
    end = data.draw(st.integers(start + 1, 9))
    assert _found("老人守着旧灯塔等信"[start:end], body)


@given(TEXTS, TEXTS)
def test_no_query_upsets_sqlite_and_marks_lie_in_the_excerpt(query: str, text: str) -> None:
    terms = read_query(query.replace("\0", ""))
    if terms:
        _found(query.replace("\0", ""), text.replace("\0", ""))
    shown = excerpt(terms, text)
    assert all(0 <= start < end <= len(shown.text) for start, end in shown.marks)
