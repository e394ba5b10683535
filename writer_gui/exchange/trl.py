"""TRL's record types: conversations and prompt-completion for SFT, preferences for DPO.

See TRL's documentation, "Dataset formats and types": a record is standard (texts) or
conversational (lists of messages); both are read, and the kind each trainer takes by default is
written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.domain.pair import PairSide
from writer_gui.exchange.chat import Turn, one_exchange, read_turns
from writer_gui.exchange.fields import METADATA, UnfitError, text_field
from writer_gui.exchange.pair_fields import better_and_worse, pair_metadata, pair_of
from writer_gui.exchange.thinking import from_message, thinking_metadata, with_thought

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.pair import Pair
    from writer_gui.domain.triplet import Triplet


def recognises(record: Mapping[str, object]) -> bool:
    """Return whether a record is a conversation or a prompt with its completion."""
    return "messages" in record or ("prompt" in record and "completion" in record)


def from_record(record: Mapping[str, object]) -> Triplet:
    """Read a conversation or a prompt with its completion. Raises UnfitError."""
    if "messages" in record:
        query, message = one_exchange(_turns(record, "messages"))
    else:
        query, message = _prompt(record), _reply(record, "completion")
    return from_message(record, query, message, ("messages", "prompt", "completion"))


def to_record(triplet: Triplet) -> dict[str, object]:
    """Return a conversation with the thought in `<think>`."""
    return {
        "messages": [
            {"role": "user", "content": triplet.query},
            {"role": "assistant", "content": with_thought(triplet)},
        ],
        METADATA: thinking_metadata(triplet),
    }


def to_prompt_record(triplet: Triplet) -> dict[str, object]:
    """Return a prompt with its completion, as texts."""
    return {
        "prompt": triplet.query,
        "completion": with_thought(triplet),
        METADATA: thinking_metadata(triplet),
    }


def recognises_pair(record: Mapping[str, object]) -> bool:
    """Return whether a record is a preference."""
    return isinstance(record.get("chosen"), str | list) and "rejected" in record


def from_pair_record(record: Mapping[str, object]) -> Pair:
    """Read a preference; without a prompt it is what both conversations begin with."""
    sides = [PairSide(_reply(record, name)) for name in ("chosen", "rejected")]
    prompt = _prompt(record if "prompt" in record else {"prompt": _opening(record)})
    return pair_of(record, prompt, sides[0], sides[1], ("prompt", "chosen", "rejected"))


def to_pair_record(pair: Pair) -> dict[str, object] | None:
    """Return a preference as texts, or None for a tie, which TRL cannot use."""
    sides = better_and_worse(pair)
    if sides is None:
        return None
    return {
        "prompt": pair.prompt,
        "chosen": sides[0].text,
        "rejected": sides[1].text,
        METADATA: pair_metadata(pair),
    }


def _turns(record: Mapping[str, object], name: str) -> list[Turn]:
    return read_turns(record[name], name, "role", "content")


def _prompt(record: Mapping[str, object]) -> str:
    """Return what is asked, whether a text or the last of a list of messages."""
    if isinstance(record["prompt"], str):
        return text_field(record, "prompt")
    asked = [text for role, text in _turns(record, "prompt") if role == "user"]
    if len(asked) != 1 or not asked[0].strip():
        raise UnfitError("its prompt is not one question")
    return asked[0]


def _reply(record: Mapping[str, object], name: str) -> str:
    """Return the text of an answer, or the last message of a list."""
    if not isinstance(record.get(name), list):
        return text_field(record, name)
    turns = _turns(record, name)
    if not turns or turns[-1][0] != "assistant" or not turns[-1][1].strip():
        raise UnfitError(f"the field '{name}' does not end in an answer")
    return turns[-1][1]


def _opening(record: Mapping[str, object]) -> list[object]:
    chosen, rejected = record["chosen"], record["rejected"]
    if not isinstance(chosen, list) or not isinstance(rejected, list):
        raise UnfitError("the field 'prompt' is missing")
    if chosen[:-1] != rejected[:-1]:
        raise UnfitError("its two sides answer different questions")
    return chosen[:-1]
