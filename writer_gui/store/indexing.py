"""Brings a search index up to what the library holds, by the counter each change of a row takes.

The index is written while the library's own transaction is open, never the other way round: what
it has seen is at most what the library holds, and one that has seen more is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, literal_column, select

from writer_gui.store.meta import LIBRARY, read_meta
from writer_gui.store.search_index import DIGEST, SessionText, TripletText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from writer_gui.store.database import Transaction
    from writer_gui.store.schema import SessionRow, TripletRow
    from writer_gui.store.search_index import SearchIndex

D = TypeVar("D", bound=SessionText | TripletText)

BATCH = 100


@dataclass(frozen=True, slots=True)
class Searched(Generic[D]):
    """A table with a search index: the counter in `meta` of its changes, and what is indexed.

    `index` is the key of the index in what a transaction knows.
    """

    table: type[SessionRow] | type[TripletRow]
    counter: str
    index: str
    documents: Callable[[Transaction, Sequence[int]], dict[int, D]]

    def index_of(self, tx: Transaction) -> SearchIndex[D]:
        """Return the index."""
        found: SearchIndex[D] = tx.info[self.index]
        return found


def catch_up(tx: Transaction, searched: Searched[Any], at_once: int) -> bool:
    """Index what has changed, the oldest change first; return whether the index is complete.

    A snapshot may be older than the index and leaves it alone: only a write transaction indexes.
    """
    if not tx.info["writes"]:
        return False
    table, index = searched.table, searched.index_of(tx)
    newest = int(read_meta(tx, searched.counter) or 0)
    seen = _begin(tx, searched, newest)
    for _ in range(0, at_once, BATCH):
        changed = tx.execute(
            select(table.id, table.touched)
            .where(table.touched > seen)
            .order_by(table.touched)
            .limit(BATCH)
        ).all()
        if not changed:
            return True
        touched = {row.id: row.touched for row in changed}
        index.put(searched.documents(tx, list(touched)), touched)
        seen = changed[-1].touched
    return bool(seen >= newest)


def seen_by(tx: Transaction, searched: Searched[Any]) -> int:
    """Return up to which change the index may be asked; -1 where it is of another library."""
    state = searched.index_of(tx).state()
    newest = int(read_meta(tx, searched.counter) or 0)
    is_ours = state.library == (read_meta(tx, LIBRARY) or "") and state.seen <= newest
    return state.seen if is_ours else -1


def _begin(tx: Transaction, searched: Searched[Any], newest: int) -> int:
    """Have an index of this library without what is gone; return up to where it goes."""
    table, index = searched.table, searched.index_of(tx)
    library = read_meta(tx, LIBRARY) or ""
    state = index.state()
    is_ours = state.library == library and state.seen <= newest
    if not is_ours or not _fits(tx, searched, state.seen):
        index.clear(library)
        state = index.state()
    if state.documents > tx.scalars(select(func.count(table.id))).one():
        index.forget(index.ids() - set(tx.scalars(select(table.id))))
    return state.seen


def _fits(tx: Transaction, searched: Searched[Any], seen: int) -> bool:
    """Whether the index is as the library has it; looked at once, when the program first searches.

    Name and counter do not tell where the file of a library was carried to another computer,
    worked on there, and carried back over the one it came from.
    """
    table, index = searched.table, searched.index_of(tx)
    if index.is_compared:
        return True
    index.is_compared = True
    digest: ColumnElement[int] = func.coalesce(func.sum(literal_column(DIGEST)), 0)
    found = tx.execute(select(func.count(table.id), digest).where(table.touched <= seen)).one()
    if tuple(found) == index.digest():
        return True
    known = index.marks()  # which may have more: what is gone for good is forgotten by and by
    rows = tx.execute(select(table.id, table.touched).where(table.touched <= seen))
    return all(known.get(row_id) == touched for row_id, touched in rows)
