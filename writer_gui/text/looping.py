"""A text in the making that turns in circles, the known failure of small models.

Refrains, slogans, lists and tables repeat as well. What tells a loop from them is that nothing
new comes between the repeats, for longer than a writer would keep that up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import TYPE_CHECKING, Protocol

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from collections.abc import Hashable

CYCLE_ROUNDS = 4
"""So many rounds of the same stretch, with nothing between, are a loop …"""

CYCLE_LONGEST = 120
"""… of at most so many characters (longer ones are found by their sentences) …"""

LOOP_LETTERS = {Language.ZH: 48, Language.EN: 90}
"""… once they hold so many letters: fewer are laughter, a drum roll or a chorus …"""

RULE_LENGTH = 400
"""… or, without any letter, so many characters: fewer are a ruled line or an empty table."""

SENTENCE_ROUNDS = 3
"""So many repeats of a sentence among nothing but sentences said before are a loop."""

GRAM = 4
GRAM_WINDOW = {Language.ZH: 200, Language.EN: 120}
GRAM_REPEATED = 0.72
"""A loop with small changes: of the last `GRAM_WINDOW` runs of `GRAM` letters (words), so many
have stood in the text before. In 392 answers of WritingPreferenceBench none reached a half."""

_SENTENCE_ENDS = frozenset("。！？!?.…\n")


class LoopWatch:
    """Watches a growing text. The answer depends on the text alone, not on how it is cut up."""

    def __init__(self, language: Language) -> None:
        self._detectors: tuple[_Detector, ...] = (
            _Cycles(language),
            _Sentences(language),
            _Grams(language),
        )
        self._ends: list[int] = []  # places right behind a sentence or a line
        self._at = 0
        self._found: int | None = None

    def feed(self, text: str) -> int | None:
        """Take in more text; return where it should end if it turns in circles, else None.

        The place is behind the first round, so what was said once stays, and at the end of a
        sentence where one is near. Once given, it stands.
        """
        for char in text:
            if self._found is not None:
                break
            self._at += 1
            if char in _SENTENCE_ENDS:
                self._ends.append(self._at)
            places = [detector.add(char) for detector in self._detectors]
            self._found = min((self._cut(p) for p in places if p is not None), default=None)
        return self._found

    def _cut(self, places: range) -> int:
        """Return the first end of a sentence among the places, else the first place."""
        found = bisect_left(self._ends, places.start)
        has_end = found < len(self._ends) and self._ends[found] in places
        return self._ends[found] if has_end else places.start


class GrowingLoopWatch:
    """Is shown a growing text whole each time, and looks only at what is new."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._watch = LoopWatch(language)
        self._seen = ""

    def look(self, text: str) -> int | None:
        """Return where the text should end if it turns in circles, else None."""
        if not text.startswith(self._seen):
            self._watch, self._seen = LoopWatch(self._language), ""
        found = self._watch.feed(text[len(self._seen) :])
        self._seen = text
        return found


def loop_start(text: str, language: Language) -> int | None:
    """Return where a text that turns in circles should end, or None."""
    return LoopWatch(language).feed(text)


class _Detector(Protocol):
    def add(self, char: str) -> range | None:
        """Take in a character; return where a loop that it completes may be cut."""


class _Cycles:
    """A stretch repeated again and again at one place, to the character."""

    def __init__(self, language: Language) -> None:
        self._least = LOOP_LETTERS[language]
        self._letters = [0]  # among the first n characters
        self._seen: dict[str, deque[int]] = {}
        self._since: dict[int, int] = {}  # per period: from where on each character repeats

    def add(self, char: str) -> range | None:
        at = len(self._letters) - 1
        self._letters.append(self._letters[-1] + char.isalnum())
        seen = self._seen.setdefault(char, deque(maxlen=CYCLE_LONGEST))
        periods = [at - place for place in seen if at - place <= CYCLE_LONGEST]
        self._since = {period: self._since.get(period, at) for period in periods}
        seen.append(at)
        for period in reversed(periods):
            start = self._since[period] - period
            if at + 1 - start >= CYCLE_ROUNDS * period and self._is_long(start, at + 1):
                return range(start + period, start + 2 * period)
        return None

    def _is_long(self, start: int, end: int) -> bool:
        letters = self._letters[end] - self._letters[start]
        return letters >= self._least or (letters == 0 and end - start >= RULE_LENGTH)


class _Sentences:
    """Sentences or lines that come back with nothing new between them."""

    def __init__(self, language: Language) -> None:
        self._least = LOOP_LETTERS[language]
        self._at = 0
        self._start = 0
        self._sentence: list[str] = []
        self._known: set[str] = set()
        self._round: dict[str, int] = {}  # repeats since the last new sentence
        self._round_start = 0
        self._round_letters = 0

    def add(self, char: str) -> range | None:
        self._at += 1
        if char.isalnum():
            self._sentence.append(char.casefold())
        if char not in _SENTENCE_ENDS or not self._sentence:
            return None
        key = "".join(self._sentence)
        start, self._start = self._start, self._at
        self._sentence.clear()
        return self._end_sentence(key, start)

    def _end_sentence(self, key: str, start: int) -> range | None:
        if key not in self._known:
            self._known.add(key)
            self._round.clear()
            self._round_letters = 0
            return None
        if not self._round:
            self._round_start = start
        self._round[key] = self._round.get(key, 0) + 1
        self._round_letters += len(key)
        is_loop = self._round[key] >= SENTENCE_ROUNDS and self._round_letters >= self._least
        return range(self._round_start, self._round_start + 1) if is_loop else None


class _Grams:
    """Hardly a run of letters or words that has not stood in the text before."""

    def __init__(self, language: Language) -> None:
        self._by_word = language is Language.EN
        self._gram: deque[tuple[str, int]] = deque(maxlen=GRAM)
        self._window: deque[tuple[bool, int]] = deque(maxlen=GRAM_WINDOW[language])
        self._known: set[Hashable] = set()
        self._repeated = 0
        self._at = 0
        self._word = ""

    def add(self, char: str) -> range | None:
        self._at += 1
        if not char.isalnum():
            word, self._word = self._word, ""
            return self._add_unit(word, self._at - 1 - len(word)) if word else None
        if self._by_word:
            self._word += char
            return None
        return self._add_unit(char, self._at - 1)

    def _add_unit(self, unit: str, start: int) -> range | None:
        self._gram.append((unit.casefold(), start))
        if len(self._gram) < GRAM:
            return None
        gram = tuple(part for part, _ in self._gram)
        is_full = len(self._window) == self._window.maxlen
        self._repeated += (gram in self._known) - (is_full and self._window[0][0])
        self._window.append((gram in self._known, self._gram[0][1]))
        self._known.add(gram)
        if is_full and self._repeated >= GRAM_REPEATED * len(self._window):
            place = next(place for known, place in self._window if known)
            return range(place, place + CYCLE_LONGEST)
        return None
