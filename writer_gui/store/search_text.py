"""What is indexed of a text, how a query is read, and the excerpt that shows a hit. Pure.

SQLite's trigram index cannot find Chinese words of two characters, and scanning 100,000 texts for
them takes most of a second. So runs of Chinese (and kana and hangul) are indexed as their pairs of
characters, as if they were words: 灯塔在 as 灯塔 塔在 在. A word of any length is then a phrase of
pairs, one character the beginning of a pair, and all of it as quick as a word of English.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.store.codec import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIRED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_PAIRED}]+")
_PIECE = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+")
_MARKED_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_BEFORE, _AFTER = 24, 96  # characters of an excerpt around its first hit


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: how it is matched in the index, and how it is found in a text."""

    text: str
    match: str
    pattern: re.Pattern[str]

    @property
    def is_single(self) -> bool:
        """Whether it is one character of Chinese, which begins very many pairs."""
        return len(self.text) == 1 and bool(_RUN.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a text on one line; `marks` are the (start, end) of the hits in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


def indexed(text: str) -> str:
    """Return a text as it goes into the index."""
    return _RUN.sub(lambda run: f" {_pairs(run.group())} ", text)


def read_query(query: str) -> tuple[Term, ...]:
    """Return the words of a query, all of which must be found. Nothing in it is an operator.

    Words without any letter or number have no place in the index and are left out.
    """
    words = dict.fromkeys(_folded(without_surrogates(query)).split())
    return tuple(_term(word) for word in words if _PIECE.search(word))


def longest_piece(word: str) -> str:
    """Return the longest run of a word that stands as it is in any text that has the word.

    That is one without case, or of ASCII, whatever the case; "" where there is none.
    """
    pieces = (p for p in _PIECE.findall(word) if p.isascii() or p.upper() == p.lower())
    return max(pieces, key=len, default="")


def first_hits(terms: Sequence[Term], text: str) -> list[tuple[int, int]]:
    """Return where each of the terms that a text has in it is first found."""
    folded = _folded(text)
    found = (term.pattern.search(folded) for term in terms)
    return [match.span() for match in found if match]


def excerpt(terms: Sequence[Term], text: str) -> Excerpt:
    """Return the surroundings of the first hit, all hits in them marked."""
    hits = first_hits(terms, text)
    start = max(0, min((hit[0] for hit in hits), default=0) - _BEFORE)
    end = min(len(text), start + _BEFORE + _AFTER)
    shown = re.sub(r"\s", " ", text[start:end])
    lead = "…" if start else ""
    folded = _folded(shown)
    spans = sorted({m.span() for term in terms for m in term.pattern.finditer(folded)})
    marks = tuple((s + len(lead), e + len(lead)) for s, e in _joined(spans))
    return Excerpt(f"{lead}{shown}{'…' if end < len(text) else ''}", marks)


def _term(word: str) -> Term:
    pieces = _PIECE.findall(word)
    last_is_paired = bool(_RUN.fullmatch(pieces[-1]))
    tokens = [_pairs(piece) if _RUN.fullmatch(piece) else piece for piece in pieces]
    if last_is_paired and len(pieces[-1]) > 1:
        tokens[-1] = tokens[-1].rpartition(" ")[0]  # what follows the word need not end the run
    # A word of English is found by its beginning; so is a single character of Chinese.
    begins = "" if last_is_paired and len(pieces[-1]) > 1 else "*"
    return Term(word, f'"{" ".join(tokens)}"{begins}', _pattern(pieces))


def _pattern(pieces: list[str]) -> re.Pattern[str]:
    start = "" if _RUN.fullmatch(pieces[0]) else rf"(?<![^\W_{_PAIRED}])"
    return re.compile(start + r"[\W_]*".join(map(re.escape, pieces)))


def _pairs(run: str) -> str:
    return " ".join([*map(operator.add, run, run[1:]), run[-1]])


def _folded(text: str) -> str:
    """Return a text of the same length in lower case, without accents on Latin letters."""
    plain = _MARKED_LATIN.sub(lambda m: unicodedata.normalize("NFD", m.group())[0], text)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted spans with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
