"""A search index: a file of its own beside the library, which can be made anew from it.

So a broken index never stands in the way of the library, and backups do not carry it. There is one
for sessions and one for triplets, each with the columns of its kind of document.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import zlib
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from writer_gui.store.places import journal_mode, set_journal
from writer_gui.store.problems import DamagedError, problem_of, told
from writer_gui.store.search_text import indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

T = TypeVar("T")

WAIT_S = 5.0
DIGEST = "(id * 2654435761 + touched * 40503) % 4294967291"
"""A number that tells which row was last changed when, as an expression of SQL."""

_FORMAT = 2  # raise it when `indexed` or the tables change: the index is then made anew
_TABLES = """
CREATE TABLE state (library TEXT NOT NULL, seen INTEGER NOT NULL, documents INTEGER NOT NULL);
INSERT INTO state VALUES ('', 0, 0);
CREATE TABLE documents (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE marks (id INTEGER PRIMARY KEY, touched INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    {columns}, content='', tokenize='unicode61 remove_diacritics 2'
);
"""


@dataclass(frozen=True, slots=True)
class SessionText:
    """What is searched of a session."""

    title: str
    prompt: str
    plan: str
    story: str


@dataclass(frozen=True, slots=True)
class TripletText:
    """What is searched of a triplet."""

    query: str
    thought: str
    answer: str


D = TypeVar("D", bound=SessionText | TripletText)


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which library is indexed, up to which value of its counter, and how many documents."""

    library: str
    seen: int
    documents: int


class SearchIndex(Generic[D]):
    """Owns the index file. It is opened when first needed, and may be used from any thread."""

    def __init__(self, path: Path, kind: type[D]) -> None:
        self.path = path
        self._kind = kind
        columns = ", ".join(field.name for field in fields(kind))
        marks = ", ?" * len(fields(kind))
        self._tables = _TABLES.format(columns=columns)
        self._insert = f"INSERT INTO words (rowid, {columns}) VALUES (?{marks})"
        self._delete = f"INSERT INTO words (words, rowid, {columns}) VALUES ('delete', ?{marks})"
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self.is_compared = False  # with the library, since this program runs

    def state(self) -> IndexState:
        """Return how far the index goes."""
        return self._whole(_state)

    def clear(self, library: str) -> None:
        """Begin anew, for this library."""

        def begin(db: sqlite3.Connection) -> None:
            self._remove()
            fresh = self._open()
            fresh.execute("UPDATE state SET library = ?", (library,))

        self._whole(begin)

    def put(self, documents: Mapping[int, D], touched: Mapping[int, int]) -> None:
        """Index documents by id, each as of a change, over what was indexed of them before."""

        def put_all(db: sqlite3.Connection) -> None:
            db.execute("BEGIN IMMEDIATE")
            for document_id, document in documents.items():
                self._forget(db, document_id)
                self._add(db, document_id, document)
                db.execute("REPLACE INTO marks VALUES (?, ?)", (document_id, touched[document_id]))
            db.execute("UPDATE state SET seen = max(seen, ?)", (max(touched.values()),))
            db.execute("COMMIT")

        self._whole(put_all)

    def forget(self, ids: Iterable[int]) -> None:
        """Drop documents from the index."""

        def forget_all(db: sqlite3.Connection) -> None:
            db.execute("BEGIN IMMEDIATE")
            for document_id in ids:
                self._forget(db, document_id)
            db.execute("COMMIT")

        self._whole(forget_all)

    def ids(self) -> set[int]:
        """Return all that is in the index."""
        return self._whole(lambda db: {i for (i,) in db.execute("SELECT id FROM documents")})

    def marks(self) -> dict[int, int]:
        """Return as of which change each document is in the index."""
        return self._whole(lambda db: dict(db.execute("SELECT id, touched FROM marks").fetchall()))

    def digest(self) -> tuple[int, int]:
        """Return how many marks there are and one number made of them all, see `DIGEST`."""
        query = f"SELECT count(*), coalesce(sum({DIGEST}), 0) FROM marks"
        return self._whole(lambda db: tuple(db.execute(query).fetchone()))

    def matching(self, expression: str) -> str:
        """Return the ids of the documents that fit an FTS5 expression, as a JSON array."""
        query = "SELECT json_group_array(rowid) FROM words WHERE words MATCH ?"
        return self._whole(lambda db: str(db.execute(query, (expression,)).fetchone()[0]))

    def documents(self, ids: Sequence[int]) -> dict[int, D]:
        """Return what was indexed."""
        marks = ", ".join("?" * len(ids))
        query = f"SELECT id, body FROM documents WHERE id IN ({marks})"
        return self._whole(
            lambda db: {i: self._unpack(body) for i, body in db.execute(query, tuple(ids))}
        )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _whole(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Work on the index; one that is broken is thrown away, and the work done on a new one."""
        with self._lock, told(self.path):
            try:
                return work(self._open())
            except (sqlite3.DatabaseError, zlib.error, ValueError) as error:
                self._roll_back()
                problem = problem_of(error, self.path)
                if problem is not None and not isinstance(problem, DamagedError):
                    raise  # the disk is full, or another process is at it: no fault of the index
                log.info("the search index is made anew: %s", error)
                self._remove()
                return work(self._open())

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connected(self.path)
            if self._connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                self._remove()
                self._connection = _connected(self.path)
                script = f"BEGIN; {self._tables} PRAGMA user_version = {_FORMAT}; COMMIT;"
                self._connection.executescript(script)
        return self._connection

    def _add(self, db: sqlite3.Connection, document_id: int, document: D) -> None:
        texts = astuple(document)
        body = zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 1)
        db.execute("INSERT INTO documents VALUES (?, ?)", (document_id, body))
        db.execute(self._insert, (document_id, *map(indexed, texts)))
        db.execute("UPDATE state SET documents = documents + 1")

    def _forget(self, db: sqlite3.Connection, document_id: int) -> None:
        known = db.execute("SELECT body FROM documents WHERE id = ?", (document_id,)).fetchone()
        if known is None:
            return
        # An index without its own copy of the texts must be told what it is to forget.
        texts = _texts(known[0])
        db.execute(self._delete, (document_id, *map(indexed, texts)))
        db.execute("DELETE FROM marks WHERE id = ?", (document_id,))
        db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        db.execute("UPDATE state SET documents = documents - 1")

    def _unpack(self, body: bytes) -> D:
        return self._kind(*_texts(body))

    def _roll_back(self) -> None:
        if self._connection is not None and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _remove(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=WAIT_S)
    set_journal(db, journal_mode(path.parent), WAIT_S)
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _state(db: sqlite3.Connection) -> IndexState:
    return IndexState(*db.execute("SELECT library, seen, documents FROM state").fetchone())


def _texts(body: bytes) -> list[str]:
    return cast("list[str]", json.loads(zlib.decompress(body)))
