"""Text that streams into an editor while its owner may be reading, typing or composing in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.ui.widgets import PlainEdit

BATCH_MS = 50
"""Text is shown in batches: laying out a paragraph for every token is what makes editors freeze."""

Locate = Callable[[int], QTextCursor]


class TextStream(QObject):
    """Writes into an editor through a cursor of its own.

    All it writes from `begin` on is one undo step, or one on either side of what the user typed
    meanwhile. The user's caret, selection, composition and scroll position stay; only who stands
    at the very end of the text is taken along.
    """

    def __init__(self, edit: PlainEdit, locate: Locate) -> None:
        super().__init__(edit)
        self._edit = edit
        self._locate = locate
        self._pending: dict[int, str] = {}
        self._joins = False
        self._is_writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BATCH_MS)
        self._timer.timeout.connect(self.flush)
        edit.document().contentsChange.connect(self._on_contents_change)

    @property
    def is_writing(self) -> bool:
        """Whether the change going on in the document is the model's, not the user's."""
        return self._is_writing

    @property
    def pending(self) -> dict[int, str]:
        """Text that has arrived and is not in the document yet, by place."""
        return self._pending

    def begin(self) -> None:
        """Begin a generation: what comes from now on is undone in one step."""
        self.flush()
        self._joins = False

    def append(self, place: int, text: str) -> None:
        """Add text at the end of a place; it is shown with the next batch."""
        self._pending[place] = self._pending.get(place, "") + text
        if not self._timer.isActive():
            self._timer.start()

    def drop(self) -> None:
        """Forget text that has not been shown."""
        self._pending.clear()
        self._timer.stop()

    @Slot()
    def flush(self) -> None:
        """Show what has arrived. Text where the user is just composing waits."""
        if not self._pending:
            return
        bar = self._edit.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 2
        with self.writing(QTextCursor(self._edit.document())):
            self._pending = {
                place: text
                for place, text in self._pending.items()
                if not self._insert(self._locate(place), text)
            }
        if follows:
            bar.setValue(bar.maximum())
        if self._pending:
            self._timer.start()

    @contextmanager
    def writing(self, cursor: QTextCursor) -> Iterator[None]:
        """Group what is changed through a cursor with the rest of this generation."""
        if self._joins:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        self._is_writing = True
        # In an unmodified document Qt never makes one undo step of a key press and the insertion
        # right before it; else undoing a word would take the whole generation with it.
        self._edit.document().setModified(True)
        try:
            yield
        finally:
            cursor.endEditBlock()
            self._edit.document().setModified(False)
            self._is_writing = False
            self._joins = self._edit.document().isUndoAvailable()

    def _insert(self, cursor: QTextCursor, text: str) -> bool:
        """Insert a text, unless just there the user is composing; return whether it was."""
        user = self._edit.textCursor()
        if self._edit.composing and cursor.block() == user.block():
            return False
        anchor, position, end = user.anchor(), user.position(), cursor.position()
        cursor.insertText(text)
        if end in (anchor, position):
            self._put_back(anchor, position)
        return True

    def _put_back(self, anchor: int, position: int) -> None:
        """Take the user's caret out of the way of text that was inserted just there."""
        bar = self._edit.verticalScrollBar()
        value = bar.value()
        user = self._edit.textCursor()
        user.setPosition(anchor)
        user.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self._edit.setTextCursor(user)
        bar.setValue(value)

    @Slot(int, int, int)
    def _on_contents_change(self, _position: int, _removed: int, _added: int) -> None:
        if not self._is_writing:
            self._joins = False
