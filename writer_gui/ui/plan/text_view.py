"""The plan as one Markdown text, edited freely; the cards follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QTextCursor

from writer_gui.text.plan_text import plan_to_markdown
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import PlainEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent

    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme

TELL_MS = 300
"""How long after a key press the text is read."""


class PlanText(PlainEdit):
    """Shows the plan as text while it is visible, and hands over what the writer makes of it.

    What the writer is typing is never put into another form under the caret: the text is written
    anew only when the plan has become another one than was read from it.
    """

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self._steps = workspace.steps
        self._desk = workspace.desk
        self._theme = theme
        self._is_writing = False
        self._is_telling = self._is_untold = False
        self._told = self._desk.draft.plan
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(TELL_MS)
        self._telling.timeout.connect(self.tell)
        self.setViewportMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.document().contentsChange.connect(self._on_contents_change)
        self.left.connect(self.tell)
        self._desk.flush_requested.connect(self.tell)
        self._desk.changed.connect(self._follow)
        self._desk.opened.connect(self._on_opened)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @Slot()
    def tell(self) -> None:
        """Read the plan from the text, if the writer has changed it."""
        self._telling.stop()
        if self._is_untold:
            self._is_untold = False
            self._is_telling = True
            self._told = self._steps.read(self.written_text())
            self._is_telling = False

    def showEvent(self, event: QShowEvent) -> None:
        """Show the plan as it is now."""
        self._write(plan_to_markdown(self._desk.draft.plan))
        self._told = self._desk.draft.plan
        self.moveCursor(QTextCursor.MoveOperation.Start)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over what was typed last."""
        self.tell()
        super().hideEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over what was typed last."""
        super().focusOutEvent(event)
        self.tell()

    @Slot(int, int, int)
    def _on_contents_change(self, _position: int, removed: int, added: int) -> None:
        if self._is_writing or not (removed or added):
            return
        self._is_untold = True
        if not self._telling.isActive():
            self._telling.start()

    @Slot()
    def _on_opened(self) -> None:
        """Begin with the plan of another session: nothing is undone into the one before."""
        self._telling.stop()
        self._is_untold = False
        if self.isVisible():
            self._is_writing = True
            self._told = self._desk.draft.plan
            self.setPlainText(plan_to_markdown(self._told))
            self._is_writing = False

    @Slot()
    def _follow(self) -> None:
        """Show what others have made of the plan: the model, or the versions."""
        plan = self._desk.draft.plan
        if self._is_telling or self._is_untold:
            return
        if not self.isVisible() or plan == self._told:
            return
        self._told = plan
        self._write(plan_to_markdown(plan))

    def _write(self, text: str) -> None:
        """Change the text between what its old and new form have in common, for undo to undo."""
        old = self.shown_text()
        if old == text:
            return
        head = _common(old, text)
        tail = _common(old[head:][::-1], text[head:][::-1])
        self._is_writing = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:head]))
        end = _units(old[: len(old) - tail])
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[head : len(text) - tail])
        self._is_writing = False

    @Slot()
    def _dress(self) -> None:
        self.setFont(self._theme.text_font())


def _common(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _units(text: str) -> int:
    """Return how many UTF-16 units a text takes, which is what documents count in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
