"""A copy of a database that is known to be good before it gets its name.

Copies are made by SQLite itself. Opening the live file in any other way would, on closing it, drop
the locks that our own connections hold (sqlite.org/howtocorrupt.html, section 2.2).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui.store.problems import DamagedError, UnwritableError, told

if TYPE_CHECKING:
    from collections.abc import Iterator


def connect(path: Path, *, readonly: bool = False, wait_s: float = 5.0) -> sqlite3.Connection:
    """Open a database file that must exist, outside the engine, in autocommit."""
    mode = "ro" if readonly else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait_s)


def verified_copy(source: Path, target: Path) -> None:
    """Copy the database at `source` and give the copy its name once it is checked and on disk.

    Where `target` is a link, the file it leads to is replaced and the link stays.
    """
    try:
        target = _real(target)
        part = target.with_name(f".{target.name}.part")
        with told(target), _removed_unless_done(part):
            target.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            _copy(source, part)
            _require_sound(part, source)
            part.replace(target)
            _flush_folder(target.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableError(
            f"{target} cannot be written ({reason}); choose another place."
        ) from error


def tolerant(raw: bytes) -> str:
    """Read a text as far as it is one: a damaged title must not hide the whole list."""
    return raw.decode("utf-8", "replace")


def _real(target: Path) -> Path:
    """Return the file that a name leads to. Raises UnwritableError for a pipe or a device."""
    real = Path(os.path.realpath(target))
    if real.exists() and not real.is_file() and not real.is_dir():
        raise UnwritableError(
            f"{target} is no regular file and is not written over; choose another name."
        )
    return real


def problem_in(path: Path) -> str | None:
    """Return what SQLite's quick check says of a file, None where it is sound."""
    try:
        with closing(connect(path, readonly=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def _require_sound(copy: Path, source: Path) -> None:
    problem = problem_in(copy)
    if problem:
        raise DamagedError(f"The copy of {source} is not sound ({problem}); try again.")
    with copy.open("rb") as file:
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
def _removed_unless_done(part: Path) -> Iterator[None]:
    """Remove an unfinished file when the block fails."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _copy(source: Path, part: Path) -> None:
    with closing(connect(source, readonly=True)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
        # One file without a log beside it, wherever it is carried.
        new.execute("PRAGMA journal_mode = DELETE")
