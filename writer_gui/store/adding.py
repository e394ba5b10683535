"""New triplets and pairs saved, many at a time: one by one, SQL would take most of an import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import bindparam, func, insert, select

from writer_gui.store import codec
from writer_gui.store.clock import now
from writer_gui.store.records import Table, set_fields
from writer_gui.store.schema import PairRow, TripletRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from writer_gui.store.database import Transaction


class Record(Protocol):
    """What has an identity in files."""

    @property
    def uid(self) -> str:
        """The identity it would like to have here."""
        ...


R = TypeVar("R", bound=Record)
Row = dict[str, Any]

_AT_ONCE = 100  # records
_WEIGHT_AT_ONCE = 4_000_000  # characters: a file may hold records of 50 MB each

# Built once, as building takes longer than running. Run on the connection, as a session would
# take as long again; so what was added through it is flushed.
_BY_UID = {
    table: select(table.uid).where(table.uid.in_(bindparam("uids", expanding=True)))
    for table in (TripletRow, PairRow)
}
_SAME = {
    table: select(table.uid, table.sameness).where(
        table.sameness.in_(bindparam("marks", expanding=True))
    )
    for table in (TripletRow, PairRow)
}
_NEW = {table: insert(table) for table in (TripletRow, PairRow)}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many of the records of a file were new, and how many were there already."""

    added: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """How records of a table are saved.

    Two with the same `mark` are the same record; `weigh` gives the characters of one, and `rows`
    its columns, but for `uid`, `sameness` and `trashed`.
    """

    table: Table
    mark: Callable[[R], bytes]
    weigh: Callable[[R], int]
    rows: Callable[[Transaction, Sequence[R]], list[Row]]


def add_new(
    tx: Transaction, kind: Kind[R], found: Sequence[R], *, trashed: bool = False
) -> list[Row | None]:
    """Save those of some records that are new; return the row of each, None for one that is not.

    The `uid` is kept unless another record has it. One that is there, but in the trash, is taken
    out of it; a new one that is `trashed` goes there.
    """
    marks = [kind.mark(record) for record in found]
    known = _known(tx, kind.table, marks, revive=not trashed)
    first = {mark: place for place, mark in reversed(list(enumerate(marks)))}
    fresh = sorted(place for mark, place in first.items() if mark not in known)
    if not fresh:
        return [None] * len(found)
    uids = _free_uids(tx, kind.table, [(found[place].uid, marks[place]) for place in fresh])
    rows = kind.rows(tx, [found[place] for place in fresh])
    for place, uid, row in zip(fresh, uids, rows, strict=True):
        row |= {"uid": uid, "sameness": marks[place], "trashed": now() if trashed else None}
    tx.connection().execute(_NEW[kind.table], rows)
    saved = dict(zip(fresh, rows, strict=True))
    return [saved.get(place) for place in range(len(found))]


def import_all(
    tx: Transaction, kind: Kind[R], found: Iterable[R], *, trashed: bool = False
) -> Taken:
    """Save the records of a file, all in the transaction of the caller; count what is there now.

    That is what is new and what comes from the trash; one that goes into the trash counts too.
    """
    count = select(func.count(kind.table.id)).where(kind.table.trashed.is_(None))
    before = tx.scalars(count).one()
    read = new = 0
    for some in _heaps(found, kind.weigh):
        saved = add_new(tx, kind, some, trashed=trashed)
        read += len(saved)
        new += len(saved) - saved.count(None)
    added = max(new, tx.scalars(count).one() - before)
    return Taken(added=added, duplicates=read - added)


def _heaps(found: Iterable[R], weigh: Callable[[R], int]) -> Iterator[list[R]]:
    heap: list[R] = []
    weight = 0
    for record in found:
        heap.append(record)
        weight += weigh(record)
        if len(heap) == _AT_ONCE or weight > _WEIGHT_AT_ONCE:
            yield heap
            heap, weight = [], 0
    if heap:
        yield heap


def _known(tx: Transaction, table: Table, marks: list[bytes], *, revive: bool) -> set[bytes]:
    known = tx.connection().execute(_SAME[table], {"marks": marks}).all()
    if known and revive:
        set_fields(tx, table, [row.uid for row in known], trashed=None)
    return {row.sameness for row in known}


def _free_uids(tx: Transaction, table: Table, wished: list[tuple[str, bytes]]) -> list[str]:
    """Return a uid for each: the one wished for, or where it is taken, one derived from it."""
    names = [codec.one_line(uid) or mark.hex()[:16] for uid, mark in wished]
    derived = [f"{name}-{mark.hex()[:12]}" for name, (_, mark) in zip(names, wished, strict=True)]
    taken = set(tx.connection().scalars(_BY_UID[table], {"uids": [*names, *derived]}))
    uids = []
    for name, other in zip(names, derived, strict=True):
        free = next((one for one in (name, other) if one not in taken), f"{name}-{uuid4().hex}")
        uids.append(free)
        taken.add(free)
    return uids
