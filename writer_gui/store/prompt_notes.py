"""What a session remembers of the settings beside its prompt: by hand, from its words, refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete

from writer_gui.store.meta import read_meta, write_meta
from writer_gui.store.schema import MetaRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from writer_gui.store.database import Transaction

_KEY = "prompt_notes:{0}"


def keep_prompt_notes(tx: Transaction, session_id: int, notes: dict[str, object]) -> None:
    """Remember the notes of a session over those before."""
    write_meta(tx, _KEY.format(session_id), json.dumps(notes, ensure_ascii=False))


def read_prompt_notes(tx: Transaction, session_id: int) -> dict[str, object] | None:
    """Return the notes of a session; None where there are none, or none that can be read."""
    kept = read_meta(tx, _KEY.format(session_id))
    try:
        notes = json.loads(kept or "null")
    except ValueError:
        return None
    return notes if isinstance(notes, dict) else None


def forget_prompt_notes(tx: Transaction, session_ids: Iterable[int]) -> None:
    """Delete the notes of sessions that are gone."""
    keys = [_KEY.format(session_id) for session_id in session_ids]
    tx.execute(delete(MetaRow).where(MetaRow.key.in_(keys)))
