"""The one database file: how it is opened, and the transactions all work on it is done in."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.orm import Session as Transaction

from writer_gui.store import migrations, places
from writer_gui.store.copying import tolerant, verified_copy
from writer_gui.store.meta import complete_meta
from writer_gui.store.naming import agree_on_name
from writer_gui.store.problems import (
    ForeignDatabaseError,
    NewerDatabaseError,
    UnwritableError,
    told,
)
from writer_gui.store.scanning import holds_word
from writer_gui.store.search_index import SearchIndex, SessionText, TripletText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.pool import ConnectionPoolEntry

__all__ = ["Database", "Transaction"]

log = logging.getLogger(__name__)

_OUR_TABLES = {"meta", "contents", "sessions"}
BUSY_TIMEOUT_MS = 5_000
_BEGIN = "writer_begin"  # execution option: how a transaction starts


class Database:
    """Owns the engine on one file. Threads may share it; each transaction has its own connection.

    A transaction must not be opened inside another on the same thread: it would wait for itself.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._indexes: dict[str, SearchIndex[Any]] = {
            "search_index": SearchIndex(path.with_suffix(".search"), SessionText),
            "triplet_index": SearchIndex(path.with_suffix(".triplets"), TripletText),
        }
        self._writer = engine.execution_options(**{_BEGIN: "IMMEDIATE"})
        self._reader = engine.execution_options(**{_BEGIN: "DEFERRED"})

    @staticmethod
    def open(path: Path) -> Database:
        """Open the database, making or migrating it as needed.

        Raises a `StoreError` for a newer schema, a directory that cannot be written, a damaged
        file or one that is not ours.
        """
        _make_folder(path.parent)
        engine = _engine(path)
        try:
            with told(path):
                _bring_up_to_date(engine, path)
        except BaseException:
            engine.dispose()
            raise
        return Database(path, engine)

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Return a write transaction: committed at the end of the block, else rolled back."""
        return self._session(self._writer, writes=True)

    def reading(self) -> AbstractContextManager[Transaction]:
        """Return a snapshot to read from; writing in it is an error."""
        return self._session(self._reader, writes=False)

    def close(self) -> None:
        """Close every connection. The last one to close folds the WAL into the file."""
        for index in self._indexes.values():
            index.close()
        self._engine.dispose()

    def replace_with(self, source: sqlite3.Connection) -> None:
        """Put another library in place of this one, for every connection at once, or not at all.

        Search and backups then take it for a new one.
        """
        with told(self.path):
            raw = self._engine.raw_connection()
            try:
                target = cast("sqlite3.Connection", raw.driver_connection)
                source.backup(target, progress=_stop_if_busy)
            finally:
                raw.close()
            _bring_up_to_date(self._engine, self.path)
        self.count_as_new()

    def count_as_new(self) -> None:
        """Have search and backups take this for a library they have not seen before."""
        with told(self.path), self._writer.begin() as connection:
            _name_library(connection)

    @contextmanager
    def _session(self, engine: Engine, *, writes: bool) -> Iterator[Transaction]:
        info = {**self._indexes, "writes": writes}
        with told(self.path), Transaction(engine, info=info) as tx, tx.begin():
            connection = tx.connection()
            before = _changes(connection)
            yield tx
            tx.flush()
            if writes and _changes(connection) != before:
                _count_change(connection)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(
            f"The folder {folder} cannot be made ({error.strerror}); choose another with "
            "--data-dir."
        ) from error


def _engine(path: Path) -> Engine:
    url = URL.create("sqlite+pysqlite", database=str(path))  # as a string a "?" would end the path
    engine = create_engine(url)
    journal = places.journal_mode(path.parent)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where _on_begin says, nowhere else
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        places.set_journal(connection, journal, BUSY_TIMEOUT_MS / 1000)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.text_factory = tolerant
        connection.create_function("writer_holds", 3, holds_word, deterministic=True)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        how = connection.get_execution_options().get(_BEGIN, "IMMEDIATE")
        connection.exec_driver_sql(f"PRAGMA query_only = {int(how == 'DEFERRED')}")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine


def _stop_if_busy(status: int, _remaining: int, _total: int) -> None:
    """End a copy that another program has kept waiting; of itself it would go on for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = status
        raise error


def _bring_up_to_date(engine: Engine, path: Path) -> None:
    with engine.begin() as connection:
        version = _checked_version(connection, path)
        if version == 0:
            migrations.create(connection)
            _name_library(connection)
    latest = migrations.schema_version()
    if 0 < version < latest:
        verified_copy(path, path.with_name(f"{path.stem}-schema{version}{path.suffix}"))
        log.info("migrating %s from schema %d to %d", path, version, latest)
    for step in range(version or latest, latest):
        with engine.begin() as connection:
            migrations.upgrade_one(connection, step)
    with engine.begin() as connection:
        complete_meta(connection)
        agree_on_name(connection, path)


def _checked_version(connection: Connection, path: Path) -> int:
    """Return the schema of the file, 0 for an empty one."""
    version = _pragma(connection, "user_version")
    tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
    if not tables and not version:
        return 0
    if not _OUR_TABLES.issubset(tables):
        raise ForeignDatabaseError(
            f"{path} is a database of another program; move it away or choose another folder "
            "with --data-dir."
        )
    if version > migrations.schema_version():
        raise NewerDatabaseError(
            f"{path} was made by a newer version of Writer GUI (schema {version}); update the "
            "program or choose another folder with --data-dir."
        )
    return version


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _changes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())


def _name_library(connection: Connection) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('library', ?), ('revision', '0')",
        (uuid4().hex,),
    )


def _count_change(connection: Connection) -> None:
    """Let backups see that something changed since the last one."""
    connection.exec_driver_sql(
        "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'"
    )
