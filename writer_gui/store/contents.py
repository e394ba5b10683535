"""Texts and other values, each stored once however many versions hold it."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, select, type_coerce, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.types import NullType

from writer_gui.store.codec import Packed, is_sound, pack, unpack
from writer_gui.store.problems import DamagedError
from writer_gui.store.schema import (
    ContentRow,
    DraftRow,
    PairRow,
    PlanVersionRow,
    StoryVersionRow,
    TripletRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from writer_gui.store.database import Transaction

log = logging.getLogger(__name__)

_IDS_AT_ONCE = 1_000

REFERENCES = (
    DraftRow.prompt_content_id,
    DraftRow.plan_content_id,
    DraftRow.story_content_id,
    PlanVersionRow.content_id,
    StoryVersionRow.content_id,
    TripletRow.query_content_id,
    TripletRow.thought_content_id,
    TripletRow.answer_content_id,
    PairRow.prompt_content_id,
    PairRow.first_content_id,
    PairRow.second_content_id,
)
"""Every column that keeps a content alive."""

# As they lie there: damage can make a text or a number of what were bytes.
_AS_STORED = [
    type_coerce(column, NullType())
    for column in (ContentRow.sha256, ContentRow.packed, ContentRow.body)
]
_STORED = select(ContentRow.id, *_AS_STORED).where(
    ContentRow.id.in_(bindparam("ids", expanding=True))
)
# Built once: each save runs them, and building them takes longer than running them.
_OF_THESE = ContentRow.sha256.in_(bindparam("hashes", expanding=True))
_KNOWN = select(ContentRow.id, *_AS_STORED).where(_OF_THESE)
_IDS = select(ContentRow.sha256, ContentRow.id).where(_OF_THESE)
_NEW = insert(ContentRow.__table__)  # type: ignore[arg-type]  # a Table
_MEND = (
    update(ContentRow.__table__)  # type: ignore[arg-type]  # a Table
    .where(ContentRow.id == bindparam("damaged"))
    .values(packed=bindparam("as_packed"), body=bindparam("as_body"))
)
_UNUSED = delete(ContentRow.__table__).where(  # type: ignore[arg-type]  # a Table
    ContentRow.id.in_(bindparam("ids", expanding=True)),
    *(~exists().where(column == ContentRow.id) for column in REFERENCES),
)


def put(tx: Transaction, value: object) -> int:
    """Store a value unless it is there already; return its id."""
    return put_all(tx, [value])[0]


def put_all(tx: Transaction, values: Iterable[object]) -> list[int]:
    """Store those of some values that are not there already, or not whole; return their ids."""
    items = [pack(value) for value in values]
    connection = tx.connection()  # what is behind `tx` would take as long again
    given = {item.sha256: item for item in items}
    known = _mended(connection, given)
    if new := given.keys() - known:
        connection.execute(_NEW, [asdict(item) for item in given.values() if item.sha256 in new])
    ids = {row.sha256: row.id for row in connection.execute(_IDS, {"hashes": list(given)})}
    return [ids[item.sha256] for item in items]


def _mended(connection: Connection, given: Mapping[bytes, Packed]) -> set[bytes]:
    """Return which of these are there already; what is damaged there is made whole of them."""
    known = set()
    for content_id, *stored in connection.execute(_KNOWN, {"hashes": list(given)}).all():
        found = Packed(*stored)
        item = given[found.sha256]
        known.add(found.sha256)
        if (found.packed, found.body) != (item.packed, item.body) and not is_sound(found):
            values = {"as_packed": item.packed, "as_body": item.body, "damaged": content_id}
            connection.execute(_MEND, values)
    return known


def get(tx: Transaction, content_id: int) -> Any:
    """Return a stored value. Raises DamagedError where its bytes are not what was stored."""
    return get_many(tx, [content_id])[content_id]


def get_many(tx: Transaction, content_ids: Iterable[int]) -> dict[int, Any]:
    """Return stored values by id, with few queries. Raises DamagedError as `get` does."""
    ids = set(content_ids)
    values = get_sound(tx, ids)
    for content_id in ids - values.keys():
        raise _damaged(content_id)
    return values


def get_sound(tx: Transaction, content_ids: Iterable[int]) -> dict[int, Any]:
    """Return those of the stored values that are what was stored."""
    ids = sorted(set(content_ids))
    values: dict[int, Any] = {}
    for start in range(0, len(ids), _IDS_AT_ONCE):
        chosen = ids[start : start + _IDS_AT_ONCE]
        for content_id, *stored in tx.execute(_STORED, {"ids": chosen}):
            item = Packed(*stored)
            if is_sound(item):
                values[content_id] = unpack(item.body, packed=item.packed)
    return values


def release(tx: Transaction, content_ids: Iterable[int]) -> None:
    """Drop those of the contents that nothing refers to any more."""
    ids = sorted(set(content_ids))
    for start in range(0, len(ids), _IDS_AT_ONCE):
        tx.execute(_UNUSED, {"ids": ids[start : start + _IDS_AT_ONCE]})


def _damaged(content_id: int) -> DamagedError:
    return DamagedError(
        f"A text in the library is damaged (content {content_id}); run 'writer-gui check', or "
        "restore a backup."
    )
