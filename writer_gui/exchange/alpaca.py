"""Alpaca: `instruction`, `input` and `output`, the thought in `<think>` at its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.exchange.fields import METADATA, optional_text, text_field
from writer_gui.exchange.thinking import from_message, thinking_metadata, with_thought

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.triplet import Triplet


def recognises(record: Mapping[str, object]) -> bool:
    """Return whether a record has this shape."""
    return "instruction" in record and "output" in record


def from_record(record: Mapping[str, object]) -> Triplet:
    """Read a record; instruction and input together are the query. Raises UnfitError."""
    query = text_field(record, "instruction")
    more = optional_text(record, "input")
    return from_message(
        record,
        f"{query}\n\n{more}" if more.strip() else query,
        text_field(record, "output"),
        ("instruction", "input", "output"),
    )


def to_record(triplet: Triplet) -> dict[str, object]:
    """Return a record in this shape."""
    return {
        "instruction": triplet.query,
        "input": "",
        "output": with_thought(triplet),
        METADATA: thinking_metadata(triplet),
    }
