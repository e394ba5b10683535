"""Plans, stories and other values as canonical JSON, and that JSON as small bytes.

Every text comes back as it was given, NUL included, with one exception: a lone surrogate, which
no file or pipe could carry, becomes U+FFFD here, at the border (one for one, so that spans still
fit).
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.domain.story import Section, Span, Story

E = TypeVar("E", bound=StrEnum)

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORTH_PACKING = 0.9  # packed only where it saves at least a tenth


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes ready to be stored and the hash of what they hold."""

    sha256: bytes
    packed: bool
    body: bytes


def without_surrogates(text: str) -> str:
    """Return the text with each lone surrogate as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return a text fit for a name or title: no lone surrogates, no NUL, white space as blanks."""
    return " ".join(without_surrogates(text).replace("\0", " ").split())


def canonical(value: object) -> str:
    """Return the one JSON text of a value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return without_surrogates(text)


def pack(value: object) -> Packed:
    """Return canonical JSON, deflated where that pays."""
    plain = canonical(value).encode()
    sha256 = hashlib.sha256(plain).digest()
    small = zlib.compress(plain, 6)
    if len(small) < _WORTH_PACKING * len(plain):
        return Packed(sha256, packed=True, body=small)
    return Packed(sha256, packed=False, body=plain)


def unpack(body: bytes, *, packed: bool) -> Any:
    """Return the value of packed bytes. Raises zlib.error or ValueError where they are damaged."""
    return json.loads(unpacked(body, packed=packed))


def unpacked(body: bytes, *, packed: bool) -> bytes:
    """Return packed bytes as JSON in UTF-8. Raises zlib.error where they are damaged."""
    return zlib.decompress(body) if packed else body


def is_sound(item: Packed) -> bool:
    """Whether stored bytes still hold what was hashed; damage can make them text or a number."""
    body: object = item.body
    if not isinstance(body, bytes):
        return False
    try:
        plain = zlib.decompress(body) if item.packed else body
    except zlib.error:
        return False
    return hashlib.sha256(plain).digest() == item.sha256


def member(kind: type[E], value: str, otherwise: E) -> E:
    """Return the member of an enum for a stored value; one we do not know is no reason to stop."""
    try:
        return kind(value)
    except ValueError:
        return otherwise


def json_object(text: str) -> dict[str, Any]:
    """Return a stored JSON object; {} where it is none any more."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def plan_value(plan: Plan) -> dict[str, object]:
    """Return a plan as JSON values."""
    return {"steps": [_step_value(step) for step in plan.steps]}


def plan_from(value: dict[str, Any]) -> Plan:
    """Return the plan of `plan_value`; keys of newer versions are ignored."""
    return Plan(tuple(_step_from(step) for step in value["steps"]))


def story_value(story: Story) -> dict[str, object]:
    """Return a story as JSON values."""
    return {"sections": [_section_value(section) for section in story.sections]}


def story_from(value: dict[str, Any]) -> Story:
    """Return the story of `story_value`; keys of newer versions are ignored."""
    return Story(tuple(_section_from(section) for section in value["sections"]))


def _step_value(step: Step) -> dict[str, object]:
    return {
        "id": step.id,
        "kind": step.kind.value,
        "title": step.title,
        "text": step.text,
        "locked": step.locked,
        "author": step.author.value,
    }


def _step_from(value: dict[str, Any]) -> Step:
    return Step(
        id=value["id"],
        kind=StepKind(value["kind"]),
        title=value["title"],
        text=value["text"],
        locked=value["locked"],
        author=Author(value["author"]),
    )


def _section_value(section: Section) -> dict[str, object]:
    return {
        "step": section.step_id,
        "text": section.text,
        "spans": [[span.length, span.author.value] for span in section.spans],
    }


def _section_from(value: dict[str, Any]) -> Section:
    spans = tuple(Span(length, Author(author)) for length, author in value["spans"])
    return Section(step_id=value["step"], text=value["text"], spans=spans)
