"""From a passage to the tokens it starts with, refusing what cannot be written."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from writer_gui.domain.generation import EngineFailure, FailureKind
from writer_gui.inference.protocol import MAX_SEED
from writer_gui.inference.worker.chat import ChatTokens
from writer_gui.inference.worker.rendering import TemplateError
from writer_gui.inference.worker.runs import RunMemory
from writer_gui.inference.worker.sequences import Wanted

if TYPE_CHECKING:
    from writer_gui.domain.generation import Passage
    from writer_gui.inference.worker.model import Model

ROOM_TO_WRITE = 8
"""Tokens that must be left in the context for a passage to begin."""

MAX_COUNT = 1_000_000
"""Of tokens in a sampling setting; beyond it native numbers could overflow."""


class PassageError(Exception):
    """A passage cannot be written; carries the failure to report."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.failure = EngineFailure(kind, message)


class Prompts:
    """Turns the passages of one model into tokens."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._chat = ChatTokens(model)
        self._runs = RunMemory(model)

    def remember(self, passage: Passage, text: str, sampled: list[int]) -> None:
        """Keep the tokens a passage was sampled as."""
        self._runs.remember(passage.run, text, sampled)

    def wanted(self, passage: Passage) -> Wanted:
        """Return the tokens up to where the model goes on. Raises PassageError."""
        _check(passage)
        try:
            tokens = self._chat.tokens(passage.messages)
        except TemplateError as error:
            raise PassageError(
                FailureKind.BAD_TEMPLATE,
                f"The chat template of this model cannot be used ({error}); choose another model.",
            ) from error
        asked = settled = len(tokens)
        for part in passage.opening:
            more, sampled = self._runs.tokens(passage.run, part)
            if sampled:  # the last one may not have been computed when it was cut there
                settled = len(tokens) + sampled - 1
            tokens += more
        room = self._model.context_tokens
        if len(tokens) + ROOM_TO_WRITE > room:
            raise PassageError(
                FailureKind.PROMPT_TOO_LONG,
                f"The prompt and what is already written take {len(tokens):,} tokens and the model "
                f"holds {room:,}; shorten the prompt or the plan, or ask for a shorter text.",
            )
        known = settled if self._runs.knows(passage.run) else 0
        return Wanted(tokens, passage.run, known, asked)


def _check(passage: Passage) -> None:
    """Refuse what cannot be written. Raises PassageError."""
    problem = ""
    if not 0 <= passage.seed <= MAX_SEED:
        problem = f"the seed must lie between 0 and {MAX_SEED:,}"
    elif passage.max_tokens < 1:
        problem = "the greatest length must be at least one token"
    elif not passage.messages:
        problem = "there is no prompt"
    else:
        problem = _sampling_problem(passage)
    if problem:
        raise PassageError(
            FailureKind.BAD_REQUEST, f"This cannot be written: {problem}. Correct it and try again."
        )


def _sampling_problem(passage: Passage) -> str:
    sampling = passage.sampling
    numbers = (
        sampling.temperature,
        sampling.top_p,
        sampling.min_p,
        sampling.repeat_penalty,
        sampling.dry_multiplier,
        sampling.dry_base,
        sampling.xtc_probability,
        sampling.xtc_threshold,
    )
    if not all(math.isfinite(number) for number in numbers):
        return "a sampling setting is no number"
    counts = (
        sampling.top_k,
        sampling.repeat_window,
        sampling.dry_window,
        sampling.dry_allowed_length,
    )
    if not all(-1 <= count <= MAX_COUNT for count in counts):
        return f"a sampling setting counts less than -1 or more than {MAX_COUNT:,}"
    if sampling.repeat_penalty <= 0 or sampling.temperature > 100:
        return "the repetition penalty must be above 0 and the temperature at most 100"
    return ""
