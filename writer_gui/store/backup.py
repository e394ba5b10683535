"""Backups: made by SQLite while the library is in use, checked before they get their name."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.store import migrations
from writer_gui.store.copying import connect, problem_in, verified_copy
from writer_gui.store.naming import name_in
from writer_gui.store.problems import DamagedError, NewerDatabaseError, told
from writer_gui.store.thinning import to_keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.store.database import Database

log = logging.getLogger(__name__)

LEAST_INTERVAL = timedelta(hours=1)

_NAME = re.compile(r"writer-(\d{8}-\d{6})(?:-[a-z]+)?\.db")
_TIME = "%Y%m%d-%H%M%S"
_PART_DEAD_AFTER_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup; `taken` is local time without a zone, as its name says."""

    path: Path
    taken: datetime


def backup(database: Database, target: Path) -> int:
    """Write a checked copy of the library to `target`; return its size in bytes.

    Raises a StoreError where it cannot be written; nothing is left of it then.
    """
    if _is_part_of(database.path, target):
        raise UserError("A backup cannot be written over the library itself; choose another file.")
    verified_copy(database.path, target)
    return target.stat().st_size


def restore(database: Database, source: Path, backups: Path) -> Path:
    """Put a backup in place of the library, which is itself backed up first.

    Return where the library as it was before now lies. Every connection sees the restored library
    at once; one of an older schema is brought up to date.
    """
    if _is_part_of(database.path, source):
        raise UserError("That is the library itself; choose a backup of it.")
    _require_backup(source)
    before = _free_name(backups, datetime.now(), "-replaced")
    verified_copy(database.path, before)
    with told(database.path), closing(connect(source, readonly=True)) as old:
        database.replace_with(old)
    return before


def _is_part_of(library: Path, file: Path) -> bool:
    """Whether a file is the library or its log, by whatever way it is named."""
    whole = library.resolve()
    parts = {whole.with_name(whole.name + end) for end in ("", "-wal", "-shm", "-journal")}
    return file.resolve() in parts


def _free_name(backups: Path, moment: datetime, ending: str = "") -> Path:
    """Return a name for a new backup; never that of one made in the same second."""
    while (path := backups / f"writer-{moment:{_TIME}}{ending}.db").exists():
        moment += timedelta(seconds=1)
    return path


def back_up_if_due(database: Database, backups: Path, now: datetime | None = None) -> Path | None:
    """Make a backup if there is anything new since the last, and that one is an hour old.

    Then drop the backups that `to_keep` no longer wants. Return the new one, if any.
    """
    now = now or datetime.now()
    name = name_in(database.path)
    # One from the future was made while the clock was wrong, and says nothing of the last hour.
    last = next((made for made in _newest_first(backups, name) if made.taken <= now), None)
    if last and now - last.taken < LEAST_INTERVAL:
        return None
    if last and _fingerprint(last.path) == _fingerprint(database.path):
        return None
    target = _free_name(backups, now)
    backup(database, target)
    if name is not None:
        thin(backups, name, now)
    return target


def list_backups(backups: Path) -> list[Backup]:
    """Return the backups in a folder, oldest first, of whatever library they are."""
    found = []
    for path in backups.glob("writer-*.db"):
        taken = _moment_in(path.name)
        if taken is not None:
            found.append(Backup(path, taken))
    return sorted(found, key=lambda b: b.taken)


def _moment_in(name: str) -> datetime | None:
    """Return when a backup of that name was made; None where the name is not one of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return datetime.strptime(match.group(1), _TIME)
    except ValueError:  # there is no such day or hour
        return None


def _newest_first(backups: Path, name: str | None) -> Iterator[Backup]:
    """Yield the backups of the library of that name; all where it is not known."""
    for known in reversed(list_backups(backups)):
        if name is None or name_in(known.path) == name:
            yield known


def newest_good_backup(backups: Path, name: str | None) -> Backup | None:
    """Return the newest backup of a library that is sound and of no newer schema.

    Where its name is not known it may be that of another library: for the writer to choose.
    """
    for candidate in _newest_first(backups, name):
        try:
            _require_backup(candidate.path)
        except UserError as error:
            log.info("passing over backup %s: %s", candidate.path, error)
        else:
            return candidate
    return None


def thin(backups: Path, name: str, now: datetime) -> None:
    """Delete the backups of a library that are no longer worth their room, and unfinished ones."""
    known = list(_newest_first(backups, name))
    kept = to_keep((b.taken for b in known), now.date())
    for old in known:
        if old.taken not in kept:
            log.info("dropping backup %s", old.path)
            old.path.unlink(missing_ok=True)
    for part in backups.glob(".writer-*.part"):
        if now.timestamp() - part.stat().st_mtime > _PART_DEAD_AFTER_S:
            part.unlink(missing_ok=True)


def _require_backup(source: Path) -> None:
    """Raise a sentence unless the file is a sound library of a schema we know."""
    if not source.is_file():
        raise UserError(f"There is no file {source}; choose a backup that was made before.")
    problem = problem_in(source)
    if problem:
        raise DamagedError(f"{source} is not a sound backup ({problem}); choose another one.")
    with told(source), closing(connect(source, readonly=True)) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != migrations.APPLICATION_ID:
        raise DamagedError(f"{source} is no backup of Writer GUI; choose another file.")
    if version > migrations.schema_version():
        raise NewerDatabaseError(
            f"{source} was made by a newer version of Writer GUI; update the program first."
        )


def _fingerprint(path: Path) -> tuple[str, ...] | None:
    """Return which library a file holds and how often it had changed; None if unknown."""
    try:
        with closing(connect(path, readonly=True)) as connection:
            found = connection.execute(
                "SELECT value FROM meta WHERE key IN ('library', 'revision') ORDER BY key"
            ).fetchall()
    except sqlite3.Error:
        return None
    return tuple(value for (value,) in found)
