"""The tokens sampled in each run, so that a growing text is never tokenized anew."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from writer_gui.inference.worker.model import Model

RUNS_KEPT = 8


class RunMemory:
    """For each recent run: the texts it wrote and the tokens they were sampled as.

    A text tokenized afresh often gives other tokens than those sampled, and everything from the
    first difference on would have to be read again. Only texts of the same run are looked up, so
    the first passage of a run never depends on what was written before it.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._runs: OrderedDict[str, dict[str, list[int]]] = OrderedDict()

    def knows(self, run: str) -> bool:
        """Return whether the run has written anything."""
        return run in self._runs

    def remember(self, run: str, text: str, tokens: list[int]) -> None:
        """Keep the tokens of a passage of a run."""
        self._runs.setdefault(run, {})[text] = tokens
        self._runs.move_to_end(run)
        while len(self._runs) > RUNS_KEPT:
            self._runs.popitem(last=False)

    def tokens(self, run: str, text: str) -> tuple[list[int], int]:
        """Return the tokens of a part of the assistant's message, and how many were sampled.

        A text that was cut or put right after it had been sampled is known by its beginning.
        """
        written = self._runs.get(run, {})
        nearest = max(written, key=lambda whole: _shared(whole, text), default="")
        if not _shared(nearest, text):
            return self._model.tokenize(text), 0
        return self._exactly(text, written[nearest])

    def _exactly(self, text: str, tokens: list[int]) -> tuple[list[int], int]:
        """Return the sampled tokens as far as they spell the text, the rest tokenized."""
        wanted, spelled = text.encode(), b""
        count = size = 0  # of the tokens up to the last whole character, and of their bytes
        for number, token in enumerate(tokens, start=1):
            spelled += self._model.piece(token)
            if not wanted.startswith(spelled):
                break
            if _is_whole(wanted, len(spelled)):
                count, size = number, len(spelled)
        rest = wanted[size:].decode()
        return tokens[:count] + (self._model.tokenize(rest) if rest else []), count


def _is_whole(data: bytes, size: int) -> bool:
    """Return whether so many bytes of UTF-8 are whole characters."""
    return size == len(data) or data[size] & 0xC0 != 0x80


def _shared(first: str, second: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    differ = (place for place, (one, other) in pairs if one != other)
    return next(differ, min(len(first), len(second)))
