"""Repetition: what two texts share, how varied one is, and whether it turns in circles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_SENTENCE = re.compile(r"[^。！？!?\n.]+[。！？!?\n.]*")
_ENGLISH_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

LOOP_CYCLES = 4
"""A text that ends in so many repeats of the same stretch turns in circles."""

LOOP_STRETCH = 120
"""Characters of the longest stretch looked for."""

LOOP_LETTERS = 16
"""Characters below which repeats are laughter or a drum roll, not a loop."""

_CYCLE = re.compile(
    rf"(?P<round>.{{1,{LOOP_STRETCH}}}?)(?P=round){{{LOOP_CYCLES - 1},}}", re.DOTALL
)

SAME_SENTENCE = 3
"""A sentence of at least `SENTENCE_LETTERS` letters standing so often is a loop as well."""

SENTENCE_LETTERS = 8


def units(text: str, language: Language) -> Sequence[str]:
    """Return what repetition is counted in: letters and digits of Chinese, words of English."""
    if language is Language.ZH:
        return [char for char in text if char.isalnum()]
    return [word.casefold() for word in _ENGLISH_WORD.findall(text)]


def distinct_ngrams(text: str, n: int, language: Language) -> float:
    """Return distinct n-grams over all n-grams, 0 to 1; 1 for a text shorter than n."""
    parts = units(text, language)
    grams = [tuple(parts[place : place + n]) for place in range(len(parts) - n + 1)]
    return len(set(grams)) / len(grams) if grams else 1.0


def longest_shared_run(first: str, second: str, language: Language) -> int:
    """Return the length, in `units`, of the longest stretch that stands in both texts.

    Takes time in proportion to both lengths (a suffix automaton of the shorter text).
    """
    one, two = units(first, language), units(second, language)
    if len(one) > len(two):
        one, two = two, one
    automaton = _Automaton(one)
    return automaton.longest_match(two)


def loop_start(text: str, language: Language) -> int | None:
    """Return where a text that turns in circles should end, or None.

    The place is behind the first round, so that what was said once stays. The answer for a
    growing text never moves once it is given.
    """
    places = [p for p in (_cycle_start(text), _sentence_start(text, language)) if p is not None]
    return min(places) if places else None


def _cycle_start(text: str) -> int | None:
    """Return the end of the first round of a stretch repeated over and over at one place."""
    for match in _CYCLE.finditer(text):
        if len(match.group()) >= LOOP_LETTERS:
            return match.start() + len(match.group("round"))
    return None


def _sentence_start(text: str, language: Language) -> int | None:
    """Return where a sentence stands for the third time."""
    seen: dict[tuple[str, ...], int] = {}
    for match in _SENTENCE.finditer(text):
        if match.end() == len(text) and match.group()[-1] not in "。！？!?\n.":
            continue
        key = tuple(units(match.group(), language))
        if sum(map(len, key)) < SENTENCE_LETTERS:
            continue
        seen[key] = seen.get(key, 0) + 1
        if seen[key] >= SAME_SENTENCE:
            return match.start()
    return None


class _Automaton:
    """The suffix automaton of a sequence of units."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._link = [-1]
        self._length = [0]
        last = 0
        for part in parts:
            last = self._add(part, last)

    def longest_match(self, parts: Sequence[str]) -> int:
        state = length = best = 0
        for part in parts:
            while state and part not in self._next[state]:
                state = self._link[state]
                length = self._length[state]
            if part in self._next[state]:
                state = self._next[state][part]
                length += 1
            best = max(best, length)
        return best

    def _add(self, part: str, last: int) -> int:
        new = self._state(self._length[last] + 1, {})
        at = last
        while at != -1 and part not in self._next[at]:
            self._next[at][part] = new
            at = self._link[at]
        if at == -1:
            self._link[new] = 0
            return new
        target = self._next[at][part]
        if self._length[at] + 1 == self._length[target]:
            self._link[new] = target
            return new
        clone = self._state(self._length[at] + 1, dict(self._next[target]))
        self._link[clone] = self._link[target]
        while at != -1 and self._next[at].get(part) == target:
            self._next[at][part] = clone
            at = self._link[at]
        self._link[target] = self._link[new] = clone
        return new

    def _state(self, length: int, transitions: dict[str, int]) -> int:
        self._next.append(transitions)
        self._link.append(-1)
        self._length.append(length)
        return len(self._next) - 1
