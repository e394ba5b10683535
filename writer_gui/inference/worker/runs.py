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
        """Return the tokens of a part of the assistant's message, and how many were sampled."""
        written = self._runs.get(run, {})
        if text in written:
            return self._exactly(text, written[text])
        for whole, tokens in written.items():
            if text and whole.startswith(text):
                return self._exactly(text, tokens)
        return self._model.tokenize(text), 0

    def _exactly(self, text: str, tokens: list[int]) -> tuple[list[int], int]:
        """Return the sampled tokens as far as they spell the text, the rest tokenized."""
        wanted, spelled = text.encode(), b""
        for count, token in enumerate(tokens):
            longer = spelled + self._model.piece(token)
            if not wanted.startswith(longer):
                rest = wanted[len(spelled) :].decode("utf-8", "ignore")
                return tokens[:count] + self._model.tokenize(rest), count
            spelled = longer
        rest = wanted[len(spelled) :].decode("utf-8", "ignore")
        return tokens + (self._model.tokenize(rest) if rest else []), len(tokens)
