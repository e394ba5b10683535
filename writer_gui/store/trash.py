"""The trash: what is put there can be taken out again for 30 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.pairs import purge_pairs
from writer_gui.store.shelves import purge_sessions
from writer_gui.store.triplets import purge_triplets

if TYPE_CHECKING:
    from writer_gui.store.database import Transaction

TRASH_DAYS = 30

_TIDIED = "tidied"


def empty_trash(tx: Transaction, older_than: datetime) -> int:
    """Delete for good what was put into the trash before `older_than`; return how many."""
    return (
        purge_sessions(tx, older_than)
        + purge_triplets(tx, older_than)
        + purge_pairs(tx, older_than)
    )


def tidy_trash(tx: Transaction, now: datetime | None = None) -> int:
    """Empty the trash of what is older than 30 days; at each start. Return how many went.

    Both this start and the one before must be 30 days later, so that one start with the clock
    wrong by a year deletes nothing.
    """
    now = now or datetime.now(UTC)
    known = read_meta(tx, _TIDIED)
    before = datetime.fromisoformat(known) if known else now
    write_meta(tx, _TIDIED, now.isoformat())
    return empty_trash(tx, min(now, before) - timedelta(days=TRASH_DAYS))
