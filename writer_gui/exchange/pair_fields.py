"""How a pair is put together from any format's record, and what travels beside its texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.exchange.fields import (
    ROW_NUMBERS,
    UnfitError,
    content_uid,
    genre_tag,
    language_of,
    optional_text,
    other_fields,
    our_fields,
    read_our_fields,
)
from writer_gui.exchange.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPORTED = "import"
"""The `origin` of a pair that another program made."""

_SHOWN = ("prompt", "first", "second", *ROW_NUMBERS)


def better_and_worse(pair: Pair) -> tuple[PairSide, PairSide] | None:
    """Return the chosen and the rejected side, or None where neither was chosen."""
    if pair.verdict is Verdict.FIRST:
        return pair.first, pair.second
    return (pair.second, pair.first) if pair.verdict is Verdict.SECOND else None


def pair_metadata(pair: Pair) -> dict[str, Any]:
    """Return the `metadata` of a pair: all of it but prompt, texts and row number.

    Score and model of each side are in it, since not every format has a place for them.
    """
    sides = {
        name: {"score": side.score, "model": side.model}
        for name, side in (("first_side", pair.first), ("second_side", pair.second))
    }
    (name, ours), *_ = our_fields(pair, *_SHOWN).items()
    return {name: ours | sides}


def pair_of(
    record: Mapping[str, object],
    prompt: str,
    chosen: PairSide,
    rejected: PairSide,
    known: tuple[str, ...],
) -> Pair:
    """Return the pair a record holds. Raises UnfitError, also where both sides are one text."""
    if chosen.text == rejected.text:
        raise UnfitError("both sides are the same text")
    ours = read_our_fields(record)
    try:
        if ours is not None:
            return _own(ours, prompt, chosen, rejected)
        tag = optional_text(record, "tag", "genre", "query_type")
        extra = other_fields(record, *known, "prompt_id", "id", "uid")
        return Pair(
            uid=optional_text(record, "id", "uid")
            or content_uid(prompt, chosen.text, rejected.text),
            prompt=prompt,
            genre=genre_tag(tag),
            language=language_of(record, chosen.text),
            level=PairLevel.STORY,
            first=chosen,
            second=rejected,
            verdict=Verdict.FIRST,
            origin=IMPORTED,
            prompt_id=optional_text(record, "prompt_id"),
            extra=extra,
        )
    except ValueError as error:
        raise UnfitError(str(error)) from None


def _own(ours: dict[str, Any], prompt: str, chosen: PairSide, rejected: PairSide) -> Pair:
    """Return a pair of ours, its sides in the order they had."""
    is_second = ours.get("verdict") == Verdict.SECOND
    first, second = (rejected, chosen) if is_second else (chosen, rejected)
    given = ours | {
        "prompt": prompt,
        "first": {"text": first.text},
        "second": {"text": second.text},
    }
    pair = from_plain(Pair, given)
    return replace(
        pair,
        first=_completed(first, ours.get("first_side")),
        second=_completed(second, ours.get("second_side")),
    )


def _completed(side: PairSide, ours: object) -> PairSide:
    """Return a side with the score and model that its format had no place for."""
    kept = from_plain(PairSide, (ours if isinstance(ours, dict) else {}) | {"text": side.text})
    score = kept.score if side.score is None else side.score
    return replace(side, score=score, model=side.model or kept.model)
