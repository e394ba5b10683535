"""Keeping sessions in order: stars, tags, folders and the trash. None of it counts as a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, insert, select, update

from writer_gui.store import contents
from writer_gui.store.clock import now, to_stamp
from writer_gui.store.codec import one_line
from writer_gui.store.desk import no_session
from writer_gui.store.prompt_notes import forget_prompt_notes
from writer_gui.store.schema import (
    DraftRow,
    PlanVersionRow,
    SessionRow,
    StoryVersionRow,
    TagRow,
    session_tags,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from writer_gui.store.database import Transaction


def set_starred(tx: Transaction, session_id: int, starred: bool) -> None:
    """Set or take away the star of a session."""
    _update(tx, session_id, starred=starred)


def move_to_folder(tx: Transaction, session_id: int, folder: str) -> None:
    """Put a session into a folder, which exists as long as something is in it; "" for none."""
    _update(tx, session_id, folder=one_line(folder))


def trash_session(tx: Transaction, session_id: int) -> None:
    """Put a session into the trash, from where `restore_session` takes it back."""
    _update(tx, session_id, trashed=now())


def restore_session(tx: Transaction, session_id: int) -> None:
    """Take a session out of the trash."""
    _update(tx, session_id, trashed=None)


def set_tags(tx: Transaction, session_id: int, tags: Iterable[str]) -> None:
    """Give a session these tags and no others; tags nothing carries are forgotten."""
    names = {one_line(tag) for tag in tags} - {""}
    _update(tx, session_id)
    tx.execute(delete(session_tags).where(session_tags.c.session_id == session_id))
    for name in sorted(names):
        link = {"session_id": session_id, "tag_id": _tag_id(tx, name)}
        tx.execute(insert(session_tags).values(link))
    _forget_unused_tags(tx)


def list_tags(tx: Transaction) -> dict[str, int]:
    """Return every tag and how many sessions out of the trash carry it."""
    found = tx.execute(
        select(TagRow.name, func.count(SessionRow.id))
        .join(session_tags, session_tags.c.tag_id == TagRow.id)
        .join(SessionRow, SessionRow.id == session_tags.c.session_id)
        .where(SessionRow.trashed.is_(None))
        .group_by(TagRow.name)
        .order_by(TagRow.name)
    )
    return {row[0]: row[1] for row in found}


def list_folders(tx: Transaction) -> dict[str, int]:
    """Return every folder and how many sessions are in it."""
    found = tx.execute(
        select(SessionRow.folder, func.count())
        .where(SessionRow.trashed.is_(None), SessionRow.folder != "")
        .group_by(SessionRow.folder)
        .order_by(SessionRow.folder)
    )
    return {row[0]: row[1] for row in found}


def purge_sessions(tx: Transaction, older_than: datetime) -> int:
    """Delete for good what was put into the trash before `older_than`; return how many."""
    gone = tx.scalars(select(SessionRow.id).where(SessionRow.trashed < to_stamp(older_than))).all()
    for session_id in gone:
        held = _content_ids(tx, session_id)
        tx.execute(delete(SessionRow).where(SessionRow.id == session_id))
        contents.release(tx, held)
        forget_prompt_notes(tx, (session_id,))
    _forget_unused_tags(tx)
    return len(gone)


def _update(tx: Transaction, session_id: int, **values: object) -> None:
    found = tx.scalar(
        update(SessionRow)
        .where(SessionRow.id == session_id)
        .values(values or {"id": session_id})
        .returning(SessionRow.id)
    )
    if found is None:
        raise no_session(session_id)


def _tag_id(tx: Transaction, name: str) -> int:
    known = tx.scalar(select(TagRow.id).where(TagRow.name == name))
    if known is not None:
        return known
    return tx.execute(insert(TagRow).values(name=name).returning(TagRow.id)).scalar_one()


def _forget_unused_tags(tx: Transaction) -> None:
    tx.execute(delete(TagRow).where(~exists().where(session_tags.c.tag_id == TagRow.id)))


def _content_ids(tx: Transaction, session_id: int) -> set[int]:
    draft = tx.get(DraftRow, session_id)
    held = set(
        tx.scalars(
            select(PlanVersionRow.content_id)
            .where(PlanVersionRow.session_id == session_id)
            .union(
                select(StoryVersionRow.content_id).where(StoryVersionRow.session_id == session_id)
            )
        )
    )
    if draft is None:
        return held
    return held | {draft.prompt_content_id, draft.plan_content_id, draft.story_content_id}
