"""What the record formats have in common: fields to read, and our own fields beside them.

Our own fields travel as `metadata.writer_gui`, which other programs pass over. Free dictionaries
in it are JSON in a string, so that every record has the same types: Arrow wants that.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from writer_gui.domain.genre import find_genre
from writer_gui.domain.language import Language
from writer_gui.exchange.plain import json_type, to_plain
from writer_gui.exchange.records import parse_json
from writer_gui.text.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Mapping

METADATA = "metadata"
OURS = "writer_gui"


@dataclass(frozen=True, slots=True)
class Written:
    """How many records were written, how many the format has no place for, and how many do not say.

    whose their texts are, since a round of blind choices over them has not ended.
    """

    records: int
    left_out: int = 0
    nameless: int = 0


class UnfitError(ValueError):
    """A record that is well-formed JSON but not what is looked for; says why."""


def text_field(record: Mapping[str, object], *names: str) -> str:
    """Return the first field there of those names. Raises UnfitError unless it holds text."""
    name = next((name for name in names if name in record), names[0])
    if name not in record:
        raise UnfitError(f"the field '{name}' is missing")
    value = record[name]
    if not isinstance(value, str):
        raise UnfitError(f"the field '{name}' is {json_type(value)}, not text")
    if not value.strip():
        raise UnfitError(f"the field '{name}' is empty")
    return value


def optional_text(record: Mapping[str, object], *names: str) -> str:
    """Return the first of those fields that holds text or a number, as text, or ""."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return str(value)
    return ""


def score_field(value: object, name: str, low: int, high: int) -> int | None:
    """Return a score that is a whole number within range, or None. Raises UnfitError."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnfitError(f"the field '{name}' is {json_type(value)}, not a whole number")
    if not low <= value <= high:
        raise UnfitError(f"the field '{name}' is {value}, not between {low} and {high}")
    return value


def genre_tag(name: str) -> str:
    """Return the tag of a genre by either of its names, "" for one not in the list."""
    genre = find_genre(name)
    return genre.tag if genre else ""


def language_of(record: Mapping[str, object], text: str) -> Language:
    """Return the language a record names, else the one its text is in."""
    named = optional_text(record, "language", "lang").lower()[:2]
    return Language(named) if named in set(Language) else detect_language(text)


def content_uid(*texts: str) -> str:
    """Return an identity for a record without one: the same for the same texts."""
    digest = hashlib.blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=16)
    return f"content-{digest.hexdigest()}"


def our_fields(value: object, *leave_out: str) -> dict[str, Any]:
    """Return `metadata` holding a dataclass as our own fields, free dictionaries as JSON text."""
    plain = {name: v for name, v in to_plain(value).items() if name not in leave_out}
    for name in FREE & plain.keys():
        plain[name] = json.dumps(plain[name], ensure_ascii=False, sort_keys=True)
    return {OURS: plain}


def read_our_fields(record: Mapping[str, object]) -> dict[str, Any] | None:
    """Return our own fields of a record, or None where another program wrote it."""
    metadata = record.get(METADATA)
    ours = metadata.get(OURS) if isinstance(metadata, dict) else None
    if not isinstance(ours, dict):
        return None
    read = {name: value for name, value in ours.items() if name not in ROW_NUMBERS}
    for name in FREE & read.keys():
        if isinstance(read[name], str):
            read[name] = parse_json(read[name])
    return read


def other_fields(record: Mapping[str, object], *known: str) -> dict[str, object]:
    """Return the fields of a record that are neither known nor ours."""
    others = {name: value for name, value in record.items() if name not in (*known, METADATA)}
    metadata = record.get(METADATA)
    if isinstance(metadata, dict):
        metadata = {name: value for name, value in metadata.items() if name != OURS}
    return others | ({METADATA: metadata} if metadata else {})


ROW_NUMBERS = frozenset({"session_id", "plan_version_id", "story_version_id"})
"""Row numbers of one database: another has something else there, so no file is believed them."""

FREE = frozenset({"provenance", "extra"})
"""Fields of the domain that hold whatever an import brought or a session knows."""
