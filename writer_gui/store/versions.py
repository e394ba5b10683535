"""Versions of plans and stories: only ever added, numbered from 1 within their session."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.story import Story, StoryVersion
from writer_gui.errors import UserError
from writer_gui.store import codec, contents, rows
from writer_gui.store.clock import from_stamp, now
from writer_gui.store.desk import touch
from writer_gui.store.schema import PlanVersionRow, SessionRow, StoryVersionRow
from writer_gui.store.titles import preview_of
from writer_gui.text.counting import count_words

if TYPE_CHECKING:
    from writer_gui.store.database import Transaction


class VersionKind(StrEnum):
    """Which of the two histories of a session is meant."""

    PLAN = "plan"
    STORY = "story"


_TABLES: dict[VersionKind, type[PlanVersionRow] | type[StoryVersionRow]] = {
    VersionKind.PLAN: PlanVersionRow,
    VersionKind.STORY: StoryVersionRow,
}


def add_plan(
    tx: Transaction,
    session_id: int,
    plan: Plan,
    *,
    parent_id: int | None = None,
    run_id: int | None = None,
) -> PlanVersion:
    """Keep a plan as the next version of its session."""
    row = PlanVersionRow(
        session_id=session_id,
        number=_next_number(tx, PlanVersionRow, session_id),
        parent_id=parent_id,
        run_id=run_id,
        content_id=contents.put(tx, codec.plan_value(plan)),
        created=now(),
    )
    tx.add(row)
    tx.flush()
    touch(tx, session_id)
    return PlanVersion(
        row.id, session_id, row.number, parent_id, plan, run_id, from_stamp(row.created)
    )


def add_story(
    tx: Transaction,
    session_id: int,
    story: Story,
    *,
    plan_version_id: int | None,
    parent_id: int | None = None,
    run_id: int | None = None,
) -> StoryVersion:
    """Keep a story as the next version of its session, which then counts its words."""
    row = StoryVersionRow(
        session_id=session_id,
        number=_next_number(tx, StoryVersionRow, session_id),
        parent_id=parent_id,
        plan_version_id=plan_version_id,
        run_id=run_id,
        content_id=contents.put(tx, codec.story_value(story)),
        created=now(),
    )
    tx.add(row)
    tx.flush()
    touch(tx, session_id)
    _show_story(tx, session_id, story)
    return StoryVersion(
        id=row.id,
        session_id=session_id,
        number=row.number,
        parent_id=parent_id,
        plan_version_id=plan_version_id,
        story=story,
        run_id=run_id,
        created=from_stamp(row.created),
    )


def load_plan(tx: Transaction, version_id: int) -> PlanVersion:
    """Return a plan version. Raises UserError if there is none of that id."""
    row = tx.get(PlanVersionRow, version_id)
    if row is None:
        raise _missing(version_id)
    return rows.plan_versions(tx, [row])[0]


def load_story(tx: Transaction, version_id: int) -> StoryVersion:
    """Return a story version. Raises UserError if there is none of that id."""
    row = tx.get(StoryVersionRow, version_id)
    if row is None:
        raise _missing(version_id)
    return rows.story_versions(tx, [row])[0]


def name_version(tx: Transaction, kind: VersionKind, version_id: int, name: str) -> None:
    """Give a version a name of the writer's own; "" takes it away."""
    _update(tx, kind, version_id, name=codec.one_line(name))


def star_version(tx: Transaction, kind: VersionKind, version_id: int, starred: bool) -> None:
    """Set or take away the star of a version."""
    _update(tx, kind, version_id, starred=starred)


def _update(tx: Transaction, kind: VersionKind, version_id: int, **values: object) -> None:
    table = _TABLES[kind]
    found = tx.scalar(
        update(table).where(table.id == version_id).values(values).returning(table.id)
    )
    if found is None:
        raise _missing(version_id)


def _next_number(
    tx: Transaction, table: type[PlanVersionRow] | type[StoryVersionRow], session_id: int
) -> int:
    highest = tx.scalar(select(func.max(table.number)).where(table.session_id == session_id))
    return (highest or 0) + 1


def _show_story(tx: Transaction, session_id: int, story: Story) -> None:
    language = tx.scalars(select(SessionRow.language).where(SessionRow.id == session_id)).one()
    tx.execute(
        update(SessionRow)
        .where(SessionRow.id == session_id)
        .values(
            words=count_words(story.text, codec.member(Language, language, Language.ZH)),
            preview=preview_of(story.text),
        )
    )


def _missing(version_id: int) -> UserError:
    return UserError(f"There is no version {version_id}; choose one from the history.")
