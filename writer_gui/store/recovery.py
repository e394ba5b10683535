"""Opening the library whatever has happened to it, with a word about what was done."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from writer_gui.store.backup import newest_good_backup, restore
from writer_gui.store.copying import connect, problem_in
from writer_gui.store.database import Database
from writer_gui.store.healing import heal, spare_texts, unsound_contents
from writer_gui.store.index_care import suspect_index
from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.naming import name_beside, name_in, write_beside
from writer_gui.store.places import place_note
from writer_gui.store.problems import BusyError, DamagedError, told
from writer_gui.store.salvage import Salvage, salvage
from writer_gui.store.whole_sessions import count_all_sessions

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.store.backup import Backup

log = logging.getLogger(__name__)

CHECK_EVERY = timedelta(days=7)
SMALL_ENOUGH = 16 * 1024 * 1024  # bytes that are checked in some 0.1 s, so at every start

LOCK_WAIT_S = 5.0

_CHECKED, _SUSPECT = "checked", "suspect"


@dataclass(frozen=True, slots=True)
class StartUp:
    """An open library; sentences to show; a backup worth offering, where something was lost."""

    database: Database
    notes: tuple[str, ...] = ()
    offered: Backup | None = None


def start_up(path: Path, backups: Path) -> StartUp:
    """Open the library, checked; a damaged one is set aside and what can be read is saved.

    Raises a StoreError for what only the writer can mend: a newer schema, a folder that cannot be
    written, another program that holds the file.
    """
    is_new = not _size(path)
    crashed = _was_left_behind(path)
    name = name_beside(path)  # of the library that was here, where this one is new
    try:
        database = Database.open(path)
        if not is_new:
            return _opened(database, backups, crashed=crashed)
    except DamagedError as error:
        log.info("%s is damaged: %s", path, error)
        return _repair(path, backups)
    good = newest_good_backup(backups, name)
    return StartUp(database, _notes(path, *_offer(good)), good)


def check(database: Database) -> str | None:
    """Check the whole library, links and texts included; return what is wrong, None if nothing."""
    problem = problem_in(database.path)
    if problem:
        return problem
    with told(database.path), closing(connect(database.path, readonly=True)) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            return f"a row of {broken[0]} refers to one of {broken[2]} that is gone"
        unsound = unsound_contents(connection)
    return f"texts that are not what was stored: {len(unsound)}" if unsound else None


def count_sessions(database: Database) -> int:
    """Return how many sessions there are, the trash included."""
    with database.reading() as tx:
        return count_all_sessions(tx)


def check_if_due(database: Database, backups: Path) -> tuple[str, ...]:
    """Check a library, while it is in use, that is too large to be checked at each start.

    Once a week and after a crash, text by text. What is wrong with its pages is mended by the next
    start.
    """
    if _size(database.path) < SMALL_ENOUGH or not _check_is_due(database):
        return ()
    problem = problem_in(database.path)
    with database.transaction() as tx:
        write_meta(tx, _SUSPECT, problem or "")
        write_meta(tx, _CHECKED, datetime.now().isoformat())
    if problem:
        log.info("%s is damaged: %s", database.path, problem)
        return ("The library is damaged; close the program and start it again to repair it.",)
    notes, good = _mended(database, backups)
    return (*notes, *_offer(good))


def _was_left_behind(path: Path) -> bool:
    """Whether the last process ended without folding its log into the file, and none is at it now.

    A command that writes beside the start of a window has a log too, and is no crash.
    """
    if not _size(path.with_name(path.name + "-wal")):
        return False
    try:
        with closing(connect(path, wait_s=0)) as connection:
            _lock_out_others(connection)
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode != sqlite3.SQLITE_BUSY
    return True


def _lock_out_others(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")


def _opened(database: Database, backups: Path, *, crashed: bool) -> StartUp:
    """Check a library that opened. Raises DamagedError where only a salvage helps."""
    is_small = _size(database.path) < SMALL_ENOUGH
    if crashed:  # a crash of ours alone damages nothing, so there is time
        with database.transaction() as tx:
            suspect_index(tx)
            if not is_small:
                write_meta(tx, _CHECKED, "")
    if is_small or _is_suspect(database):
        problem = problem_in(database.path)
        if problem:
            database.close()
            raise DamagedError(problem)
    notes, good = _mended(database, backups) if is_small else ((), None)
    return StartUp(database, _notes(database.path, *notes, *_offer(good)), good)


def _mended(database: Database, backups: Path) -> tuple[tuple[str, ...], Backup | None]:
    """Mend damaged texts; return a word about it, and a backup where some are still damaged."""
    with closing(connect(database.path, readonly=True)) as connection:
        unsound = unsound_contents(connection)
    if not unsound:
        return (), None
    good = newest_good_backup(backups, name_in(database.path))
    healed = heal(database, unsound, good.path if good else None)
    note = f"Damaged texts found: {len(unsound)}; taken from a backup: {healed}."
    return (note,), None if healed == len(unsound) else good


def _check_is_due(database: Database) -> bool:
    with database.reading() as tx:
        checked = read_meta(tx, _CHECKED)
    return not checked or abs(datetime.now() - datetime.fromisoformat(checked)) > CHECK_EVERY


def _is_suspect(database: Database) -> bool:
    """Whether a check found damage while the library was in use."""
    with database.reading() as tx:
        return bool(read_meta(tx, _SUSPECT))


def _repair(path: Path, backups: Path) -> StartUp:
    """Set the damaged file aside, save what it holds; if that is nothing, restore a backup.

    One that may be of another library is only offered.
    """
    aside = _set_aside(path)
    name = name_beside(path) or name_in(aside)
    if name is not None:
        write_beside(path, name)
    database = Database.open(path)
    good = newest_good_backup(backups, name)
    saved = _salvaged(aside, path, good)
    database.count_as_new()
    note = (
        f"The library was damaged. The damaged file is kept as {aside.name}; "
        f"sessions read from it: {saved.sessions}."
    )
    if saved.sessions or good is None or name is None:
        return StartUp(database, _notes(path, note, *_offer(good)), good)
    restore(database, good.path, backups)
    restored = f"The backup of {good.taken:%Y-%m-%d %H:%M} was put in its place."
    return StartUp(database, _notes(path, note, restored))


def _offer(good: Backup | None) -> tuple[str, ...]:
    if good is None:
        return ()
    return (
        f"There is a good backup of {good.taken:%Y-%m-%d %H:%M}; restore it if texts are missing.",
    )


def _notes(path: Path, *notes: str) -> tuple[str, ...]:
    place = place_note(path.parent)
    return (*notes, place) if place else notes


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _salvaged(aside: Path, path: Path, good: Backup | None) -> Salvage:
    try:
        with spare_texts(good.path if good else None) as spare:
            return salvage(aside, path, spare)
    except sqlite3.DatabaseError as error:
        log.info("nothing of %s can be read: %s", aside, error)
        return Salvage(sessions=0, lost_rows=0)


def _set_aside(path: Path) -> Path:
    """Give the damaged file and its log a new name. Raises BusyError where others use it."""
    _require_alone(path)
    aside = path.with_name(f"{path.stem}-damaged-{datetime.now():%Y%m%d-%H%M%S}{path.suffix}")
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def _require_alone(path: Path) -> None:
    try:
        with closing(connect(path, wait_s=LOCK_WAIT_S)) as connection:
            _lock_out_others(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise BusyError(f"{path} is damaged and in use; close the other program.") from error
    except sqlite3.DatabaseError:
        log.info("%s cannot be locked, so it is no database any more", path)
