"""What triplets and pairs have in common as rows: identity, sameness, trash, search."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, or_, select, update

from writer_gui.errors import UserError
from writer_gui.store import codec, contents
from writer_gui.store.clock import now, to_stamp
from writer_gui.store.schema import ContentRow, PairRow, TripletRow
from writer_gui.store.search_text import read_query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from writer_gui.store.database import Transaction

Table = type[TripletRow] | type[PairRow]

_IDS_AT_ONCE = 10_000  # well below SQLite's limit of 32,766 variables


def sameness(*texts: str) -> bytes:
    """Return the hash of texts together; white space at their ends makes no difference."""
    return hashlib.sha256(codec.canonical([text.strip() for text in texts]).encode()).digest()


def present(tx: Transaction, table: Table) -> set[bytes]:
    """Return the sameness of all records that are not in the trash."""
    return set(tx.scalars(select(table.sameness).where(table.trashed.is_(None))))


def find_uid(tx: Transaction, table: Table, kind: str, beginning: str) -> str:
    """Return the uid that is this, or the only one that begins so. Raises UserError."""
    chosen = select(table.uid).where(table.uid.startswith(beginning, autoescape=True)).limit(2)
    found = tx.scalars(chosen).all()
    if tx.scalar(select(table.id).where(table.uid == beginning)) is not None:
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
