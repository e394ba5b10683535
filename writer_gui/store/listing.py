"""The session list: filtered, sorted, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, exists, select, tuple_

from writer_gui.store import rows
from writer_gui.store.clock import to_stamp
from writer_gui.store.schema import RunRow, SessionRow, TagRow, session_tags

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute

    from writer_gui.domain.language import Language
    from writer_gui.domain.session import SessionSummary
    from writer_gui.store.database import Transaction


class SessionOrder(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"  # by last change
    CREATED = "created"
    TITLE = "title"
    LONGEST = "longest"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions to list; None means any. `since` and `until` bound the last change.

    `folder` "" means those in no folder. Sessions in the trash are listed apart from the others.
    """

    genre: str | None = None
    language: Language | None = None
    model: str | None = None
    tag: str | None = None
    folder: str | None = None
    starred: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    trashed: bool = False
    order: SessionOrder = SessionOrder.NEWEST


ANY_SESSION = SessionQuery()

_KEYS: dict[SessionOrder, tuple[InstrumentedAttribute[int] | InstrumentedAttribute[str], bool]] = {
    SessionOrder.NEWEST: (SessionRow.touched, True),
    SessionOrder.CREATED: (SessionRow.id, True),
    SessionOrder.TITLE: (SessionRow.title, False),
    SessionOrder.LONGEST: (SessionRow.words, True),
    SessionOrder.FOLDER: (SessionRow.folder, False),
}


def list_sessions(
    tx: Transaction,
    query: SessionQuery = ANY_SESSION,
    after: SessionSummary | None = None,
    limit: int = 200,
) -> list[SessionSummary]:
    """Return up to `limit` sessions, those behind `after` (the last one of the page before)."""
    found = tx.scalars(ordered(select(SessionRow).where(*conditions(query)), query, after, limit))
    return summarise(tx, found.all())


def summarise(tx: Transaction, found: Sequence[SessionRow]) -> list[SessionSummary]:
    """Return the lines of sessions with their tags."""
    tags = _tags_of(tx, [row.id for row in found])
    return [rows.summary(row, tags.get(row.id, ())) for row in found]


def conditions(query: SessionQuery) -> list[ColumnElement[bool]]:
    """Return what a session must fulfil."""
    trashed = SessionRow.trashed
    wanted: list[ColumnElement[bool]] = [
        trashed.is_not(None) if query.trashed else trashed.is_(None)
    ]
    for column, value in (
        (SessionRow.genre, query.genre),
        (SessionRow.language, query.language),
        (SessionRow.folder, query.folder),
        (SessionRow.starred, query.starred),
    ):
        if value is not None:
            wanted.append(column == value)
    if query.since is not None:
        wanted.append(SessionRow.updated >= to_stamp(query.since))
    if query.until is not None:
        wanted.append(SessionRow.updated <= to_stamp(query.until))
    return wanted + _belongings(query)


def ordered(
    statement: Select[SessionRow],
    query: SessionQuery,
    after: SessionSummary | None,
    limit: int,
) -> Select[SessionRow]:
    """Sort a statement and cut one page out of it."""
    key, falling = _KEYS[query.order]
    columns = (key, SessionRow.id)
    if after is not None:
        place = tuple_(*columns)
        last = (_value(after, query.order), after.id)
        statement = statement.where(place < last if falling else place > last)
    return statement.order_by(*(c.desc() if falling else c.asc() for c in columns)).limit(limit)


def _value(summary: SessionSummary, order: SessionOrder) -> int | str:
    match order:
        case SessionOrder.NEWEST:
            return summary.touched
        case SessionOrder.CREATED:
            return summary.id
        case SessionOrder.TITLE:
            return summary.title
        case SessionOrder.LONGEST:
            return summary.words
        case SessionOrder.FOLDER:
            return summary.folder


def _belongings(query: SessionQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.model is not None:
        wanted.append(
            exists().where(RunRow.session_id == SessionRow.id, RunRow.model == query.model)
        )
    if query.tag is not None:
        tagged = select(session_tags.c.session_id).join(TagRow).where(TagRow.name == query.tag)
        wanted.append(SessionRow.id.in_(tagged))
    return wanted


def _tags_of(tx: Transaction, session_ids: Sequence[int]) -> dict[int, list[str]]:
    found = tx.execute(
        select(session_tags.c.session_id, TagRow.name)
        .join(TagRow)
        .where(session_tags.c.session_id.in_(session_ids))
        .order_by(TagRow.name)
    )
    tags: dict[int, list[str]] = {}
    for session_id, name in found:
        tags.setdefault(session_id, []).append(name)
    return tags
