"""Tokens a passage may not use: other scripts, ill-set Chinese, and its end too early.

A guard is a vector added to the logits (0 or minus infinity), so it costs the same however many
tokens it bans.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from writer_gui.domain.generation import Passage
    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Numbers

_HAN_RANGES = (
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_CJK_MARK_RANGES = ((0x3000, 0x303F), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
_LATIN_END = 0x24F
_COMMON_RANGES = ((0x0, 0x40), (0x2000, 0x2BFF), (0xFE00, 0xFE0F), (0x1F000, 0x1FAFF))
"""Marks, signs and emoji that belong to no script."""

_OWN_RANGES = {
    Language.ZH: (*_HAN_RANGES, *_CJK_MARK_RANGES, *_COMMON_RANGES),
    Language.EN: ((0x41, _LATIN_END), *_COMMON_RANGES),
}
"""What a text of a language may hold."""

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+|[^\W\d_A-Za-z\u00c0-\u024f]+")
_WORDS_KEPT = 2_000

_BLANKS = " \t\u00a0"
_HALF_WIDTH_MARKS = frozenset(",;!?")
"""Marks that Chinese has of its own. Full stop and colon are left to numbers and times."""


class Guard:
    """The bias vectors of one model. Making it looks at every token once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._ends = list(model.end_tokens)
        self._pieces = model.pieces
        texts = [_Piece(piece) for piece in self._pieces]
        self._foreign = {
            language: self._banning([t for t, p in enumerate(texts) if p.is_foreign(language)])
            for language in Language
        }
        self._ill_set = [t for t, piece in enumerate(texts) if piece.is_ill_set]
        self._nothing = self._banning([])
        self._containing: dict[bytes, list[int]] = {}
        self._allowed: dict[tuple[Language, str], Numbers] = {}

    def vectors(self, passage: Passage) -> tuple[Numbers, Numbers]:
        """Return what to add before `min_chars` and from then on; not to be changed."""
        later = self._script(passage)
        if passage.min_chars <= 0:
            return later, later
        early = later.copy()
        early[self._ends] = -np.inf
        for stop in filter(None, passage.stop):
            early[self._tokens_containing(_key(stop))] = -np.inf
        return early, later

    def _script(self, passage: Passage) -> Numbers:
        if passage.script is None:
            return self._nothing
        key = (passage.script, passage.allowed)
        if key not in self._allowed:
            vector = self._foreign[passage.script].copy()
            for word in list(dict.fromkeys(_WORD.findall(passage.allowed)))[:_WORDS_KEPT]:
                for spelling in (word, f" {word}"):
                    vector[self._model.tokenize(spelling)] = 0
            if passage.script is Language.ZH:
                vector[self._ill_set] = -np.inf
            self._allowed = {key: vector}
        return self._allowed[key]

    def _tokens_containing(self, part: bytes) -> list[int]:
        if part not in self._containing:
            self._containing[part] = [t for t, piece in enumerate(self._pieces) if part in piece]
        return self._containing[part]

    def _banning(self, tokens: list[int]) -> Numbers:
        vector = np.zeros(self._model.vocab_size, np.float32)
        vector[tokens] = -np.inf
        return vector


class _Piece:
    """A token's bytes as text, and the characters a part of one at its end could become."""

    def __init__(self, data: bytes) -> None:
        self._text = data.decode("utf-8", "ignore")
        self._open = _unfinished(data)

    def is_foreign(self, language: Language) -> bool:
        if any(_is_foreign(char, language) for char in self._text):
            return True
        return self._open is not None and not _may_become(*self._open, _OWN_RANGES[language])

    @property
    def is_ill_set(self) -> bool:
        """Whether Chinese with this in it would be ill set: half-width marks, blanks before Han.

        A blank alone is as well. Lines may end, whatever blanks stand there.
        """
        words = self._text.strip(_BLANKS)
        if words:
            is_after_blank = self._text[0] in _BLANKS
            return set(words) <= _HALF_WIDTH_MARKS or (is_after_blank and _is_han(words[0]))
        is_before_han = self._open is None or _may_become(*self._open, _HAN_RANGES)
        return bool(self._text) and is_before_han


def _unfinished(data: bytes) -> tuple[int, int] | None:
    """Return the first and last code point that an unfinished character at the end may be."""
    for back in range(1, min(4, len(data) + 1)):
        lead = data[-back]
        if lead & 0xC0 == 0x80:
            continue
        size = 2 if lead >> 5 == 6 else 3 if lead >> 4 == 14 else 4 if lead >> 3 == 30 else 0
        if size <= back:
            return None
        value = lead & (0x7F >> size)
        for byte in data[len(data) - back + 1 :]:
            value = value << 6 | (byte & 0x3F)
        missing = 6 * (size - back)
        return value << missing, (value + 1 << missing) - 1
    return None


def _may_become(first: int, last: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Return whether a range of code points holds one of these."""
    return any(low <= last and first <= high for low, high in ranges)


def _is_han(char: str) -> bool:
    return _within(ord(char), _HAN_RANGES)


@lru_cache(maxsize=65_536)
def _is_foreign(char: str, language: Language) -> bool:
    code = ord(char)
    if language is Language.ZH:
        return char.isalpha() and not _is_han(char)
    return (char.isalpha() and code > _LATIN_END) or _within(code, _CJK_MARK_RANGES)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _key(stop: str) -> bytes:
    """Return the part of a stop string by which its tokens are known.

    That is the mark it begins with, after line ends: no line may be forbidden because a mark
    follows it. A stop string that begins with a letter is looked for as a whole; where it comes in
    parts, the passage refuses the token that completes it.
    """
    mark = stop.lstrip("\n") or stop
    return (mark if mark[0].isalnum() else mark[0]).encode()
