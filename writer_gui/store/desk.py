"""The draft of a session: the text on the desk, saved every two seconds of typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from writer_gui.domain.language import Language
from writer_gui.domain.session import Draft, Prompt, Standing
from writer_gui.errors import UserError
from writer_gui.store import codec, contents
from writer_gui.store.clock import now
from writer_gui.store.meta import TOUCHED, count_up
from writer_gui.store.problems import DamagedError
from writer_gui.store.schema import DraftRow, SessionRow

if TYPE_CHECKING:
    from writer_gui.store.database import Transaction


_LARGEST_ID = 2**63 - 1


def touch(tx: Transaction, session_id: int) -> None:
    """Put a session at the top of the list. Raises UserError if there is none of that id."""
    found = tx.scalar(
        update(SessionRow)
        .where(SessionRow.id == session_id)
        .values(updated=now(), touched=next_touch(tx))
        .returning(SessionRow.id)
    )
    if found is None:
        raise no_session(session_id)


def next_touch(tx: Transaction) -> int:
    """Return the next value of the counter that orders sessions by use; it never goes back."""
    return count_up(tx, TOUCHED)


def no_session(session_id: int) -> UserError:
    """Return the error of a session that is not there."""
    return UserError(f"There is no session {session_id}; 'writer-gui sessions' lists them.")


def session_row(tx: Transaction, session_id: int) -> SessionRow:
    """Return the row of a session. Raises UserError if there is none of that id."""
    row = tx.get(SessionRow, session_id) if 0 < session_id <= _LARGEST_ID else None
    if row is None:
        raise no_session(session_id)
    return row


def put_draft(tx: Transaction, session_id: int, draft: Draft) -> bool:
    """Write the draft row; return whether a text changed. Texts it replaces are released."""
    row = tx.get(DraftRow, session_id)
    before = _content_ids(row) if row else ()
    after = (
        contents.put(tx, draft.prompt.text),
        contents.put(tx, codec.plan_value(draft.plan)),
        contents.put(tx, codec.story_value(draft.story)),
    )
    row = row or DraftRow(session_id=session_id)
    row.prompt_content_id, row.plan_content_id, row.story_content_id = after
    row.plan_base_id = draft.plan_base_id
    row.story_base_id = draft.story_base_id
    row.caret = draft.caret
    row.caret_in, row.caret_at = _columns_of(draft.standing)
    tx.add(row)
    tx.flush()
    contents.release(tx, set(before) - set(after))
    return before != after


def read_draft(tx: Transaction, session: SessionRow) -> Draft:
    """Return the text on the desk of a session."""
    row = tx.get(DraftRow, session.id)
    if row is None:
        raise DamagedError(
            f"The text on the desk of session {session.id} is lost; restore a backup, or start a "
            "new session."
        )
    return Draft(
        prompt=Prompt(
            text=contents.get(tx, row.prompt_content_id),
            genre=session.genre,
            language=codec.member(Language, session.language, Language.ZH),
            length=session.length,
        ),
        plan=codec.plan_from(contents.get(tx, row.plan_content_id)),
        story=codec.story_from(contents.get(tx, row.story_content_id)),
        plan_base_id=row.plan_base_id,
        story_base_id=row.story_base_id,
        caret=row.caret,
        standing=_standing_in(row),
    )


def _columns_of(standing: Standing | None) -> tuple[str | None, int]:
    return (None, 0) if standing is None else (standing.step_id or "", standing.position)


def _standing_in(row: DraftRow) -> Standing | None:
    return None if row.caret_in is None else Standing(row.caret_in or None, row.caret_at)


def _content_ids(row: DraftRow) -> tuple[int, ...]:
    return (row.prompt_content_id, row.plan_content_id, row.story_content_id)
