"""WritingPreferenceBench records.

`prompt, prompt_id, tag, chosen, rejected`, each side with `response, score, model,
completion_tokens, prompt_tokens, word_len`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.domain.pair import PairSide
from writer_gui.exchange.fields import (
    METADATA,
    UnfitError,
    optional_text,
    score_field,
    text_field,
)
from writer_gui.exchange.pair_fields import better_and_worse, pair_metadata, pair_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.pair import Pair

_SIDE = ("response", "score", "model")
_FIELDS = ("prompt", "prompt_id", "chosen", "rejected")


def recognises_pair(record: Mapping[str, object]) -> bool:
    """Return whether a record has this shape."""
    return isinstance(record.get("chosen"), dict) and "rejected" in record


def from_pair_record(record: Mapping[str, object]) -> Pair:
    """Read a record. The chosen side is the first. Raises UnfitError."""
    prompt = text_field(record, "prompt")
    chosen, rejected = _side(record, "chosen"), _side(record, "rejected")
    return pair_of(record, prompt, chosen, rejected, _FIELDS)


def to_pair_record(pair: Pair) -> dict[str, object] | None:
    """Return a record, or None for a tie, for which the format has no place."""
    sides = better_and_worse(pair)
    if sides is None:
        return None
    return {
        "prompt": pair.prompt,
        "prompt_id": pair.prompt_id,
        "tag": pair.extra.get("tag", pair.genre),
        "chosen": _side_record(sides[0]),
        "rejected": _side_record(sides[1]),
        METADATA: pair_metadata(pair),
    }


def _side(record: Mapping[str, object], name: str) -> PairSide:
    side = record.get(name)
    if not isinstance(side, dict):
        raise UnfitError(f"the field '{name}' is not an object")
    try:
        text = text_field(side, "response")
        extra = {key: value for key, value in side.items() if key not in _SIDE}
        score = side.get("score")
        if isinstance(score, float) and not score.is_integer() and 0 <= score <= 3:
            extra["score"], score = score, None  # a mean over judges
        return PairSide(
            text, score_field(score, "score", 0, 3), optional_text(side, "model"), extra
        )
    except UnfitError as error:
        raise UnfitError(f"in '{name}', {error}") from None


def _side_record(side: PairSide) -> dict[str, object]:
    return {"response": side.text, "score": side.score, "model": side.model} | side.extra
