"""Where the writer stands: noticed as the caret moves, gone back to when a session is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from writer_gui.domain.session import Standing

if TYPE_CHECKING:
    from PySide6.QtCore import QMetaObject
    from PySide6.QtWidgets import QTextEdit, QWidget

    from writer_gui.state.desk import DeskState
    from writer_gui.ui.desk_view import DeskView


class StandingKeeper(QObject):
    """Tells the desk in which text the caret is, and puts it back there.

    The story pane itself keeps the caret of the story, which is remembered also while the writer is
    elsewhere.
    """

    def __init__(self, desk: DeskState, view: DeskView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._of: int | None = None  # the session that is shown; another may be on its way
        self._edit: QTextEdit | None = None
        self._listening: QMetaObject.Connection | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    def restore(self, *, take_focus: bool) -> None:
        """Put the caret where it stood in the session just opened; the story has its own."""
        standing = self._desk.draft.standing
        edit = self._view.story.editor if standing is None else self._edit_of(standing)
        if edit is not None and standing is not None:
            cursor = QTextCursor(edit.document())
            last = edit.document().characterCount() - 1
            cursor.setPosition(max(0, min(standing.position, last)))
            edit.setTextCursor(cursor)
        self._of = self._desk.session_id
        if take_focus:
            self._show(standing)

    def _show(self, standing: Standing | None) -> None:
        edit = None if standing is None else self._edit_of(standing)
        if standing is not None and standing.step_id and edit is not None:
            self._view.plan.go_to_step(standing.step_id)
        else:
            (edit or self._view.story.editor).setFocus()

    @Slot()
    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Listen to the caret of the text that has the focus; what is no text changes nothing."""
        for edit in self._edits():
            if edit is now and edit is not self._edit:
                self._listen_to(edit)
        if now is not None and now is self._edit:
            self._note()

    def _listen_to(self, edit: QTextEdit) -> None:
        if self._listening is not None:
            QObject.disconnect(self._listening)
        self._edit = edit
        self._listening = edit.cursorPositionChanged.connect(self._note)

    @Slot()
    def _note(self) -> None:
        if self._edit is None or self._desk.session_id != self._of or not self._edit.hasFocus():
            return
        self._desk.stand(self._desk.draft.caret, self._standing_in(self._edit))

    def _edits(self) -> list[QTextEdit]:
        cards = self._view.plan.cards.cards
        return [self._view.story.editor, self._view.prompt_bar.prompt, *(c.text for c in cards)]

    def _edit_of(self, standing: Standing) -> QTextEdit | None:
        if standing.step_id is None:
            return self._view.prompt_bar.prompt
        card = self._view.plan.cards.card(standing.step_id)
        return None if card is None else card.text

    def _standing_in(self, edit: QTextEdit) -> Standing | None:
        if edit is self._view.story.editor:
            return None
        cards = self._view.plan.cards.cards
        step_id = next((card.step_id for card in cards if card.text is edit), None)
        return Standing(step_id, edit.textCursor().position())
