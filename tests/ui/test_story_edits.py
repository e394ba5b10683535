"""Whatever is done to a story, its text, its links and who wrote it stay of one piece."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from tests.ui.test_story_document import document, texts
from writer_gui.domain.plan import Author
from writer_gui.domain.story import Section, Story
from writer_gui.ui.story.document import place_of, read_story, section_end, step_of, write_story
from writer_gui.writing.provenance import credited_story

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS = 3
STEPS = [f"s{n}" for n in range(SECTIONS)]

stories = st.lists(texts.filter(bool), min_size=SECTIONS, max_size=SECTIONS).map(
    lambda found: Story(tuple(Section(s, t) for s, t in zip(STEPS, found, strict=True)))
)
share = st.floats(0, 1)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("type"), share, texts),
        st.tuples(st.just("delete"), share, share),
        st.tuples(st.just("split"), share),
        st.tuples(st.just("join"), share),
        st.tuples(st.just("grow"), st.integers(0, SECTIONS - 1), texts.filter(bool)),
        st.tuples(st.just("rewrite"), stories),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=12,
)


def cursor_at(made: QTextDocument, share: float) -> QTextCursor:
    cursor = QTextCursor(made)
    cursor.setPosition(round(share * (made.characterCount() - 1)))
    return cursor


def edit(made: QTextDocument, kind: str, *how: Any) -> None:
    """Do what a key press, the model or undo does."""
    if kind in ("undo", "redo"):
        getattr(made, kind)()
    elif kind == "type":
        cursor_at(made, how[0]).insertText(how[1])
    elif kind == "split":
        cursor_at(made, how[0]).insertBlock()
    elif kind == "join":
        cursor_at(made, how[0]).deletePreviousChar()
    elif kind == "delete":
        cursor = cursor_at(made, how[0])
        end = cursor_at(made, how[1]).position()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    else:
        cursor = QTextCursor(made)
        cursor.beginEditBlock()
        if kind == "grow":
            place, text = how
            section_end(made, place, STEPS[place]).insertText(text)
        else:
            write_story(cursor, how[0])
        cursor.endEditBlock()


def blocks(made: QTextDocument) -> Iterator[QTextBlock]:
    block = made.begin()
    while block.isValid():
        yield block
        block = block.next()


def links(made: QTextDocument) -> list[tuple[int, str | None]]:
    return [(place_of(block), step_of(block)) for block in blocks(made)]


def state(made: QTextDocument) -> tuple[list[str], list[tuple[int, str | None]], Story]:
    return [block.text() for block in blocks(made)], links(made), read_story(made, STEPS)


def assert_whole(made: QTextDocument, base: Story) -> None:
    """Compare text, links and provenance of a document with each other."""
    text, linked, story = state(made)
    assert all(step == STEPS[place] for place, step in linked)
    assert all(one[0] <= other[0] for one, other in pairwise(linked))
    assert [section.step_id for section in story.sections] == STEPS
    read = "".join(section.text for section in story.sections)
    assert read.replace("\n", "") == "".join(text)
    credited = credited_story(base, story)
    assert [s.text for s in credited.sections] == [s.text for s in story.sections]
    for section, old in zip(credited.sections, base.sections, strict=True):
        told = sum(span.length for span in section.spans)
        assert told in (0, len(section.text))
        if section.text == old.text:
            assert section.spans == old.spans
        elif not set(section.text) & set(old.text):
            assert Author.MODEL not in {span.author for span in section.spans}


@settings(max_examples=150)
@given(stories, edits)
def test_any_edits_keep_text_links_and_provenance(
    qapp: object, story: Story, edits: list[tuple[object, ...]]
) -> None:
    made = document(story)
    first = state(made)
    for kind, *how in edits:
        edit(made, str(kind), *how)
        assert_whole(made, story)
    last = state(made)
    while made.isUndoAvailable():
        made.undo()
        assert_whole(made, story)
    assert state(made) == first
    while made.isRedoAvailable():
        made.redo()
    if not any(kind == "undo" for kind, *_ in edits):
        assert state(made) == last


@given(stories, st.integers(0, SECTIONS - 1), share)
def test_a_section_that_is_split_stays_linked_and_is_joined_again(
    qapp: object, story: Story, place: int, where: float
) -> None:
    made = document(story)
    cursor = section_end(made, place, STEPS[place])
    block = cursor.block()
    at = len(block.text()[: round(where * len(block.text()))].encode("utf-16-le")) // 2
    cursor.setPosition(block.position() + at)
    before = read_story(made, STEPS)
    cursor.insertBlock()
    assert_whole(made, story)
    assert len(read_story(made, STEPS).sections[place].text) == len(story.sections[place].text) + 1
    cursor.deletePreviousChar()
    assert read_story(made, STEPS) == before
