"""What can still be read of a damaged database, row by row, into a new one."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from writer_gui.domain.plan import Plan
from writer_gui.domain.run import Stage
from writer_gui.domain.story import Story
from writer_gui.store.codec import Packed, is_sound, pack, plan_value, story_value
from writer_gui.store.copying import connect
from writer_gui.store.schema import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Table

    from writer_gui.store.healing import Spare

log = logging.getLogger(__name__)

_CONTENTS = Base.metadata.tables["contents"]
_LONGEST_GAP = 200_000  # rows tried one by one between what reads from the front and from the back
_BLIND_TRIES = 20_000  # where nothing reads from either side, as when the root of a table is gone

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Salvage:
    """How many sessions were saved, and how many rows of all tables could not be."""

    sessions: int
    lost_rows: int


def salvage(damaged: Path, fresh: Path, spare: Spare | None = None) -> Salvage:
    """Copy every row that can be read and belongs to something into the new library `fresh`.

    A text that can no longer be read is taken from `spare`, where that has it.
    """
    lost = 0
    with closing(connect(damaged, readonly=True)) as old, closing(connect(fresh)) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        for table in Base.metadata.sorted_tables:
            lost += _copy_table(old, new, table, spare)
        lost += _mend(new)
        new.execute("COMMIT")
        sessions = new.execute("SELECT count(*) FROM sessions").fetchone()[0]
    return Salvage(sessions, lost)


def _copy_table(
    old: sqlite3.Connection, new: sqlite3.Connection, table: Table, spare: Spare | None
) -> int:
    """Copy the readable rows of one table; return how many were found unsound."""
    columns = _common_columns(old, table)
    if not columns:
        return 0
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT OR REPLACE INTO {table.name} ({names}) VALUES ({marks})"
    lost = 0
    for row in _readable_rows(old, table.name, names):
        whole = (
            row
            if table is not _CONTENTS
            else _sound_content(dict(zip(columns, row, strict=True)), spare)
        )
        try:
            if whole is None:
                lost += 1
            else:
                new.execute(insert, whole)
        except sqlite3.IntegrityError as error:
            log.info("a row of %s was not taken over: %s", table.name, error)
            lost += 1
    return lost


def _common_columns(old: sqlite3.Connection, table: Table) -> list[str]:
    try:
        present = {row[1] for row in old.execute(f"PRAGMA table_info({table.name})")}
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        log.info("table %s cannot be read at all: %s", table.name, error)
        return []
    return [column.name for column in table.columns if column.name in present]


def _readable_rows(old: sqlite3.Connection, table: str, names: str) -> Iterator[Row]:
    """Yield rows from the front until damage, from the back until damage, then one by one."""
    last_front: int | None = None
    for row_id, row in _scan(old, f"SELECT rowid, {names} FROM {table} ORDER BY rowid"):
        last_front = row_id
        yield row
    if _reads_to_the_end(old, table, last_front):
        return
    first_back: int | None = None
    for row_id, row in _scan(old, f"SELECT rowid, {names} FROM {table} ORDER BY rowid DESC"):
        if last_front is not None and row_id <= last_front:
            return
        first_back = row_id
        yield row
    start = (last_front or 0) + 1
    one = f"SELECT {names} FROM {table} WHERE rowid = ?"
    for wanted in _numbers_between(old, table, start, first_back):
        yield from _one(old, one, wanted)


def _numbers_between(
    old: sqlite3.Connection, table: str, start: int, end: int | None
) -> Iterable[int]:
    """Return which rows may be there: those that any whole index knows of, else all numbers."""
    known: set[int] = set()
    indexes = old.execute(f"PRAGMA index_list({table})").fetchall()
    for index in (name for _, name, _, _, is_partial in indexes if not is_partial):
        try:
            query = f'SELECT rowid FROM {table} INDEXED BY "{index}"'
            known.update(row_id for (row_id,) in old.execute(query))
        except sqlite3.DatabaseError as error:
            log.info("index %s cannot be read: %s", index, error)
    if known:
        return sorted(n for n in known if n >= start and (end is None or n < end))
    gap = _BLIND_TRIES if start == 1 and end is None else _LONGEST_GAP
    return range(start, min(end or start + gap, start + gap))


def _one(old: sqlite3.Connection, query: str, row_id: int) -> Sequence[Row]:
    """Return a row if it can be read; without a word, as there may be 200,000 that cannot."""
    try:
        return old.execute(query, (row_id,)).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return ()


def _scan(old: sqlite3.Connection, query: str) -> Iterator[tuple[int, Row]]:
    """Yield rows with their number until the end, or until one cannot be read."""
    try:
        for row_id, *row in old.execute(query):
            yield row_id, tuple(row)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        log.info("reading stopped: %s", error)


def _reads_to_the_end(old: sqlite3.Connection, table: str, last: int | None) -> bool:
    query = f"SELECT max(rowid) FROM {table}"
    return any(row_id == last for row_id, _ in _scan(old, query))


def _sound_content(row: dict[str, Any], spare: Spare | None) -> Row | None:
    """Return the columns of a content if it is what was stored, or with what `spare` has."""
    if not isinstance(row["sha256"], bytes) or not isinstance(row["body"], bytes):
        return None
    if not is_sound(Packed(row["sha256"], row["packed"], row["body"])):
        found = spare.find(row["sha256"]) if spare else None
        if found is None:
            return None
        row["packed"], row["body"] = found.packed, found.body
    return tuple(row.values())


# Ties that the tables do not watch over. One to a version that is lost would be an error each time
# the desk is kept, or lead to another version, as its number is given again.
_TIES = (
    ("drafts", "plan_base_id", "plan_versions"),
    ("drafts", "story_base_id", "story_versions"),
    ("plan_versions", "parent_id", "plan_versions"),
    ("plan_versions", "run_id", "runs"),
    ("story_versions", "parent_id", "story_versions"),
    ("story_versions", "plan_version_id", "plan_versions"),
    ("story_versions", "run_id", "runs"),
    ("runs", "plan_version_id", "plan_versions"),
    ("triplets", "plan_version_id", "plan_versions"),
    ("triplets", "story_version_id", "story_versions"),
)
_WITHOUT_SESSION = "session_id NOT IN (SELECT id FROM sessions)"
_WITHOUT_CONTENT = "{column} NOT IN (SELECT id FROM contents)"


def _mend(new: sqlite3.Connection) -> int:
    """Make what was copied hold together; return how many rows had to be left out."""
    lost = 0
    for table in ("plan_versions", "story_versions", "runs", "drafts"):
        lost += _adopt_orphans(new, table)
    for table in ("plan_versions", "story_versions"):
        lost += _drop(new, table, _WITHOUT_CONTENT.format(column="content_id"))
    for table, columns in (
        ("triplets", ("query_content_id", "thought_content_id", "answer_content_id")),
        ("pairs", ("prompt_content_id", "first_content_id", "second_content_id")),
    ):
        lost += sum(_drop(new, table, _WITHOUT_CONTENT.format(column=c)) for c in columns)
        new.execute(f"UPDATE {table} SET session_id = NULL WHERE {_WITHOUT_SESSION}")
    lost += _drop(new, "session_tags", f"{_WITHOUT_SESSION} OR tag_id NOT IN (SELECT id FROM tags)")
    _untie(new)
    new.execute("UPDATE triplets SET touched = id")  # an older library had no count of changes
    for key, table in (("touched", "sessions"), ("triplets_touched", "triplets")):
        new.execute(
            f"UPDATE meta SET value = (SELECT coalesce(max(touched), 0) FROM {table})"
            " WHERE key = ?",
            (key,),
        )
    return lost + _mend_drafts(new)


def _drop(new: sqlite3.Connection, table: str, condition: str) -> int:
    return new.execute(f"DELETE FROM {table} WHERE {condition}").rowcount


def _untie(new: sqlite3.Connection) -> None:
    """Let nothing name a version or run that is not there."""
    untie = "UPDATE {} SET {} = NULL WHERE {} NOT IN (SELECT id FROM {})"
    for table, column, named in _TIES:
        new.execute(untie.format(table, column, column, named))
    for stage, named in ((Stage.PLAN, "plan_versions"), (Stage.STORY, "story_versions")):
        of_stage = untie.format("runs", "parent_id", "parent_id", named) + " AND stage = ?"
        new.execute(of_stage, (stage.value,))


def _adopt_orphans(new: sqlite3.Connection, table: str) -> int:
    """Make a session for texts whose own is lost; return how many sessions were."""
    lost = 0
    orphans = new.execute(f"SELECT DISTINCT session_id FROM {table} WHERE {_WITHOUT_SESSION}")
    for (session_id,) in orphans.fetchall():
        new.execute(
            "INSERT INTO sessions (id, title, renamed, genre, language, length, words, preview,"
            " folder, starred, created, updated, touched) VALUES"
            " (?, 'Recovered', 1, '', 'zh', 800, 0, '', '', 0, 0, 0,"
            " (SELECT coalesce(max(touched), 0) + 1 FROM sessions))",
            (session_id,),
        )
        lost += 1
    return lost


def _mend_drafts(new: sqlite3.Connection) -> int:
    """Give every session a draft, with empty text where its own is lost."""
    empty = {
        "prompt_content_id": _empty_content(new, ""),
        "plan_content_id": _empty_content(new, plan_value(Plan())),
        "story_content_id": _empty_content(new, story_value(Story())),
    }
    lost = 0
    for column, content_id in empty.items():
        lost += new.execute(
            f"UPDATE drafts SET {column} = ? WHERE {_WITHOUT_CONTENT.format(column=column)}",
            (content_id,),
        ).rowcount
    lost += new.execute(
        f"INSERT INTO drafts (session_id, {', '.join(empty)}, caret)"
        " SELECT id, ?, ?, ?, 0 FROM sessions WHERE id NOT IN (SELECT session_id FROM drafts)",
        tuple(empty.values()),
    ).rowcount
    return lost


def _empty_content(new: sqlite3.Connection, value: object) -> int:
    item = pack(value)
    new.execute(
        "INSERT OR IGNORE INTO contents (sha256, packed, body) VALUES (?, ?, ?)",
        (item.sha256, item.packed, item.body),
    )
    found = new.execute("SELECT id FROM contents WHERE sha256 = ?", (item.sha256,))
    return int(found.fetchone()[0])
