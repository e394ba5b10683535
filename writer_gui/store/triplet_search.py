"""Search over triplets: by their index, and what that does not know yet by reading it.

So what was saved a moment ago is found, and nobody waits for the index to be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, or_, select

from writer_gui.store import contents, records
from writer_gui.store.indexing import Searched, catch_up, seen_by
from writer_gui.store.meta import TRIPLETS_TOUCHED
from writer_gui.store.schema import TripletRow
from writer_gui.store.search_index import TripletText
from writer_gui.store.search_text import read_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.store.database import Transaction

CONTENTS = (
    TripletRow.query_content_id,
    TripletRow.thought_content_id,
    TripletRow.answer_content_id,
)


def holding(tx: Transaction, text: str) -> ColumnElement[bool]:
    """Return the condition that a triplet has all words of `text`, each in any of its parts."""
    by_reading = records.holds(CONTENTS, text)
    terms = read_query(text)
    seen = seen_by(tx, TRIPLETS)
    if not terms or seen < 0:
        return by_reading
    ids = TRIPLETS.index_of(tx).matching(" AND ".join(term.match for term in terms))
    if seen_by(tx, TRIPLETS) < 0:
        return by_reading  # the question found the index broken, and it is empty now
    indexed = select(func.json_each(ids).table_valued("value").c.value)
    return or_(
        and_(TripletRow.touched <= seen, TripletRow.id.in_(indexed)),
        and_(TripletRow.touched > seen, by_reading),
    )


def update_triplet_index(tx: Transaction, at_once: int) -> bool:
    """Index the triplets that have changed; return whether all of them are indexed now."""
    return catch_up(tx, TRIPLETS, at_once)


def count_unindexed(tx: Transaction) -> int:
    """Return how many triplets are searched by reading them, as they are not in the index yet."""
    newer = TripletRow.touched > seen_by(tx, TRIPLETS)
    return tx.scalars(select(func.count(TripletRow.id)).where(newer)).one()


def rebuild_triplet_index(tx: Transaction) -> None:
    """Throw the index away."""
    TRIPLETS.index_of(tx).clear("")


def _documents(tx: Transaction, ids: Sequence[int]) -> dict[int, TripletText]:
    rows = tx.execute(select(TripletRow.id, *CONTENTS).where(TripletRow.id.in_(ids))).all()
    texts = contents.get_sound(tx, (i for _, *parts in rows for i in parts))
    return {row_id: TripletText(*(str(texts.get(i, "")) for i in parts)) for row_id, *parts in rows}


TRIPLETS = Searched(TripletRow, TRIPLETS_TOUCHED, "triplet_index", _documents)
