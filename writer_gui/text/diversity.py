"""Figures of how varied a text is. They describe; none of them is a measure of quality."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from writer_gui.text.counting import count_words
from writer_gui.text.repetition import distinct_ngrams, units
from writer_gui.text.segments import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.language import Language

TTR_WINDOW = 100
"""Units. A ratio over the whole text falls with its length and compares nothing."""


@dataclass(frozen=True, slots=True)
class Diversity:
    """Figures of one text. A unit is a letter of Chinese or a word of English.

    `ttr` is the moving-average type-token ratio over `TTR_WINDOW` units, `distinct_2` and
    `distinct_4` are distinct n-grams over all, `repeated` is the share of 4-grams that stand
    somewhere else as well, `sentence_length` is the mean as readers count.
    """

    units: int
    ttr: float
    distinct_2: float
    distinct_4: float
    repeated: float
    sentences: int
    sentence_length: float


def diversity(text: str, language: Language) -> Diversity:
    """Return the figures of a text; those of a text without units are 0, its ratios 1."""
    parts = units(text, language)
    lengths = sentence_lengths(text, language)
    return Diversity(
        units=len(parts),
        ttr=moving_ttr(parts),
        distinct_2=distinct_ngrams(text, 2, language),
        distinct_4=distinct_ngrams(text, 4, language),
        repeated=_repeated(parts, 4),
        sentences=len(lengths),
        sentence_length=fmean(lengths) if lengths else 0.0,
    )


def moving_ttr(parts: Sequence[str], window: int = TTR_WINDOW) -> float:
    """Return types over tokens, averaged over every window; over the whole of a shorter text.

    This is MATTR (Covington and McFall 2010).
    """
    if len(parts) <= window:
        return len(set(parts)) / len(parts) if parts else 1.0
    counts = Counter(parts[:window])
    total = len(counts)
    for gone, come in zip(parts, parts[window:], strict=False):
        counts[come] += 1
        counts[gone] -= 1
        if not counts[gone]:
            del counts[gone]
        total += len(counts)
    return total / window / (len(parts) - window + 1)


def sentence_lengths(text: str, language: Language) -> list[int]:
    """Return the length of each sentence in characters of Chinese or words of English."""
    lengths = (count_words(part.of(text), language) for part in sentences(text))
    return [length for length in lengths if length]


def _repeated(parts: Sequence[str], n: int) -> float:
    grams = Counter(tuple(parts[place : place + n]) for place in range(len(parts) - n + 1))
    if not grams:
        return 0.0
    return sum(count for count in grams.values() if count > 1) / grams.total()
