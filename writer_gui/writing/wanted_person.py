"""Who is to tell, as a prompt says it."""

from __future__ import annotations

import re

from writer_gui.writing.style import Viewpoint

_PERSONS = {
    "一": Viewpoint.FIRST,
    "二": Viewpoint.SECOND,
    "三": Viewpoint.THIRD,
    "first": Viewpoint.FIRST,
    "second": Viewpoint.SECOND,
    "third": Viewpoint.THIRD,
    "1st": Viewpoint.FIRST,
    "2nd": Viewpoint.SECOND,
    "3rd": Viewpoint.THIRD,
}
_ORDINAL = "(?:first|second|third|1st|2nd|3rd)"
_SAID = re.compile(
    r"第(?P<zh>[一二三])人称"
    r"|(?:以|用|从)[“‘「\"]?(?P<me>我)[”’」\"]?的?(?:口吻|视角|角度|第一视角)"
    rf"|\b(?P<joined>{_ORDINAL})-person\b"
    rf"|\bin\s+(?:the\s+)?(?P<inside>{_ORDINAL})\s+person\b"
    rf"|\b(?P<voice>{_ORDINAL})\s+person\s+(?:narrat\w+|voice|point|pov|perspective|view\w*|present|past|singular|plural|omniscient|limited)"
    r"|\b(?P<teller>(?:told|narrated)\s+by)\s+(?!a friend who)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:不要|别|不用|不得|不能|避免|而不是|不是|而非|do not|don['’]t|not|never|avoid"
    r"|instead of|than)\s*(?:use?|用|使用|write|以)?\s*(?:the|a|in)?\s*$",
    re.IGNORECASE,
)


def wanted_person(text: str) -> tuple[Viewpoint, int, int] | None:
    """Return the person a prompt asks for; None where it names none, or two.

    A viewpoint alone (从一袋面粉的视角) is no person: it may be told of from close by.
    """
    found: list[tuple[Viewpoint, int, int]] = []
    for match in _SAID.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if _NOT.search(before):
            continue
        if match["teller"] and not _asks_for_teller(text, match.start()):
            continue
        named = match["zh"] or match["joined"] or match["inside"] or match["voice"] or "一"
        found.append((_PERSONS[named.lower()], match.start(), match.end()))
    return found[0] if len({person for person, *_ in found}) == 1 else None


def _asks_for_teller(text: str, place: int) -> bool:
    """Whether what is told by somebody is the text itself: it stands in the first sentence."""
    before = text[:place]
    is_first = not re.search(r"[.!?]\s", before)
    plural = re.search(
        r"\b(?:stories|tales|legends|jokes|lies)\s*$", before.rstrip(), re.IGNORECASE
    )
    return is_first and plural is None
