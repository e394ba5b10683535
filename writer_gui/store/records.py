"""What triplets and pairs have in common as rows: identity, sameness, trash, import."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update

from writer_gui.errors import UserError
from writer_gui.store import codec, contents
from writer_gui.store.clock import now, to_stamp
from writer_gui.store.schema import ContentRow, PairRow, TripletRow
from writer_gui.store.search_text import read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from writer_gui.store.database import Transaction

Table = type[TripletRow] | type[PairRow]

_IDS_AT_ONCE = 10_000  # well below SQLite's limit of 32,766 variables


# Built once: an import runs both for each of its records, and building takes as long as running.
# Run on the connection, for a session would take as long again; so what was added is flushed.
_BY_UID = {
    table: select(table.id).where(table.uid == bindparam("uid")) for table in (TripletRow, PairRow)
}
_SAME = {
    table: select(table.uid).where(table.sameness == bindparam("same")).limit(1)
    for table in (TripletRow, PairRow)
}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many of the records of a file were new, and how many were there already."""

    added: int
    duplicates: int


def sameness(*texts: str) -> bytes:
    """Return the hash of texts together; white space at their ends makes no difference."""
    return hashlib.sha256(codec.canonical([text.strip() for text in texts]).encode()).digest()


def free_uid(tx: Transaction, table: Table, uid: str, same: bytes) -> str:
    """Return `uid`, or where another record has it already, one derived from it."""
    wished = codec.one_line(uid) or same.hex()[:16]
    taken = tx.connection().scalar(_BY_UID[table], {"uid": wished})
    return wished if taken is None else f"{wished}-{same.hex()[:12]}"


def same_record(tx: Transaction, table: Table, same: bytes, *, revive: bool = True) -> str | None:
    """Return the uid of the record with the same texts; `revive` takes it out of the trash."""
    known = tx.connection().scalar(_SAME[table], {"same": same})
    if known is not None and revive:
        set_fields(tx, table, [known], trashed=None)
    return known


def present(tx: Transaction, table: Table) -> set[bytes]:
    """Return the sameness of all records that are not in the trash."""
    return set(tx.scalars(select(table.sameness).where(table.trashed.is_(None))))


def imported(tx: Transaction, table: Table, save: Callable[[], list[bool]]) -> Taken:
    """Count what of a file is there now and was not: what is new, and what comes from the trash.

    `save` saves the records and returns of each whether it is new; one that goes into the trash
    itself counts so too.
    """
    count = select(func.count(table.id)).where(table.trashed.is_(None))
    before = tx.scalars(count).one()
    is_new = save()
    added = max(sum(is_new), tx.scalars(count).one() - before)
    return Taken(added=added, duplicates=len(is_new) - added)


def find_uid(tx: Transaction, table: Table, kind: str, beginning: str) -> str:
    """Return the uid that is this, or the only one that begins so. Raises UserError."""
    chosen = select(table.uid).where(table.uid.startswith(beginning, autoescape=True)).limit(2)
    found = tx.scalars(chosen).all()
    if tx.scalar(_BY_UID[table], {"uid": beginning}) is not None:
        return beginning
    if len(found) > 1:
        raise UserError(f"More than one {kind} begins with '{beginning}'; give more of its id.")
    if not found:
        raise missing(kind, beginning)
    return found[0]


def set_fields(tx: Transaction, table: Table, uids: Sequence[str], **values: object) -> int:
    """Set columns of records; return how many there were."""
    changed = 0
    for start in range(0, len(uids), _IDS_AT_ONCE):
        chosen = update(table).where(table.uid.in_(uids[start : start + _IDS_AT_ONCE]))
        changed += len(tx.scalars(chosen.values(values).returning(table.id)).all())
    return changed


def trash(tx: Transaction, table: Table, uids: Sequence[str]) -> int:
    """Put records into the trash; return how many there were."""
    return set_fields(tx, table, uids, trashed=now())


def untrash(tx: Transaction, table: Table, uids: Sequence[str]) -> int:
    """Take records out of the trash; return how many there were."""
    return set_fields(tx, table, uids, trashed=None)


def purge(
    tx: Transaction,
    table: Table,
    columns: Sequence[InstrumentedAttribute[int]],
    older_than: datetime,
) -> int:
    """Delete for good what was put into the trash before `older_than`; return how many."""
    gone = table.trashed < to_stamp(older_than)
    held = {i for row in tx.execute(select(*columns).where(gone)) for i in row}
    count = len(tx.scalars(delete(table).where(gone).returning(table.id)).all())
    contents.release(tx, held)
    return count


def holds(columns: Sequence[InstrumentedAttribute[int]], text: str) -> ColumnElement[bool]:
    """Return the condition that each word of `text` is in one of the contents, in either case.

    A text without any letter is looked for as it stands.
    """
    words = [term.text for term in read_query(text)] or [codec.one_line(text)]
    return and_(*(_holds_word(columns, word) for word in words))


def _holds_word(columns: Sequence[InstrumentedAttribute[int]], word: str) -> ColumnElement[bool]:
    found = func.writer_holds(ContentRow.body, ContentRow.packed, word)
    return exists().where(or_(*(ContentRow.id == column for column in columns)), found == 1)


def missing(kind: str, uid: str) -> UserError:
    """Return the error of a record that is not there."""
    return UserError(f"There is no {kind} '{uid}'; 'writer-gui {kind}s' lists them.")
