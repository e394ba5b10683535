"""Sessions: made, loaded, saved as they are typed, copied. `listing` and `shelves` find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from writer_gui.domain.session import Draft, Prompt, Session, SessionSummary
from writer_gui.store import codec, rows
from writer_gui.store.clock import now
from writer_gui.store.desk import next_touch, put_draft, read_draft, session_row, touch
from writer_gui.store.listing import SessionOrder, SessionQuery, list_sessions, summarise
from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.schema import PlanVersionRow, RunRow, SessionRow, StoryVersionRow
from writer_gui.store.shelves import (
    list_folders,
    list_tags,
    move_to_folder,
    restore_session,
    set_starred,
    set_tags,
    trash_session,
)
from writer_gui.store.titles import preview_of, title_of
from writer_gui.store.trash import TRASH_DAYS, empty_trash, tidy_trash
from writer_gui.text.counting import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.store.database import Transaction

__all__ = [
    "TRASH_DAYS",
    "SessionOrder",
    "SessionQuery",
    "create_session",
    "duplicate_session",
    "empty_trash",
    "last_session",
    "list_folders",
    "list_sessions",
    "list_tags",
    "load_draft",
    "load_session",
    "move_to_folder",
    "rename_session",
    "restore_session",
    "save_draft",
    "session_summary",
    "set_last_session",
    "set_starred",
    "set_tags",
    "tidy_trash",
    "trash_session",
]

V = TypeVar("V", PlanVersionRow, StoryVersionRow)

_LAST_SESSION = "last_session"


def create_session(tx: Transaction, prompt: Prompt) -> int:
    """Begin a session with a prompt (which may still be empty); return its id."""
    moment = now()
    row = SessionRow(
        title=title_of(prompt.text),
        genre=codec.one_line(prompt.genre),
        language=prompt.language.value,
        length=prompt.length,
        preview=preview_of(prompt.text),
        created=moment,
        updated=moment,
        touched=next_touch(tx),
    )
    tx.add(row)
    tx.flush()
    put_draft(tx, row.id, Draft(prompt=prompt))
    return row.id


def load_session(tx: Transaction, session_id: int) -> Session:
    """Return a session with all versions and runs. Raises UserError if there is none."""
    row = session_row(tx, session_id)
    return Session(
        summary=summarise(tx, [row])[0],
        draft=read_draft(tx, row),
        plans=rows.plan_versions(tx, _history(tx, PlanVersionRow, session_id)),
        stories=rows.story_versions(tx, _history(tx, StoryVersionRow, session_id)),
        runs=tuple(map(rows.run, _runs(tx, session_id))),
    )


def session_summary(tx: Transaction, session_id: int) -> SessionSummary:
    """Return the line of one session in the list. Raises UserError if there is none."""
    row = session_row(tx, session_id)
    return summarise(tx, [row])[0]


def save_draft(tx: Transaction, session_id: int, draft: Draft) -> None:
    """Save the text on the desk, and what the list shows of it.

    A caret that only moved changes nothing in the list. Raises UserError if there is no session.
    """
    row = session_row(tx, session_id)
    text_changed = put_draft(tx, session_id, draft)
    if _take_over(row, draft) or text_changed:
        tx.flush()
        touch(tx, session_id)


def load_draft(tx: Transaction, session_id: int) -> Draft:
    """Return the text on the desk of a session. Raises UserError if there is none."""
    row = session_row(tx, session_id)
    return read_draft(tx, row)


def rename_session(tx: Transaction, session_id: int, title: str) -> None:
    """Give a session a title of the writer's own; "" has it follow the prompt again."""
    row = session_row(tx, session_id)
    name = codec.one_line(title)
    row.renamed = bool(name)
    row.title = name or title_of(read_draft(tx, row).prompt.text)
    tx.flush()
    touch(tx, session_id)


def duplicate_session(tx: Transaction, session_id: int, title: str = "") -> int:
    """Begin a new session with the text on the desk of another; return its id.

    The copy has the genre, tags and folder of the original and no history yet.
    """
    original = load_session(tx, session_id)
    copy_id = create_session(tx, original.draft.prompt)
    draft = Draft(
        prompt=original.draft.prompt,
        plan=original.draft.plan,
        story=original.draft.story,
        caret=original.draft.caret,
        standing=original.draft.standing,
    )
    save_draft(tx, copy_id, draft)
    set_tags(tx, copy_id, original.summary.tags)
    move_to_folder(tx, copy_id, original.summary.folder)
    rename_session(tx, copy_id, title or original.summary.title)
    return copy_id


def set_last_session(tx: Transaction, session_id: int) -> None:
    """Remember the session to open next time."""
    write_meta(tx, _LAST_SESSION, str(session_id))


def last_session(tx: Transaction) -> int | None:
    """Return the session that was open last, unless it is in the trash or gone."""
    known = read_meta(tx, _LAST_SESSION)
    if known is None:
        return None
    return tx.scalar(
        select(SessionRow.id).where(SessionRow.id == int(known), SessionRow.trashed.is_(None))
    )


def _take_over(row: SessionRow, draft: Draft) -> bool:
    """Bring the line in the list up to date; return whether the writer's wishes changed."""
    prompt = draft.prompt
    wishes = (codec.one_line(prompt.genre), prompt.language.value, prompt.length)
    changed = wishes != (row.genre, row.language, row.length)
    row.genre, row.language, row.length = wishes
    if not row.renamed:
        row.title = title_of(prompt.text)
    story = draft.story.text
    if story.strip():
        row.words = count_words(story, prompt.language)
        row.preview = preview_of(story)
    elif not row.words:
        row.preview = preview_of(prompt.text)
    return changed


def _history(tx: Transaction, table: type[V], session_id: int) -> Sequence[V]:
    return tx.scalars(
        select(table).where(table.session_id == session_id).order_by(table.number)
    ).all()


def _runs(tx: Transaction, session_id: int) -> Sequence[RunRow]:
    return tx.scalars(
        select(RunRow).where(RunRow.session_id == session_id).order_by(RunRow.id)
    ).all()
