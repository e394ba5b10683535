"""Texts that are no longer what was stored, and where to find them whole again.

Each text is stored with the hash of what it was, so damage inside a page, which SQLite cannot see,
is seen here; and a backup that has a text of that hash has that very text.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from writer_gui.store.codec import Packed, is_sound
from writer_gui.store.copying import connect, tolerant

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from writer_gui.store.database import Database


@dataclass(frozen=True, slots=True)
class Unsound:
    """A content whose bytes do not fit its hash."""

    content_id: int
    sha256: bytes


class Spare:
    """Finds texts by their hash in another library."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, sha256: bytes) -> Packed | None:
        """Return a text, None where it is not there or not whole either."""
        found = self._connection.execute(
            "SELECT packed, body FROM contents WHERE sha256 = ?", (sha256,)
        ).fetchone()
        item = Packed(sha256, *found) if found else None
        return item if item and is_sound(item) else None


@contextmanager
def spare_texts(path: Path | None) -> Iterator[Spare | None]:
    """Open a backup to find texts in; None where there is none."""
    if path is None:
        yield None
        return
    with closing(connect(path, readonly=True)) as connection:
        connection.text_factory = tolerant
        yield Spare(connection)


def unsound_contents(connection: sqlite3.Connection) -> list[Unsound]:
    """Return the texts that are not what was stored. Reads all of them."""
    connection.text_factory = tolerant
    rows = connection.execute("SELECT id, sha256, packed, body FROM contents")
    return [
        Unsound(content_id, sha256)
        for content_id, sha256, packed, body in rows
        if not is_sound(Packed(sha256, packed, body))
    ]


def heal(database: Database, unsound: Sequence[Unsound], backup: Path | None) -> int:
    """Put the texts of a backup in place of damaged ones; return how many it had."""
    healed = 0
    mend = text("UPDATE contents SET packed = :packed, body = :body WHERE id = :id")
    with spare_texts(backup) as spare, database.transaction() as tx:
        for damaged in unsound:
            found = spare.find(damaged.sha256) if spare else None
            if found is not None:
                values = {"packed": found.packed, "body": found.body, "id": damaged.content_id}
                tx.execute(mend, values)
                healed += 1
    return healed
