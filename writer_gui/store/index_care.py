"""The search index looked after while nobody waits for it: found broken, made anew, caught up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from writer_gui.store.copying import problem_in
from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.search import rebuild_index, update_index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.store.database import Database, Transaction

CHECK_EVERY = timedelta(days=7)
SMALL_ENOUGH = 32 * 1024 * 1024  # bytes of an index that is made anew in some seconds
SESSIONS_AT_ONCE = 100  # some 0.2 s, in which no other thread can save

_CHECKED = "index_checked"


def suspect_index(tx: Transaction) -> None:
    """Have the index checked soon, as after a crash."""
    write_meta(tx, _CHECKED, "")


def tend_index(database: Database, goes_on: Callable[[], bool]) -> bool:
    """Check the index if that is due, and index what is not yet; return whether it is complete.

    `goes_on` is asked between steps and says whether to take another; others save meanwhile.
    A letter that is wrong in the index is seen by no check. So one that is small is made anew in
    any case, which is as fast as a thorough check of it would be.
    """
    with database.reading() as tx:
        checked = read_meta(tx, _CHECKED)
        index: Path = tx.info["search_index"].path
    if not checked or abs(datetime.now() - datetime.fromisoformat(checked)) > CHECK_EVERY:
        is_broken = _is_small(index) or problem_in(index) is not None
        with database.transaction() as tx:
            if is_broken:
                rebuild_index(tx)
            write_meta(tx, _CHECKED, datetime.now().isoformat())
    while True:
        with database.transaction() as tx:
            if update_index(tx, SESSIONS_AT_ONCE):
                return True
        if not goes_on():
            return False


def _is_small(index: Path) -> bool:
    return not index.exists() or index.stat().st_size < SMALL_ENOUGH
