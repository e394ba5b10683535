"""One passage under way: its text so far, what it may say next, and when it is over."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from writer_gui.domain.generation import PassageEnd, PassageResult

if TYPE_CHECKING:
    from writer_gui.domain.generation import Passage
    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Candidates, Numbers, Sampler
    from writer_gui.inference.worker.sequences import Sequence
    from writer_gui.inference.worker.tokens import TextStream

CHUNK_SECONDS = 0.05
"""New text is sent at most this often per passage."""


@dataclass(slots=True)
class Speech:
    """A passage under way.

    `unread` are the tokens of its prompt that memory does not hold yet; the last of `sampled` is
    not in memory either while it goes on.
    """

    id: str
    passage: Passage
    prompt: list[int]
    sequence: Sequence
    unread: list[int]
    sampler: Sampler
    early: Numbers
    later: Numbers
    text: TextStream
    reused: int
    submitted: float
    sampled: list[int] = field(default_factory=list)
    first_token_s: float | None = None
    _said: list[str] = field(default_factory=list)
    _waiting: str = ""
    _sent_at: float = 0.0

    def choose(self, logits: Numbers, candidates: Candidates, model: Model) -> int:
        """Return the next token. Raises NoCandidateError."""
        is_early = self.text.length < self.passage.min_chars
        bias = self.early if is_early else self.later
        count = self.sampler.first_cut
        token = self.sampler.choose(candidates.best(logits, bias, count))
        while is_early and self.text.would_stop(model.piece(token)):
            # It came in parts that no mask bans: refuse the part that completes it.
            bias = bias.copy()
            bias[token] = -np.inf
            token = self.sampler.choose(candidates.best(logits, bias, count))
        self.sampler.accept(token)
        return token

    def hear(self, token: int, piece: bytes, *, room: int, is_end: bool) -> PassageEnd | None:
        """Add a token to the text; return why the passage is over if it is."""
        if self.first_token_s is None:
            self.first_token_s = time.monotonic() - self.submitted
        if is_end:
            return PassageEnd.MODEL
        self.sampled.append(token)
        self._waiting += self.text.feed(piece)
        if self.text.stopped:
            return PassageEnd.STOP_STRING
        if len(self.sampled) >= self.passage.max_tokens or len(self.sequence.tokens) + 1 >= room:
            return PassageEnd.LENGTH
        return None

    def news(self, *, final: bool = False) -> str:
        """Return text to be sent, or nothing while the last sending is too recent."""
        if final:
            self._waiting += self.text.feed(b"", final=True)
        now = time.monotonic()
        if not self._waiting or (not final and now - self._sent_at < CHUNK_SECONDS):
            return ""
        text, self._waiting, self._sent_at = self._waiting, "", now
        self._said.append(text)
        return text

    def result(self, end: PassageEnd) -> PassageResult:
        """Return what came out, after the final news."""
        return PassageResult(
            text="".join(self._said),
            end=end,
            prompt_tokens=len(self.prompt),
            reused_tokens=self.reused,
            tokens=len(self.sampled),
            first_token_s=self.first_token_s,
            seconds=time.monotonic() - self.submitted,
        )
