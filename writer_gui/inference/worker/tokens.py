"""From tokens to text: incremental UTF-8, and stop strings held back while they can match."""

from __future__ import annotations

import codecs


class TextStream:
    """Turns the bytes of sampled tokens into whole characters and watches for stop strings."""

    def __init__(self, stops: tuple[str, ...]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.length = 0
        self.stopped = False

    def would_stop(self, data: bytes) -> bool:
        """Return whether these bytes would complete a stop string."""
        if not self._stops:
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
        found = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if found:
            self.stopped = True
            return self._release(min(found))
        return self._release(len(self._held) if final else len(self._held) - self._could_match())

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
