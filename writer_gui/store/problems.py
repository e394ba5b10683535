"""Errors of SQLite told as sentences. Anything not listed here is a bug and goes on as it is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class StoreError(UserError):
    """The database cannot be used as asked; nothing that was saved before is lost."""


class DiskFullError(StoreError):
    """No room to save. What was to be saved is still in memory and can be tried again."""


class BusyError(StoreError):
    """Another program has held the database for longer than we wait."""


class DamagedError(StoreError):
    """The file is no sound database."""


class ForeignDatabaseError(StoreError):
    """The file is a database, but not one of ours."""


class NewerDatabaseError(StoreError):
    """The database was made by a newer version of the program."""


class UnwritableError(StoreError):
    """The database or its directory cannot be written."""


_LEAST_ROOM = 128 * 1024  # bytes; the log and its shared memory begin with 36 KiB
_PRIMARY = 0xFF  # the low byte of an extended result code names the group

_SENTENCES: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (
        DiskFullError,
        "There is no room left to save in {folder}; free some space and save again.",
    ),
    sqlite3.SQLITE_BUSY: (
        BusyError,
        "Another program is using {path}; close it and try again.",
    ),
    sqlite3.SQLITE_LOCKED: (
        BusyError,
        "Another program is using {path}; close it and try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        UnwritableError,
        "{path} cannot be written; make it and its folder writable or choose another folder "
        "with --data-dir.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        UnwritableError,
        "{path} cannot be opened; make its folder writable or choose another folder with "
        "--data-dir.",
    ),
    sqlite3.SQLITE_PERM: (
        UnwritableError,
        "{path} may not be opened; change its permissions or choose another folder with "
        "--data-dir.",
    ),
    sqlite3.SQLITE_IOERR: (
        StoreError,
        "The disk of {folder} does not read or write as it should; check it and try again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        DamagedError,
        "{path} is damaged; start the program to repair it, or restore a backup.",
    ),
    sqlite3.SQLITE_NOTADB: (
        DamagedError,
        "{path} is not a database or is damaged; start the program to repair it, or restore a "
        "backup.",
    ),
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn errors of the world from SQLite into a `StoreError` about the file at `path`."""
    try:
        yield
    except DBAPIError as error:
        problem = problem_of(error.orig, path)
        if problem is None:
            raise
        raise problem from error
    except sqlite3.Error as error:
        problem = problem_of(error, path)
        if problem is None:
            raise
        raise problem from error


def problem_of(error: BaseException | None, path: Path) -> StoreError | None:
    """Return the sentence for an SQLite error, or None if it is none of the world's."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    group = code & _PRIMARY
    if group == sqlite3.SQLITE_IOERR and _is_full(path.parent):
        group = sqlite3.SQLITE_FULL  # the memory that a log is shared in is a file as well
    known = _SENTENCES.get(group)
    if known is None:
        return None
    kind, sentence = known
    return kind(sentence.format(path=path, folder=path.parent))


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False
