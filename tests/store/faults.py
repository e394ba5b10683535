"""Faults of the world, played."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.store.database import Database

LARGE = secrets.token_hex(60_000)
"""A text no free page of a small database has room for."""


@contextmanager
def full_disk(database: Database) -> Iterator[None]:
    """Let the file grow no further, on any connection, until the block ends."""
    pages = [1]  # SQLite takes the present size where that is more

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages[0]}")

    event.listen(database._engine, "begin", limit)
    try:
        yield
    finally:
        pages[0] = 2**32 - 2


@contextmanager
def lost_disk(database: Database) -> Iterator[None]:
    """Let nothing be read or written, as when the disk is pulled out, until the block ends."""
    is_out = [True]

    def fail(_connection: Connection) -> None:
        if is_out[0]:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise OperationalError(None, None, error)

    event.listen(database._engine, "begin", fail)
    try:
        yield
    finally:
        is_out[0] = False
