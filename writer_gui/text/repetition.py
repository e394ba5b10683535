"""Repetition: what two texts share, and how varied one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENGLISH_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


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
