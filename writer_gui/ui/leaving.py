"""Closing the window: nothing that is not in the database goes without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.state.notice import Notice
from writer_gui.state.sentences import localized

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from writer_gui.state.workspace import Workspace


class Leaving(QObject):
    """Keeps the window open once where the text cannot be saved; a second time it is let go."""

    notice = Signal(object)  # Notice
    export_wanted = Signal()

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._warned = False

    def may_close(self) -> bool:
        """Save, and return whether the window may go; the last one stops the model."""
        if not self._workspace.desk.seat.has_company:
            self._workspace.commands.stop()
        self._workspace.judging.keep()
        is_text_saved = self._workspace.desk.save_and_wait()
        if self._workspace.review.save_and_wait() and is_text_saved:
            self._warned = False
            return True
        if self._warned:
            return True
        self._warned = True
        self._warn(is_text_saved=is_text_saved)
        return False

    def _warn(self, *, is_text_saved: bool) -> None:
        """Say what keeps the window open; a file is a way out for the text on the desk only."""
        text = self.tr("Not saved: {0} Close again to leave without the last changes.")
        if is_text_saved:
            problem = self._workspace.review.problem
            self.notice.emit(Notice(text.format(localized(problem))))
            return
        problem = self._workspace.desk.autosave.status.problem
        self.notice.emit(
            Notice(
                text.format(localized(problem)),
                self.tr("Save as a file…"),
                self.export_wanted.emit,
            )
        )
