"""ShareGPT: `conversations` of `from` and `value`, the thought in `<think>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.exchange.chat import one_exchange, read_turns
from writer_gui.exchange.fields import METADATA
from writer_gui.exchange.thinking import from_message, thinking_metadata, with_thought

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.triplet import Triplet


def recognises(record: Mapping[str, object]) -> bool:
    """Return whether a record has this shape."""
    return "conversations" in record


def from_record(record: Mapping[str, object]) -> Triplet:
    """Read a record of one question and one answer. Raises UnfitError."""
    turns = read_turns(record["conversations"], "conversations", "from", "value")
    query, message = one_exchange(turns)
    return from_message(record, query, message, ("conversations",))


def to_record(triplet: Triplet) -> dict[str, object]:
    """Return a record in this shape."""
    return {
        "id": triplet.uid,
        "conversations": [
            {"from": "human", "value": triplet.query},
            {"from": "gpt", "value": with_thought(triplet)},
        ],
        METADATA: thinking_metadata(triplet),
    }
