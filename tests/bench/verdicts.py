"""What readers preferred: shares with intervals by prompt, per genre, and how readers agree."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDS = 10_000
"""Resamples of the bootstrap."""


@dataclass(frozen=True, slots=True)
class Share:
    """A preference, 0 to 1, over `prompts` prompts, with its 95 % interval; ties count a half."""

    prompts: int
    mean: float
    low: float
    high: float


def preference(by_prompt: Mapping[str, Sequence[float]], seed: int = 1) -> Share:
    """Return how often the first side was preferred: 1 for it, 0 for the other, 0.5 for a tie.

    The verdicts of one prompt are no independent samples, so prompts are resampled, not verdicts
    (percentile bootstrap). Raises ValueError without any prompt.
    """
    means = [sum(values) / len(values) for values in by_prompt.values()]
    if not means:
        raise ValueError("no prompt has a verdict")
    draw = random.Random(seed)
    drawn = sorted(sum(draw.choices(means, k=len(means))) / len(means) for _ in range(ROUNDS))
    return Share(
        len(means), sum(means) / len(means), drawn[ROUNDS // 40], drawn[ROUNDS - ROUNDS // 40 - 1]
    )


def agreement(readers: Sequence[Mapping[str, float]]) -> tuple[int, int]:
    """Return how many pairs of verdicts on one prompt are alike, and how many there are."""
    alike = total = 0
    for one, two in combinations(readers, 2):
        for prompt in one.keys() & two.keys():
            total += 1
            alike += one[prompt] == two[prompt]
    return alike, total
