"""What the session list shows of a session before the writer has named it."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from writer_gui.store.codec import one_line

_WIDTH = 48  # of a title, in Latin characters; a Chinese one takes two
_ENOUGH = 8  # a clause narrower than this ("Hello,") does not name a session
_CLAUSE_END = re.compile(r"[。！？；，、：…!?;:\n]|[.,](?=\s|$)")
_PREVIEW = 120


def title_of(prompt: str) -> str:
    """Return the first clause of a prompt as a title, "" for an empty prompt."""
    text = prompt.strip()[: 20 * _WIDTH]
    for end in _CLAUSE_END.finditer(text):
        clause = one_line(text[: end.start()])
        if _width(clause) >= _ENOUGH:
            return _cut(clause)
    return _cut(one_line(text).rstrip(" 。！？；，、：.,!?;:"))


def preview_of(*texts: str) -> str:
    """Return the beginning, on one line, of the first text that is not blank."""
    for text in texts:
        line = one_line(text[: 4 * _PREVIEW])
        if line:
            return line[:_PREVIEW]
    return ""


def _cut(text: str) -> str:
    if _width(text) <= _WIDTH:
        return text
    ends = accumulate(map(_character_width, text))
    head = text[: sum(1 for end in ends if end < _WIDTH)]
    word_end = head.rfind(" ")
    return (head[:word_end] if word_end > len(head) // 2 else head).rstrip() + "…"


def _width(text: str) -> int:
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
