"""COIG-Writer records in each of the shapes it has been published in.

- the release: `id, query, thought, answer`;
- the first data set card: `query_type, query, thought, answer, link, source_date`;
- the draft of its README: `reverse_inspiration_prompt, reasoning_process, article, metadata`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.exchange.fields import METADATA, text_field
from writer_gui.exchange.triplet_fields import triplet_metadata, triplet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.triplet import Triplet

_QUERY = ("query", "reverse_inspiration_prompt")
_THOUGHT = ("thought", "reasoning_process")
_ANSWER = ("answer", "article")


def recognises(record: Mapping[str, object]) -> bool:
    """Return whether a record has one of the three shapes, complete or not."""
    return any(name in record for name in (*_QUERY, *_THOUGHT))


def from_record(record: Mapping[str, object]) -> Triplet:
    """Read a record of any of the three shapes. Raises UnfitError."""
    return triplet_of(
        record,
        query=text_field(record, *_QUERY),
        thought=text_field(record, *_THOUGHT),
        answer=text_field(record, *_ANSWER),
        known=(*_QUERY, *_THOUGHT, *_ANSWER),
    )


def to_record(triplet: Triplet) -> dict[str, object]:
    """Return a record in the shape of the release, with our own fields as metadata."""
    return {
        "id": triplet.uid,
        "query": triplet.query,
        "thought": triplet.thought,
        "answer": triplet.answer,
        METADATA: triplet_metadata(triplet),
    }


def to_card_record(triplet: Triplet) -> dict[str, object]:
    """Return a record in the shape of the first data set card."""
    extra = triplet.extra
    return {
        "query_type": extra.get("query_type", triplet.genre),
        "query": triplet.query,
        "thought": triplet.thought,
        "answer": triplet.answer,
        "link": extra.get("link", ""),
        "source_date": extra.get("source_date", ""),
        METADATA: triplet_metadata(triplet),
    }


def to_draft_record(triplet: Triplet) -> dict[str, object]:
    """Return a record in the shape of the README's draft."""
    scores = triplet.scores
    known = triplet.extra.get(METADATA)
    return {
        "reverse_inspiration_prompt": triplet.query,
        "reasoning_process": triplet.thought,
        "article": triplet.answer,
        METADATA: {
            "genre": triplet.genre,
            "quality_score": scores.answer_quality,
            "creativity_score": scores.answer_creativity,
        }
        | (known if isinstance(known, dict) else {})
        | triplet_metadata(triplet),
    }
