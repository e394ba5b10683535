"""How a triplet is put together from any format's record, and what travels beside its texts."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from writer_gui.domain.triplet import Scores, Triplet
from writer_gui.exchange.fields import (
    METADATA,
    ROW_NUMBERS,
    UnfitError,
    content_uid,
    genre_tag,
    language_of,
    optional_text,
    other_fields,
    our_fields,
    read_our_fields,
    score_field,
)
from writer_gui.exchange.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS = ("query", "thought", "answer")


def triplet_metadata(triplet: Triplet) -> dict[str, Any]:
    """Return the `metadata` of a triplet: all of it but its texts and row numbers."""
    return our_fields(triplet, *_TEXTS, *ROW_NUMBERS)


def triplet_of(
    record: Mapping[str, object], *, query: str, thought: str, answer: str, known: tuple[str, ...]
) -> Triplet:
    """Return the triplet a record holds, with its own fields or what can be told from others.

    `known` are the fields its texts came from; all others are kept in `extra`. Raises UnfitError.
    """
    texts = {"query": query, "thought": thought, "answer": answer}
    ours = read_our_fields(record)
    try:
        if ours is not None:
            return from_plain(Triplet, ours | texts | {"scores": _scores(ours.get("scores"))})
        return Triplet(
            uid=optional_text(record, "id", "uid") or content_uid(query, thought, answer),
            genre=_genre(record),
            language=language_of(record, answer),
            extra=other_fields(record, *known, "id", "uid"),
            query=query,
            thought=thought,
            answer=answer,
        )
    except UnfitError:
        raise
    except ValueError as error:
        raise UnfitError(str(error)) from None


def _genre(record: Mapping[str, object]) -> str:
    """Return the tag of the genre a record names, "" where it names none that is known."""
    metadata = record.get(METADATA)
    inner = metadata if isinstance(metadata, dict) else {}
    return genre_tag(
        optional_text(record, "query_type", "genre", "tag") or optional_text(inner, "genre")
    )


def _scores(value: object) -> dict[str, int | None]:
    given = value if isinstance(value, dict) else {}
    return {f.name: score_field(given.get(f.name), f.name, 1, 10) for f in fields(Scores)}
