"""The search index: a file of its own beside the library, which can be made anew from it.

So a broken index never stands in the way of the library, and backups do not carry it.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import zlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, TypeVar

from writer_gui.store.places import journal_mode, set_journal
from writer_gui.store.problems import DamagedError, problem_of, told
from writer_gui.store.search_text import indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

T = TypeVar("T")

WAIT_S = 5.0
_FORMAT = 1  # raise it when `indexed` or the tables change: the index is then made anew
_TABLES = """
CREATE TABLE state (library TEXT NOT NULL, seen INTEGER NOT NULL, documents INTEGER NOT NULL);
INSERT INTO state VALUES ('', 0, 0);
CREATE TABLE documents (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    title, prompt, plan, story, content='', tokenize='unicode61 remove_diacritics 2'
);
"""
_INSERT = "INSERT INTO words (rowid, title, prompt, plan, story) VALUES (?, ?, ?, ?, ?)"
_DELETE = (
    "INSERT INTO words (words, rowid, title, prompt, plan, story) VALUES ('delete', ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched of a session."""

    title: str
    prompt: str
    plan: str
    story: str


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which library is indexed, up to which value of its counter, and how many sessions."""

    library: str
    seen: int
    documents: int


class SearchIndex:
    """Owns the index file. It is opened when first needed, and may be used from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

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

    def put(self, documents: Mapping[int, Document], seen: int) -> None:
        """Index sessions by id, over what was indexed of them before."""

        def put_all(db: sqlite3.Connection) -> None:
            db.execute("BEGIN IMMEDIATE")
            for session_id, document in documents.items():
                _forget(db, session_id)
                _add(db, session_id, document)
            db.execute("UPDATE state SET seen = max(seen, ?)", (seen,))
            db.execute("COMMIT")

        self._whole(put_all)

    def forget(self, session_ids: Iterable[int]) -> None:
        """Drop sessions from the index."""

        def forget_all(db: sqlite3.Connection) -> None:
            db.execute("BEGIN IMMEDIATE")
            for session_id in session_ids:
                _forget(db, session_id)
            db.execute("COMMIT")

        self._whole(forget_all)

    def ids(self) -> set[int]:
        """Return all sessions in the index."""
        return self._whole(lambda db: {i for (i,) in db.execute("SELECT id FROM documents")})

    def matching(self, expression: str) -> str:
        """Return the ids of the sessions that fit an FTS5 expression, as a JSON array."""
        query = "SELECT json_group_array(rowid) FROM words WHERE words MATCH ?"
        return self._whole(lambda db: str(db.execute(query, (expression,)).fetchone()[0]))

    def documents(self, session_ids: Sequence[int]) -> dict[int, Document]:
        """Return what was indexed of sessions."""
        marks = ", ".join("?" * len(session_ids))
        query = f"SELECT id, body FROM documents WHERE id IN ({marks})"
        return self._whole(
            lambda db: {i: _unpack(body) for i, body in db.execute(query, tuple(session_ids))}
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
                script = f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;"
                self._connection.executescript(script)
        return self._connection

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


def _add(db: sqlite3.Connection, session_id: int, document: Document) -> None:
    body = zlib.compress(json.dumps(astuple(document), ensure_ascii=False).encode(), 1)
    db.execute("INSERT INTO documents VALUES (?, ?)", (session_id, body))
    db.execute(_INSERT, (session_id, *map(indexed, astuple(document))))
    db.execute("UPDATE state SET documents = documents + 1")


def _forget(db: sqlite3.Connection, session_id: int) -> None:
    found = db.execute("SELECT body FROM documents WHERE id = ?", (session_id,)).fetchone()
    if found is None:
        return
    # An index without its own copy of the texts must be told what it is to forget.
    db.execute(_DELETE, (session_id, *map(indexed, astuple(_unpack(found[0])))))
    db.execute("DELETE FROM documents WHERE id = ?", (session_id,))
    db.execute("UPDATE state SET documents = documents - 1")


def _unpack(body: bytes) -> Document:
    return Document(*json.loads(zlib.decompress(body)))
