"""The session list: a page at a time, searched and filtered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.domain.session import Prompt, SessionSummary
from writer_gui.state.notice import Notice
from writer_gui.state.shelving import Shelving
from writer_gui.store import sessions
from writer_gui.store.listing import ANY_SESSION, SessionQuery, list_sessions
from writer_gui.store.search import SearchHit
from writer_gui.store.search import search as search_sessions

if TYPE_CHECKING:
    from collections.abc import Collection

    from writer_gui.background.lane import Lane
    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState
    from writer_gui.state.library_news import LibraryNews
    from writer_gui.store.database import Transaction

PAGE = 200
HITS = 50
SEARCH_DELAY_MS = 120


@dataclass(frozen=True, slots=True)
class Page:
    """Some sessions, where in them the words looked for stand, and whether there may be more."""

    sessions: list[SessionSummary]
    hits: dict[int, SearchHit]
    is_full: bool


class LibraryState(QObject):
    """Owns the list of sessions as far as it has been read."""

    reset = Signal()  # the list is another one
    about_to_add = Signal(int, int)  # first and last row
    added = Signal()
    changed = Signal(int)  # one row
    open_requested = Signal(int)  # session id
    query_changed = Signal()
    notice = Signal(object)  # Notice

    def __init__(
        self, lane: Lane, desk: DeskState, news: LibraryNews, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._desk = desk
        self._news = news
        self._sessions: list[SessionSummary] = []
        self._hits: dict[int, SearchHit] = {}
        self._search = ""
        self._query = ANY_SESSION
        self._has_more = False
        self._reading = False
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(SEARCH_DELAY_MS)
        self._searching.timeout.connect(self.refresh)
        self.shelving = Shelving(lane, self, news, desk.seat)
        desk.autosave.saved.connect(news.saved)
        news.saved.connect(self.take_note)
        news.shelved.connect(self._on_shelved)
        news.added.connect(self.refresh)
        news.trashed.connect(self._on_trashed)

    @property
    def sessions(self) -> list[SessionSummary]:
        """The sessions read so far."""
        return self._sessions

    def hit(self, session_id: int) -> SearchHit | None:
        """Return where in a session the words looked for were found."""
        return self._hits.get(session_id)

    @property
    def search(self) -> str:
        """The words looked for; empty shows all sessions."""
        return self._search

    @property
    def query(self) -> SessionQuery:
        """Which sessions are shown, and in which order."""
        return self._query

    @property
    def is_filtered(self) -> bool:
        """Whether the list is anything but all sessions, newest first."""
        return bool(self._search) or self._query != ANY_SESSION

    @property
    def has_more(self) -> bool:
        """Whether there are sessions that have not been read yet."""
        return self._has_more and not self._reading

    @Slot(str)
    def set_search(self, text: str) -> None:
        """Show the sessions that hold these words."""
        if text.strip() != self._search:
            self._search = text.strip()
            self._searching.start()

    def set_query(self, query: SessionQuery) -> None:
        """Show the sessions a query finds."""
        if query != self._query:
            self._query = query
            self.refresh()
            self.query_changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Read the list anew from its top."""
        wanted = (self._search, self._query)
        self._reading = True

        def done(page: Page) -> None:
            if wanted == (self._search, self._query):
                self._reading = False
                self._sessions, self._hits = page.sessions, page.hits
                self._has_more = page.is_full
                self.reset.emit()

        self._lane.run(lambda tx: _page(tx, *wanted, None), done, self._on_not_read)

    @Slot()
    def load_more(self) -> None:
        """Read the next page."""
        if not self.has_more or not self._sessions:
            return
        last, wanted = self._sessions[-1], (self._search, self._query)
        self._reading = True

        def done(page: Page) -> None:
            self._reading = False
            if wanted != (self._search, self._query):
                return
            self._has_more = page.is_full
            self._hits |= page.hits
            known = {session.id for session in self._sessions}
            fresh = [session for session in page.sessions if session.id not in known]
            if fresh:
                self.about_to_add.emit(len(self._sessions), len(self._sessions) + len(fresh) - 1)
                self._sessions.extend(fresh)
                self.added.emit()

        self._lane.run(lambda tx: _page(tx, *wanted, last), done, self._on_not_read)

    @Slot()
    def open_last(self) -> None:
        """Read the list and open the session that was open last, or a new one."""
        elsewhere = self._desk.seat.held_elsewhere
        self.refresh()
        self._lane.run(lambda tx: _last_or_new(tx, elsewhere), self.open_requested.emit)
        self._news.added.emit()

    @Slot()
    def new(self) -> None:
        """Open a new session; one that is still blank is used again."""
        elsewhere = self._desk.seat.held_elsewhere
        self._lane.run(lambda tx: _blank_or_new(tx, elsewhere), self.show)

    @Slot(object)
    def take_note(self, summary: SessionSummary) -> None:
        """Show a session as it is after a save, at the top if it has changed."""
        row = next((r for r, known in enumerate(self._sessions) if known.id == summary.id), None)
        if row is None and (self.is_filtered or summary.trashed is not None):
            return  # a session may be saved once more after it was thrown away
        stays = row == 0 or self.is_filtered
        if row is not None and (stays or self._sessions[row].touched == summary.touched):
            self._sessions[row] = summary
            self.changed.emit(row)
        else:
            self._sessions = [summary, *(s for s in self._sessions if s.id != summary.id)]
            self.reset.emit()

    def show(self, session_id: int) -> None:
        """Open a session that has come into the library, and have the lists show it."""
        self._news.added.emit()
        self.open_requested.emit(session_id)

    @Slot(object)
    def _on_shelved(self, summary: SessionSummary) -> None:
        self.take_note(summary)
        if self.is_filtered:  # and the filter may find others now
            self.refresh()

    @Slot(object)
    def _on_trashed(self, ids: Collection[int]) -> None:
        if self._desk.session_id in ids:
            self.open_last()
        else:
            self.refresh()

    def _on_not_read(self, error: UserError) -> None:
        """Leave the list as it is; scrolling on tries again."""
        self._reading = False
        self.notice.emit(Notice(str(error)))


def _page(tx: Transaction, words: str, query: SessionQuery, after: SessionSummary | None) -> Page:
    if not words:
        found = list_sessions(tx, query, after, PAGE)
        return Page(found, {}, len(found) == PAGE)
    hits = search_sessions(tx, words, query, after, HITS)
    return Page([h.session for h in hits], {h.session.id: h for h in hits}, len(hits) == HITS)


def _last_or_new(tx: Transaction, elsewhere: Collection[int]) -> int:
    """Return the session opened last, or the newest, that no other window has; else a new one."""
    last = sessions.last_session(tx)
    if last is None or last in elsewhere:
        last = _newest(tx, elsewhere)
    return sessions.create_session(tx, Prompt("")) if last is None else last


def _blank_or_new(tx: Transaction, elsewhere: Collection[int]) -> int:
    """Return the newest session if nothing has been written in it, else a new one."""
    newest = _newest(tx, elsewhere)
    if newest is not None:
        session = sessions.load_session(tx, newest)
        draft = session.draft
        is_blank = not draft.prompt.text.strip() and draft.plan.is_empty and draft.story.is_empty
        if is_blank and not session.plans and not session.stories:
            return newest
    return sessions.create_session(tx, Prompt(""))


def _newest(tx: Transaction, elsewhere: Collection[int]) -> int | None:
    listed = list_sessions(tx, limit=len(elsewhere) + 1)
    return next((session.id for session in listed if session.id not in elsewhere), None)
