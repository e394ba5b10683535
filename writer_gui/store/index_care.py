"""The search indexes looked after while nobody waits for it: found broken, made anew, caught up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from writer_gui.store.copying import problem_in
from writer_gui.store.database import Transaction
from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.search import SESSIONS, rebuild_index, update_index
from writer_gui.store.triplet_search import TRIPLETS, rebuild_triplet_index, update_triplet_index

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.store.database import Database

CHECK_EVERY = timedelta(days=7)
SMALL_ENOUGH = 32 * 1024 * 1024  # bytes of an index that is made anew in some seconds
AT_ONCE = 100  # sessions or triplets, some 0.2 s, in which no other thread can save

_CHECKED = "index_checked"
_Rebuild = Callable[[Transaction], None]
_Update = Callable[[Transaction, int], bool]
_UPDATES: tuple[_Update, ...] = (update_index, update_triplet_index)


def suspect_index(tx: Transaction) -> None:
    """Have the indexes checked soon, as after a crash."""
    write_meta(tx, _CHECKED, "")


def tend_index(database: Database, goes_on: Callable[[], bool]) -> bool:
    """Check the indexes if that is due, and index what is not yet; return whether all is.

    `goes_on` is asked between steps and says whether to take another; others save meanwhile.
    A letter that is wrong in an index is seen by no check. So one that is small is made anew in
    any case, which is as fast as a thorough check of it would be.
    """
    with database.reading() as tx:
        checked = read_meta(tx, _CHECKED)
        files: dict[_Rebuild, Path] = {
            rebuild_index: SESSIONS.index_of(tx).path,
            rebuild_triplet_index: TRIPLETS.index_of(tx).path,
        }
    if not checked or abs(datetime.now() - datetime.fromisoformat(checked)) > CHECK_EVERY:
        broken = [rebuild for rebuild, file in files.items() if _is_due(file)]
        with database.transaction() as tx:
            for rebuild in broken:
                rebuild(tx)
            write_meta(tx, _CHECKED, datetime.now().isoformat())
    return all(_caught_up(database, update, goes_on) for update in _UPDATES)


def _caught_up(database: Database, update: _Update, goes_on: Callable[[], bool]) -> bool:
    while True:
        with database.transaction() as tx:
            if update(tx, AT_ONCE):
                return True
        if not goes_on():
            return False


def _is_due(index: Path) -> bool:
    """Whether an index is to be made anew: it is broken, or so small that it is in any case."""
    is_small = not index.exists() or index.stat().st_size < SMALL_ENOUGH
    return is_small or problem_in(index) is not None
