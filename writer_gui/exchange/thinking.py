"""The thought and the answer as one assistant message, as reasoning models are trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.exchange.fields import METADATA, OURS, UnfitError
from writer_gui.exchange.triplet_fields import triplet_metadata, triplet_of
from writer_gui.text.thinking import CLOSING_MARKS, OPENING_MARKS, first_thought

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.triplet import Triplet

_OPEN = f"{OPENING_MARKS[0]}\n"
_CLOSE = f"\n{CLOSING_MARKS[0]}\n\n"
_LENGTH = "thought_characters"


def with_thought(triplet: Triplet) -> str:
    """Return thought and answer as one message, the thought in `<think>`."""
    return f"{_OPEN}{triplet.thought}{_CLOSE}{triplet.answer}"


def thinking_metadata(triplet: Triplet) -> dict[str, dict[str, object]]:
    """Return the `metadata` by which `from_message` finds the thought's end without a doubt."""
    ours: dict[str, object] = triplet_metadata(triplet)[OURS]
    return {OURS: ours | {_LENGTH: len(triplet.thought)}}


def from_message(
    record: Mapping[str, object], query: str, message: str, known: tuple[str, ...]
) -> Triplet:
    """Return the triplet of a query and the message that answers it. Raises UnfitError."""
    thought, answer = split_thought(message, _thought_length(record))
    if not thought.strip():
        raise UnfitError("it has no thought in <think> … </think>")
    if not answer.strip():
        raise UnfitError("nothing follows its thought")
    return triplet_of(record, query=query, thought=thought, answer=answer, known=known)


def split_thought(message: str, length: int | None = None) -> tuple[str, str]:
    """Return thought and answer of a message; the thought is "" where there is none.

    A missing opening tag is taken as being before the first character: templates add it. Where
    `length` fits, it decides; else the thought ends at the first closing tag.
    """
    if length is not None:
        end = len(_OPEN) + length
        if message.startswith(_OPEN) and message.startswith(_CLOSE, end):
            return message[len(_OPEN) : end], message[end + len(_CLOSE) :]
    return first_thought(message) or ("", message)


def _thought_length(record: Mapping[str, object]) -> int | None:
    metadata = record.get(METADATA)
    ours = metadata.get(OURS) if isinstance(metadata, dict) else None
    length = ours.get(_LENGTH) if isinstance(ours, dict) else None
    return length if isinstance(length, int) else None
