"""The collection of triplets: filtered, sorted, read a page at a time, changed in bulk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.domain.triplet import TripletStatus
from writer_gui.state.notice import Notice
from writer_gui.store import triplets as store
from writer_gui.store.triplets import ANY_TRIPLET, TripletOrder, TripletQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from writer_gui.background.lane import Lane
    from writer_gui.domain.language import Language
    from writer_gui.domain.triplet import Scores, Triplet
    from writer_gui.errors import UserError
    from writer_gui.store.database import Transaction

    Chosen = Sequence[str] | None
    """Some triplets by their uid, or all that the query finds."""

FIRST_PAGE = 60
"""Lines read at first: more than any window shows, since their texts take a while to read."""

PAGE = 200
PREVIEW = 160
SEARCH_DELAY_MS = 150


@dataclass(frozen=True, slots=True)
class TripletLine:
    """One row of the table: what is shown of a triplet without its texts."""

    uid: str
    preview: str
    genre: str
    language: Language
    characters: int
    scores: Scores
    status: TripletStatus
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[TripletLine]
    found: int
    total: int


class CollectionState(QObject):
    """Owns the list of triplets as far as it has been read."""

    reset = Signal()  # the list is another one
    about_to_add = Signal(int, int)  # first and last row
    added = Signal()
    row_changed = Signal(int)
    changed = Signal()  # triplets were added, changed or taken away
    notice = Signal(object)  # Notice

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._lines: list[TripletLine] = []
        self._query = ANY_TRIPLET
        self._found = self._total = 0
        self._reading = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_DELAY_MS)
        self._delay.timeout.connect(self.refresh)

    @property
    def lines(self) -> list[TripletLine]:
        """The rows read so far."""
        return self._lines

    @property
    def query(self) -> TripletQuery:
        """What is shown, and in which order."""
        return self._query

    @property
    def found(self) -> int:
        """How many triplets the filter leaves."""
        return self._found

    @property
    def total(self) -> int:
        """How many triplets there are."""
        return self._total

    @property
    def has_more(self) -> bool:
        """Whether there are rows that have not been read yet."""
        return len(self._lines) < self._found and not self._reading

    @Slot(str)
    def set_search(self, text: str) -> None:
        """Show the triplets that hold this text in any of their parts."""
        if text.strip() != self._query.text:
            self._query = replace(self._query, text=text.strip())
            self._delay.start()

    def set_filter(self, **wanted: Any) -> None:
        """Show only a genre, language or status, by the names of the query; None is any."""
        self._ask(replace(self._query, **wanted))

    def set_order(self, order: TripletOrder) -> None:
        """Sort the list in another way."""
        self._ask(replace(self._query, order=order))

    @Slot()
    def refresh(self) -> None:
        """Read the list anew from its top."""
        query = self._query
        self._reading = True

        def done(page: _Page) -> None:
            if query == self._query:
                self._reading = False
                self._lines, self._found, self._total = page.lines, page.found, page.total
                self.reset.emit()

        self._lane.run(lambda tx: _page(tx, query), done, self._on_failed)

    @Slot()
    def load_more(self) -> None:
        """Read the next page."""
        if not self.has_more:
            return
        query, offset = self._query, len(self._lines)
        self._reading = True

        def done(lines: list[TripletLine]) -> None:
            if query != self._query or offset != len(self._lines):
                return
            self._reading = False
            if lines:
                self.about_to_add.emit(offset, offset + len(lines) - 1)
                self._lines.extend(lines)
                self.added.emit()
            else:
                self._found = offset

        self._lane.run(lambda tx: _lines(tx, query, offset, PAGE), done, self._on_failed)

    @Slot(object)
    def take_note(self, triplet: Triplet) -> None:
        """Show a triplet as it is after a change; it keeps its row until the next reading."""
        for row, line in enumerate(self._lines):
            if line.uid == triplet.uid:
                self._lines[row] = _line(triplet)
                self.row_changed.emit(row)
        self.changed.emit()

    def set_genre(self, uids: Chosen, genre: str) -> None:
        """Give triplets a genre."""
        told = self.tr("Genre changed: {0}.")
        self._change(lambda tx, chosen: store.set_genre(tx, chosen, genre), uids, told)

    def set_status(self, uids: Chosen, status: TripletStatus) -> None:
        """Give triplets a status; accepted only those whose scores allow it."""
        if status is not TripletStatus.ACCEPTED:
            told = self.tr("Status changed: {0}.")
            self._change(lambda tx, chosen: store.set_status(tx, chosen, status), uids, told)
            return
        told = self.tr("Accepted: {0}. The others need six scores of 8 or more.")
        self._change(store.accept, uids, told)

    def trash(self, uids: Chosen) -> None:
        """Put triplets into the trash; the notice that follows can take them back."""
        query = self._query

        def work(tx: Transaction) -> list[str]:
            chosen = _chosen(tx, uids, query)
            store.trash_triplets(tx, chosen)
            return chosen

        def done(gone: list[str]) -> None:
            self._on_changed()
            text = self.tr("In the trash: {0}.").format(len(gone))
            self.notice.emit(Notice(text, self.tr("Undo"), lambda: self._restore(gone)))

        self._lane.run(work, done, self._on_failed)

    def _restore(self, uids: Sequence[str]) -> None:
        self._change(store.restore_triplets, uids, self.tr("Restored: {0}."))

    def _ask(self, query: TripletQuery) -> None:
        if query != self._query:
            self._query = query
            self.refresh()

    def _change(
        self, change: Callable[[Transaction, list[str]], int], uids: Chosen, told: str
    ) -> None:
        query = self._query

        def done(count: int) -> None:
            self._on_changed()
            self.notice.emit(Notice(told.format(count), passing=True))

        self._lane.run(lambda tx: change(tx, _chosen(tx, uids, query)), done, self._on_failed)

    def _on_changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _on_failed(self, error: UserError) -> None:
        self._reading = False
        self.notice.emit(Notice(str(error)))


def _chosen(tx: Transaction, uids: Chosen, query: TripletQuery) -> list[str]:
    return store.list_uids(tx, query) if uids is None else list(uids)


def _page(tx: Transaction, query: TripletQuery) -> _Page:
    lines = _lines(tx, query, 0, FIRST_PAGE)
    found = len(lines) if len(lines) < FIRST_PAGE else store.count_triplets(tx, query)
    return _Page(lines, found, store.count_triplets(tx))


def _lines(tx: Transaction, query: TripletQuery, offset: int, limit: int) -> list[TripletLine]:
    found = store.list_triplets(tx, query, offset=offset, limit=limit)
    return [_line(triplet) for triplet in found]


def _line(triplet: Triplet) -> TripletLine:
    return TripletLine(
        uid=triplet.uid,
        preview=" ".join(triplet.query[: 2 * PREVIEW].split())[:PREVIEW],
        genre=triplet.genre,
        language=triplet.language,
        characters=len(triplet.answer),
        scores=triplet.scores,
        status=triplet.status,
        updated=triplet.updated,
    )
