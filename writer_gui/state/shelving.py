"""Keeping sessions in order: names, stars, tags, folders, copies and the trash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.state.notice import Notice
from writer_gui.store import sessions, shelves
from writer_gui.store.facets import read_facets

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.background.lane import Lane
    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.desks import Seat
    from writer_gui.state.library import LibraryState
    from writer_gui.state.library_news import LibraryNews
    from writer_gui.store.database import Transaction

_BETWEEN_TAGS = re.compile("[,，、;；]")


class Shelving(QObject):
    """Changes what the list shows of sessions, never their texts."""

    facets_read = Signal(object)  # Facets
    window_wanted = Signal(int)  # session id, for a window of its own

    def __init__(self, lane: Lane, library: LibraryState, news: LibraryNews, seat: Seat) -> None:
        super().__init__(library)
        self._lane = lane
        self._seat = seat
        self._news = news
        self._library = library

    @Slot()
    def read_facets(self) -> None:
        """Read what there is to filter by."""
        self._lane.run(read_facets, self.facets_read.emit)

    def rename(self, session_id: int, title: str) -> None:
        """Give a session a title of the writer's own; an empty one follows the prompt again."""
        self._change(session_id, lambda tx: sessions.rename_session(tx, session_id, title))

    def star(self, session_id: int, starred: bool) -> None:
        """Set or take away the star of a session."""
        self._change(session_id, lambda tx: shelves.set_starred(tx, session_id, starred))

    def tag(self, session_id: int, names: str) -> None:
        """Give a session the tags of a line, with any kind of comma between them."""
        tags = _BETWEEN_TAGS.split(names)
        self._change(session_id, lambda tx: shelves.set_tags(tx, session_id, tags))

    def move(self, session_id: int, folder: str) -> None:
        """Put a session into a folder, which is made by that; "" takes it out of any."""
        self._change(session_id, lambda tx: shelves.move_to_folder(tx, session_id, folder))

    def duplicate(self, session_id: int) -> None:
        """Begin a new session with the texts on the desk of another, and open it."""
        copy = self.tr("{0}, copy")

        def work(tx: Transaction) -> int:
            title = sessions.session_summary(tx, session_id).title
            return sessions.duplicate_session(tx, session_id, copy.format(title))

        self._lane.run(work, self._library.show)

    def trash(self, session_id: int) -> None:
        """Put a session into the trash; the notice that follows can take it back."""
        if session_id in self._seat.held_elsewhere:  # there, somebody may go on writing in it
            text = self.tr("It is open in another window; close that one first.")
            self._library.notice.emit(Notice(text, passing=True))
            return

        def work(tx: Transaction) -> str:
            title = sessions.session_summary(tx, session_id).title
            shelves.trash_session(tx, session_id)
            return title

        def done(title: str) -> None:
            self._news.trashed.emit((session_id,))
            text = self.tr("“{0}” is in the trash.").format(title or self.tr("Untitled"))
            undo = self.tr("Undo")
            self._library.notice.emit(Notice(text, undo, lambda: self.restore(session_id)))

        self._lane.run(work, done)

    def restore(self, session_id: int) -> None:
        """Take a session out of the trash and open it."""
        self._lane.run(
            lambda tx: shelves.restore_session(tx, session_id),
            lambda _: self._library.show(session_id),
        )

    def _change(self, session_id: int, change: Callable[[Transaction], None]) -> None:
        def work(tx: Transaction) -> SessionSummary:
            change(tx)
            return sessions.session_summary(tx, session_id)

        self._lane.run(work, self._news.shelved.emit)
