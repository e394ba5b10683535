"""The clauses of a prompt, and which of them ask for something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAUSE = re.compile(r"(?:[^，。；！？,;.!?\n：:]|(?<=\d)[.,:](?=\d))+")
_POLITE = (
    r"(?:请|麻烦|烦请|劳驾|帮我|帮忙|帮|给我|替我|为我|你来?|您|能否|能不能|可否|可以|我想要?|我(?:现在)?要|我需要|我希望你?|需要|想要?|现在|务必"
    r"|尝试|试着|再|然后|接着|并|并且|另外|还要?|来|就|全文|要求|必须|统一|一律|最好|不)*"
)
_ROLE = (
    r"(?:(?:以|用|从|为|给|向|根据|围绕|作为|模仿|按照?|就|针对|关于|结合|参考"
    r"|选择)[^，。；]{0,40}?)?"
)
_REQUEST_ZH = re.compile(
    rf"^\s*{_POLITE}{_ROLE}{_POLITE}(?P<verb>写成?|创作|撰写|编写?|作(?![为文])|生成|草拟|起草|拟写?|构思|设计|制定|完成|输出|续写|改写成?|操刀)"
)
_NOUN_REQUEST_ZH = re.compile(
    r"^\s*(?:请|你|我|现在)*(?:我?想要|我?需要|我要|来|求|给我|要)(?=一?[篇首封则个部段份])"
)
_BARE_ZH = re.compile(r"^\s*(?=[一两三]?[篇首封则部份](?!文章的))")
_REQUEST_EN = re.compile(
    r"^\W*(?:please|now|then|also|and|can you|could you|would you|will you|i want you to"
    r"|i need you to|help me(?: to)?"
    r"|i['’]?d like you to|i would like you to|kindly|\s)*\b(?P<verb>write|compose|draft"
    r"|create|produce|pen|generate|craft"
    r"|give me|i want|i need|i['’]d like|make|tell me|respond|answer|reply|rewrite|finish)\b",
    re.IGNORECASE,
)
_BARE_EN = re.compile(r"^\W*(?=(?:an?|one)\s)", re.IGNORECASE)


_REFERENCES = re.compile(r"参考资料|背景资料|参考文献|[Rr]eference (?:material|text)s?:")
"""What stands behind these is there to draw from, not to keep whole."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two marks; `asks` is where what is asked for begins, None for none."""

    text: str
    start: int
    asks: int | None


def without_references(text: str) -> str:
    """Return a prompt up to the material that it only draws from."""
    references = _REFERENCES.search(text)
    return text[: references.start()] if references else text


def clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of a prompt in order."""
    for match in _CLAUSE.finditer(text):
        is_first = not text[: match.start()].strip()
        yield Clause(match[0], match.start(), _asks(match[0], is_first))


def _asks(text: str, is_first: bool) -> int | None:
    for pattern in (_REQUEST_ZH, _NOUN_REQUEST_ZH, _REQUEST_EN):
        if match := pattern.search(text):
            return match.end()
    if is_first and (match := _BARE_ZH.search(text) or _BARE_EN.search(text)):
        return match.end()
    return None
