from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from writer_gui.domain.story import Section, Story
from writer_gui.ui.story.document import place_of, read_story, section_end, write_story

# A byte order mark at the start of a paragraph, either way round, is not handed out by PySide.
texts = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffc\ufffe\ufeff"
    )
    | st.just("\n"),
    max_size=12,
)
stories = st.lists(texts, max_size=5).map(
    lambda found: Story(tuple(Section(f"s{n}", text) for n, text in enumerate(found)))
)


def document(story: Story) -> QTextDocument:
    made = QTextDocument()
    write_story(QTextCursor(made), story)
    made.clearUndoRedoStacks()
    return made


def steps(story: Story) -> list[str | None]:
    return [section.step_id for section in story.sections]


@given(stories)
def test_a_story_comes_back_as_it_went_in(qapp: object, story: Story) -> None:
    assert read_story(document(story), steps(story)) == story


@given(stories, stories)
def test_any_story_turns_into_any_other_and_back(qapp: object, one: Story, other: Story) -> None:
    made = document(one)
    shown = made.toPlainText()
    cursor = QTextCursor(made)
    cursor.beginEditBlock()
    write_story(cursor, other)
    cursor.endEditBlock()
    assert read_story(made, steps(other)) == other
    if made.isUndoAvailable():
        made.undo()
        assert made.toPlainText() == shown
        assert read_story(made, steps(one)) == one


@settings(max_examples=60)
@given(stories, st.lists(st.tuples(st.integers(0, 4), texts.filter(bool)), max_size=8))
def test_growing_sections_in_any_order(
    qapp: object, story: Story, grown: list[tuple[int, str]]
) -> None:
    whole = Story(
        tuple(
            story.sections[n] if n < len(story.sections) else Section(f"s{n}", "") for n in range(5)
        )
    )
    made = document(whole)
    expected = [section.text for section in whole.sections]
    for place, text in grown:
        section_end(made, place, f"s{place}").insertText(text)
        expected[place] += text
    found = [section.text for section in read_story(made, steps(whole)).sections]
    assert [t.strip("\n") for t in found] == [t.strip("\n") for t in expected]


def test_a_new_paragraph_stays_in_its_section(qapp: object) -> None:
    made = document(Story((Section("a", "one"), Section("b", "two"))))
    cursor = QTextCursor(made)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    cursor.insertBlock()
    cursor.insertText("more")
    assert [place_of(made.findBlockByNumber(n)) for n in range(4)] == [0, 0, 0, 1]
    assert read_story(made).sections[0].text == "one\nmore"
