"""From tokens to text: incremental UTF-8, and stop strings held back while they can match."""

from __future__ import annotations

import codecs

from writer_gui.text.thinking import may_open, opened_length


class TextStream:
    """Turns the bytes of sampled tokens into whole characters and watches for stop strings.

    A thought in its marks at the beginning is passed on as it is: no stop string ends it, and it
    does not count in `length`, the characters of the text.
    """

    def __init__(self, stops: tuple[str, ...]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self._passed = ""
        self.is_thinking = False
        self.length = 0
        self.stopped = False

    @property
    def has_thought(self) -> bool:
        """Whether it began with a thought."""
        return bool(self._passed)

    def would_stop(self, data: bytes) -> bool:
        """Return whether these bytes would complete a stop string."""
        if not self._stops or self.is_thinking:
            return False
        state = self._decoder.getstate()
        text = self._held + self._decoder.decode(data)
        self._decoder.setstate(state)
        return any(stop in text for stop in self._stops)

    def feed(self, data: bytes, *, final: bool = False) -> str:
        """Add bytes and return the text that is certain; after a stop string nothing more is."""
        if self.stopped:
            return ""
        self._held += self._decoder.decode(data, final)
        thought = "" if self.length else self._take_thought()
        found = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if found:
            self.stopped = True
            return thought + self._release(min(found))
        if not final and not self.length and may_open(self._held):
            return thought
        return thought + self._release(
            len(self._held) if final else len(self._held) - self._could_match()
        )

    def _take_thought(self) -> str:
        """Take out what is held of a thought, which is to be passed on."""
        length, self.is_thinking = opened_length(self._passed + self._held)
        count = max(0, length - len(self._passed))
        thought, self._held = self._held[:count], self._held[count:]
        self._passed += thought
        return thought

    def _could_match(self) -> int:
        """Return how many characters at the end may be the beginning of a stop string."""
        longest = 0
        for stop in self._stops:
            for size in range(min(len(stop) - 1, len(self._held)), longest, -1):
                if self._held.endswith(stop[:size]):
                    longest = size
                    break
        return longest

    def _release(self, count: int) -> str:
        text, self._held = self._held[:count], self._held[count:]
        self.length += len(text)
        return text
