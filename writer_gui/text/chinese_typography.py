"""Chinese marks and blanks put right while a text is being written.

Small models fall into half-width marks, straight quotes and blanks between characters after a
thousand characters or so. What belongs to numbers, Latin words, addresses and file names stays.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from writer_gui.text.language import HAN

_FULL_WIDTH = {",": "，", ";": "；", "!": "！", "?": "？", ":": "："}
_ELLIPSIS, _DASH = "……", "——"
_BLANKS = r"[ \t\u00a0\u3000]"
_UNIT = re.compile(
    rf"(?P<blank>{_BLANKS}*)"
    rf"(?P<unit>[.。]+(?:{_BLANKS}*[.。]+)*|…+|-+|[^ \t\u00a0\u3000])",
    re.DOTALL,
)
_AFTER = re.compile(rf"{_BLANKS}*")
_LEADER = 3
"""So many full stops are an ellipsis."""

_QUOTES = frozenset("“”‘’")
_TRANSPARENT = frozenset(")]}'*_~`")
"""Closing and emphasis marks that a mark looks past for what it follows."""

_NAMED_ADDRESS = re.compile(r"(?:://|\bwww\.)$", re.IGNORECASE)


class _Kind(Enum):
    """What a character is to the marks and blanks beside it."""

    START = auto()  # nothing yet on this line
    HAN = auto()
    MARK = auto()  # full-width
    QUOTE = auto()
    OTHER = auto()  # letters of other scripts, digits, half-width signs


_CHINESE = frozenset({_Kind.HAN, _Kind.MARK, _Kind.QUOTE})
_SOLID = frozenset({_Kind.HAN, _Kind.QUOTE})


class ChineseTypography:
    """Turns what a model writes into well-set Chinese as it comes.

    What comes out in all does not depend on how the text was cut up. A mark that may still turn
    out otherwise is held back until what follows it is there. `before` is what the text goes on
    from; it is only looked at.
    """

    def __init__(self, before: str = "") -> None:
        self._held = ""
        self._tail = ""  # the last few characters of a word or an address
        self._last = self._left = _Kind.START
        self._begun = self._quoting = self._in_address = False
        self._take(re.split(r"[\n\r]", before)[-1], final=True)
        self._held = ""

    def feed(self, text: str) -> str:
        """Take in more text and return what is certain."""
        return self._take(text, final=False)

    def finish(self) -> str:
        """Return what was held back; there is no more text."""
        return self._take("", final=True)

    def _take(self, text: str, *, final: bool) -> str:
        self._held += text
        at, out = 0, []
        while (match := _UNIT.match(self._held, at)) is not None:
            placed = self._placed(match, final=final)
            if placed is None:
                break
            out.append(placed)
            at = match.end()
        self._held = self._held[at:]
        if final:  # blanks at the end of it all
            out.append(self._held)
            self._held = ""
        return "".join(out)

    def _placed(self, match: re.Match[str], *, final: bool) -> str | None:
        """Return a unit and the blanks before it as they should be, None for not yet known."""
        unit, end = match["unit"], match.end()
        beyond = _AFTER.match(self._held, end)
        assert beyond is not None  # it matches nothing as well
        follows = self._held[beyond.end() : beyond.end() + 1]
        if not follows and not final and self._looks_ahead(unit):
            return None
        unit = self._unit(unit, self._held[end : end + 1], follows)
        kept = self._blank(match["blank"], _kind(unit[0]))
        self._note(kept + unit)
        return kept + unit

    def _looks_ahead(self, unit: str) -> bool:
        is_certain = self._left in _CHINESE and not self._in_address
        return unit[0] in ".。…-" or (unit in _FULL_WIDTH and not is_certain)

    def _unit(self, unit: str, adjacent: str, follows: str) -> str:
        """Return a unit put right; `adjacent` is the next character, `follows` the next visible."""
        if self._in_address and adjacent.isascii() and (adjacent.isalnum() or adjacent == "/"):
            return unit
        if unit in _FULL_WIDTH:
            is_chinese = self._left in _CHINESE or _is_han(follows)
            return _FULL_WIDTH[unit] if is_chinese else unit
        if unit == '"':
            return "”" if self._quoting else "“"
        if unit[0] in ".。":
            return self._stops(unit, adjacent)
        if unit[0] == "…":
            return unit + "…" * (len(unit) % 2)
        is_chinese = self._left in _CHINESE or _is_han(follows) or follows in {'"', "“", "”"}
        return _DASH if unit.startswith("--") and is_chinese and (follows or self._begun) else unit

    def _stops(self, unit: str, adjacent: str) -> str:
        count = sum(char in ".。" for char in unit)
        if count >= _LEADER:
            return _ELLIPSIS
        is_name = unit == "." and adjacent.isascii() and adjacent.isalpha()  # as in 名单.txt
        return "。" * count if self._left in _CHINESE and not is_name else unit

    def _blank(self, blank: str, right: _Kind) -> str:
        """Return what stays of the blanks between the last character and the next."""
        if not blank or self._last is _Kind.START or right is _Kind.START:
            return blank  # indents a line, or ends it
        sides = {self._last, right}
        if sides == {_Kind.HAN} and not blank.strip("\u3000"):
            return blank  # sets the halves of a verse or a title apart
        return "" if _Kind.MARK in sides or sides <= _SOLID else " "

    def _note(self, text: str) -> None:
        """Remember what a line has come to."""
        char = text[-1]
        kind = self._last = _kind(char)
        self._begun = kind is not _Kind.START
        if not self._begun:
            self._left, self._quoting, self._in_address, self._tail = kind, False, False, ""
            return
        if char not in _TRANSPARENT:
            self._left = kind
        if char in "“”":
            self._quoting = char == "“"
        is_apart = kind in {_Kind.MARK, _Kind.QUOTE} or text[0].isspace()
        self._tail = text[-4:] if is_apart else (self._tail + text)[-4:]
        self._in_address = bool(_NAMED_ADDRESS.search(self._tail)) or (
            self._in_address and not is_apart
        )


def normalised(text: str, before: str = "") -> str:
    """Return a whole text put right, as `ChineseTypography` does it piece by piece."""
    typography = ChineseTypography(before)
    return typography.feed(text) + typography.finish()


def _is_han(char: str) -> bool:
    return char == "々" or HAN.fullmatch(char) is not None


def _kind(char: str) -> _Kind:
    if char in "\n\r":
        return _Kind.START
    if _is_han(char):
        return _Kind.HAN
    if char in _QUOTES:
        return _Kind.QUOTE
    is_wide = "\u3001" <= char <= "\u303f" or "\ufe30" <= char <= "\ufe4f" or char in "…—"
    is_form = "\uff00" <= char <= "\uffef" and not char.isalnum()
    return _Kind.MARK if is_wide or is_form else _Kind.OTHER
