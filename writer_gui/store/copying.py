"""A copy of a database that is known to be good before it gets its name.

Copies are made by SQLite itself. Opening the live file in any other way would, on closing it, drop
the locks that our own connections hold (sqlite.org/howtocorrupt.html, section 2.2).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from writer_gui.store.problems import DamagedError, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """Open a database file that must exist, outside the engine, in autocommit."""
    mode = "ro" if readonly else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)


def verified_copy(source: Path, target: Path) -> None:
    """Copy the database at `source` and give the copy its name once it is checked and on disk."""
    part = target.with_name(f".{target.name}.part")
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with removed_unless_done(part):
            _copy(source, part)
            problem = problem_in(part)
            if problem:
                raise DamagedError(f"The copy of {source} is not sound ({problem}); try again.")
            flush_to_disk(part)
            part.replace(target)
            _flush_folder(target.parent)


def problem_in(path: Path) -> str | None:
    """Return what SQLite's quick check says of a file, None where it is sound."""
    try:
        with closing(connect(path, readonly=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def flush_to_disk(path: Path) -> None:
    """Wait until a finished file is on the disk. Never for the live database."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Wait until a new name is on the disk, where the system can do so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def removed_unless_done(part: Path) -> Iterator[None]:
    """Remove an unfinished file when the block fails."""
    try:
        yield
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _copy(source: Path, part: Path) -> None:
    with closing(connect(source, readonly=True)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
        # One file without a log beside it, wherever it is carried.
        new.execute("PRAGMA journal_mode = DELETE")
