"""Where a selection in the document lies in the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.ui.story.document import place_of
from writer_gui.ui.widgets import clean_text

if TYPE_CHECKING:
    from PySide6.QtGui import QTextBlock, QTextCursor


def selected_part(cursor: QTextCursor) -> tuple[int, int, int] | None:
    """Return section, start and end of a selection in characters of the section's text.

    None where it reaches over several sections. A caret without a selection is an empty one.
    """
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    if place_of(first) != place_of(last):
        return None
    start = _offset(first, cursor.selectionStart())
    return place_of(first), start, start + len(clean_text(cursor.selectedText()))


def _offset(block: QTextBlock, position: int) -> int:
    """Return how many characters of its section stand before a position in the document."""
    units = position - block.position()
    text = block.text().encode("utf-16-le", "surrogatepass")[: 2 * units]
    count = len(clean_text(text.decode("utf-16-le", "surrogatepass")))
    before = block.previous()
    while before.isValid() and place_of(before) == place_of(block):
        count += len(clean_text(before.text())) + 1
        before = before.previous()
    return count
