"""A story as a text document.

Each paragraph carries the place and the step of its section in its block format. Formats are part
of the undo history and are inherited by new paragraphs, so sections move, split and come back with
their text without anything being kept beside the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

from writer_gui.domain.story import Section, Story
from writer_gui.ui.widgets import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = QTextFormat.Property.UserProperty.value + 1
STEP = PLACE + 1
LINE_HEIGHT = 124
"""Percent of the font's own line, which for Chinese typefaces is some 1.45 times their size."""

PARAGRAPH_GAP = 6
"""Pixels below each paragraph."""

Line = tuple[int, str, str]
"""Place, step ("" for none) and text of one paragraph."""


def place_of(block: QTextBlock) -> int:
    """Return the place of the section a paragraph is in, 0 where nobody said."""
    value = block.blockFormat().property(PLACE)
    return value if isinstance(value, int) else 0


def step_of(block: QTextBlock) -> str | None:
    """Return the step a paragraph's section realises."""
    value = block.blockFormat().property(STEP)
    return value if isinstance(value, str) and value else None


def block_format(place: int, step_id: str | None) -> QTextBlockFormat:
    """Return the format of the paragraphs of a section."""
    made = QTextBlockFormat()
    made.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    made.setBottomMargin(PARAGRAPH_GAP)
    made.setProperty(PLACE, place)
    made.setProperty(STEP, step_id or "")
    return made


def read_story(document: QTextDocument, steps: Sequence[str | None] = ()) -> Story:
    """Return the story a document holds. `steps` are those of sections without a paragraph.

    The one empty paragraph between two sections belongs to neither.
    """
    texts: dict[int, list[str]] = {}
    known: dict[int, str | None] = dict(enumerate(steps))
    block = document.begin()
    while block.isValid():
        place = place_of(block)
        texts.setdefault(place, []).append(clean_text(block.text()))
        known[place] = step_of(block)
        block = block.next()
    last = max(texts, default=-1)
    for place, lines in texts.items():
        if place != last and len(lines) > 1 and not lines[-1]:
            lines.pop()
    count = max(last + 1, len(steps))
    story = Story(
        tuple(Section(known.get(place), "\n".join(texts.get(place, []))) for place in range(count))
    )
    return Story() if story.is_empty and not steps else story


def write_story(cursor: QTextCursor, story: Story) -> None:
    """Make a document hold a story, changing no more of it than differs."""
    old = _lines(cursor.document())
    new = _wanted(story)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = new[head : len(new) - tail]
    if len(old) - head - tail == 1 and len(middle) == 1:
        _change_line(cursor, head, middle[0])
    elif len(old) != head + tail or middle:
        _replace_lines(cursor, head, len(old) - tail, middle)


def section_end(document: QTextDocument, place: int, step_id: str | None) -> QTextCursor:
    """Return a cursor at the end of a section's text, made if it has no paragraph yet."""
    block = document.lastBlock()
    while block.isValid() and place_of(block) > place:
        block = block.previous()
    if block.isValid() and place_of(block) == place:
        return _end_of_text(block)
    return _new_section(document, block, place, step_id)


def _end_of_text(block: QTextBlock) -> QTextCursor:
    """Leave out the empty paragraph that parts a section from the next."""
    before = block.previous()
    if not block.text() and block.next().isValid() and place_of(before) == place_of(block):
        block = before
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    return cursor


def _new_section(
    document: QTextDocument, before: QTextBlock, place: int, step_id: str | None
) -> QTextCursor:
    made = block_format(place, step_id)
    cursor = QTextCursor(document)
    if document.isEmpty():
        cursor.setBlockFormat(made)
        return cursor
    if not before.isValid():
        first = document.begin()
        cursor.insertBlock(first.blockFormat())
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.setBlockFormat(made)
        cursor.insertBlock(made)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        return cursor
    is_followed = before.next().isValid()
    cursor.setPosition(before.position() + before.length() - 1)
    if before.text():
        cursor.insertBlock(before.blockFormat())
    cursor.insertBlock(made)
    if is_followed:
        cursor.insertBlock(made)
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
    return cursor


def _lines(document: QTextDocument) -> list[Line]:
    lines = []
    block = document.begin()
    while block.isValid():
        lines.append((place_of(block), step_of(block) or "", block.text()))
        block = block.next()
    return lines


def _wanted(story: Story) -> list[Line]:
    lines: list[Line] = []
    for place, section in enumerate(story.sections):
        if not section.text:
            continue
        if lines:
            lines.append((*lines[-1][:2], ""))
        lines += [(place, section.step_id or "", line) for line in section.text.split("\n")]
    first = story.sections[0].step_id if story.sections else None
    return lines or [(0, first or "", "")]


def _common(one: Sequence[Line], other: Sequence[Line]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _change_line(cursor: QTextCursor, number: int, line: Line) -> None:
    """Change one paragraph between the characters its old and new text have in common."""
    block = cursor.document().findBlockByNumber(number)
    place, step, text = line
    old = block.text()
    head = 0
    while head < min(len(old), len(text)) and old[head] == text[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
        tail += 1
    units = _units(old[:head])
    cursor.setPosition(block.position() + units)
    cursor.setPosition(
        block.position() + units + _units(old[head : len(old) - tail]),
        QTextCursor.MoveMode.KeepAnchor,
    )
    cursor.insertText(text[head : len(text) - tail])
    cursor.setBlockFormat(block_format(place, step))


def _replace_lines(cursor: QTextCursor, first: int, end: int, lines: Sequence[Line]) -> None:
    """Put lines in the place of the paragraphs from `first` up to `end`."""
    document = cursor.document()
    count = document.blockCount()
    if end > first:
        _remove_blocks(cursor, first, end, count)
        if not lines:
            return
        at_start = end == count and first == 0
    else:
        at_start = False
    if at_start:
        _type_lines(cursor, lines)
    elif first == 0:
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        following = cursor.blockFormat()
        cursor.insertBlock(following)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        _type_lines(cursor, lines)
    else:
        before = document.findBlockByNumber(first - 1)
        cursor.setPosition(before.position() + before.length() - 1)
        cursor.insertBlock(block_format(lines[0][0], lines[0][1]))
        _type_lines(cursor, lines)


def _remove_blocks(cursor: QTextCursor, first: int, end: int, count: int) -> None:
    document = cursor.document()
    start, last = document.findBlockByNumber(first), document.findBlockByNumber(end - 1)
    keep = QTextCursor.MoveMode.KeepAnchor
    if end < count:
        following = document.findBlockByNumber(end)
        kept = following.blockFormat()
        cursor.setPosition(start.position())
        cursor.setPosition(following.position(), keep)
        cursor.removeSelectedText()
        cursor.setBlockFormat(kept)
    elif first > 0:
        kept = start.previous().blockFormat()
        cursor.setPosition(start.position() - 1)
        cursor.setPosition(last.position() + last.length() - 1, keep)
        cursor.removeSelectedText()
        cursor.setBlockFormat(kept)  # an empty paragraph takes that of what is joined to it
    else:
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.movePosition(QTextCursor.MoveOperation.End, keep)
        cursor.removeSelectedText()


def _type_lines(cursor: QTextCursor, lines: Sequence[Line]) -> None:
    for number, (place, step, text) in enumerate(lines):
        made = block_format(place, step)
        if number:
            cursor.insertBlock(made)
        else:
            cursor.setBlockFormat(made)
        cursor.insertText(text)


def _units(text: str) -> int:
    """Return how many UTF-16 units a text takes, which is what documents count in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
