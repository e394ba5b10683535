"""Paragraphs, sentences and clauses of Chinese and English, as stretches that tile the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSERS = "”’」』）》】)\\]\"'*_"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|No|e\.g|i\.e|cf|p|pp|Fig|Vol)|(?:^|[\s.(])[A-Z])\.$"
)
_SENTENCE_END = re.compile(
    rf"(?:[。！？!?…]+|\.+(?=[{_CLOSERS}]*(?:\s|$)))[{_CLOSERS}]*[^\S\n]*|\n+"
)
_CLAUSE_END = re.compile(
    rf"(?:[，、；：。！？!?…]+|——|[,;:](?=\s)|\.+(?=[{_CLOSERS}]*(?:\s|$)))[{_CLOSERS}]*[^\S\n]*|\n+"
)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)*")


@dataclass(frozen=True, slots=True)
class Segment:
    """The characters from `start` up to `end` of a text, with what separates them from the next."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the segment's characters."""
        return text[self.start : self.end]


def paragraphs(text: str) -> list[Segment]:
    """Cut a text after each run of line ends."""
    return _tiled(len(text), (match.end() for match in _PARAGRAPH_END.finditer(text)))


def sentences(text: str) -> list[Segment]:
    """Cut a text after each sentence or line; closing quotes and blanks stay with theirs."""
    return _tiled(len(text), _sentence_ends(text))


def clauses(text: str) -> list[Segment]:
    """Cut a text after each clause, sentence or line."""
    return _tiled(len(text), (match.end() for match in _CLAUSE_END.finditer(text)))


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - 8) : match.start() + 1]
        if not (match.group().startswith(".") and _ABBREVIATION.search(before)):
            yield match.end()


def _tiled(length: int, ends: Iterator[int]) -> list[Segment]:
    found: list[Segment] = []
    start = 0
    for end in ends:
        found.append(Segment(start, end))
        start = end
    if start < length:
        found.append(Segment(start, length))
    return found
