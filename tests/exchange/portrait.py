"""All a library says, table by table, whatever its row numbers.

Every table and column of the schema is in it, those of tomorrow too; what is left out is named
here, with its reason.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer

from writer_gui.store.codec import unpacked
from writer_gui.store.schema import Base

if TYPE_CHECKING:
    from sqlalchemy import Column

    from writer_gui.store.database import Database

Row = dict[str, Any]

MADE_ANEW = {
    "sketches": "made of the texts when they are first compared",
    "contents.sha256": "of the text, which is compared",
    "contents.packed": "how the text is stored",
    "runs.owner": "the process of a run under way",
    "runs.seen": "when a run under way was last heard of",
    "runs.partial": "the text so far of a run under way, which comes as a version",
    "runs.parent_id": "of the version that will come of a run under way",
    "runs.plan_version_id": "of the version that will come of a run under way",
    "meta.library": "the name of this library",
    "meta.home": "the name that the backups of this library have",
    "meta.revision": "how often this library was changed",
    "meta.touched": "the counter of this library; the order it gave is compared",
    "meta.triplets_touched": "the counter of this library",
    "triplets.touched": "up to where the search index has come",
    "meta.last_session": "what lay on this desk",
}
SINCE_WHEN = {"trashed"}
"""What is in the trash is there for 30 days from now on."""

NUMBERS_OF = {
    "session_id": "sessions",
    "content_id": "contents",
    "tag_id": "tags",
    "run_id": "runs",
    "plan_version_id": "plan_versions",
    "story_version_id": "story_versions",
    "plan_base_id": "plan_versions",
    "story_base_id": "story_versions",
}


def portrait(database: Database) -> dict[str, list[Row]]:
    """Return the rows of all tables, with names in place of row numbers."""
    with closing(sqlite3.connect(database.path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = {
            table.name: [dict(row) for row in connection.execute(f"SELECT * FROM {table.name}")]
            for table in Base.metadata.sorted_tables
            if table.name not in MADE_ANEW
        }
    order = sorted(row["touched"] for row in rows["sessions"])
    for row in rows["sessions"]:
        row["touched"] = order.index(row["touched"])
    names = _names(rows)
    return {
        table: sorted(filter(None, (_named(table, row, names) for row in found)), key=repr)
        for table, found in rows.items()
    }


def _names(rows: dict[str, list[Row]]) -> dict[str, dict[int, object]]:
    """Return for every row number something that is the same in another library."""
    texts = {r["id"]: unpacked(r["body"], packed=r["packed"]).decode() for r in rows["contents"]}
    born = {row["id"]: row["created"] for row in rows["sessions"]}
    names: dict[str, dict[int, object]] = {"contents": dict(texts), "sessions": dict(born)}
    names["tags"] = {row["id"]: row["name"] for row in rows["tags"]}
    names["runs"] = {row["id"]: row["started"] for row in rows["runs"]}
    for table in ("plan_versions", "story_versions"):
        names[table] = {r["id"]: (born[r["session_id"]], r["number"]) for r in rows[table]}
    return names


def _named(table: str, row: Row, names: dict[str, dict[int, object]]) -> Row:
    named = {}
    for column in Base.metadata.tables[table].columns:
        value = row[column.name]
        if column.name == "id" or f"{table}.{column.name}" in MADE_ANEW:
            continue
        if column.name in SINCE_WHEN:
            value = value is not None
        elif column.name == "body":
            value = names["contents"][row["id"]]
        elif value is not None and isinstance(column.type, Integer) and "_id" in column.name:
            value = names[_referred(table, column)][value]
        named[column.name] = value
    return named if table != "meta" else _fact(row, names)


def _referred(table: str, column: Column[Any]) -> str:
    """Return the table a column of row numbers speaks of; a KeyError for one nobody thought of."""
    if column.name == "parent_id":
        return table
    return NUMBERS_OF["content_id" if column.name.endswith("content_id") else column.name]


def _fact(row: Row, names: dict[str, dict[int, object]]) -> Row:
    if f"meta.{row['key']}" in MADE_ANEW:
        return {}
    value = json.loads(row["value"])
    for task in value["tasks"]:
        task["session_id"] = names["sessions"][task["session_id"]]
    return {row["key"]: value}
