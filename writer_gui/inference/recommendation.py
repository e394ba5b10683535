"""Which model this computer carries best, from its memory and from how fast it writes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.inference.catalog import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from writer_gui.inference.model_info import ModelInfo

MEMORY_SHARE = 0.75
"""Of the memory, what a model may take; the rest is for the system and the programs beside it."""

CALM_READER = {Language.ZH: 180, Language.EN: 180}
"""Characters or words a minute below which one waits for a text instead of reading along.

As fast as one reads aloud, which is slower than silently: 183 words a minute in English, of 77
studies (Brysbaert 2019, doi:10.1016/j.jml.2019.104047, abstract; silently it is 260 in fiction).
For Chinese, of which a character says less than a word, the same number asks a little less.
"""

LARGEST_DOWNLOAD = 10_000_000_000
"""Bytes of the largest model that is recommended: more than an hour at 20 Mbit/s. Larger ones are
listed, for those who want them."""

EDIT_PENALTY = 1
"""Steps of prose by which a model has to be better that reads everything again after an edit."""


class Verdict(StrEnum):
    """What stands in the way of a model on this computer."""

    FITS = "fits"
    SLOW = "slow"  # slower than a calm reader
    LARGE = "large"  # more memory than there is


@dataclass(frozen=True, slots=True)
class Advice:
    """A model and what it would be like here. `pace`: characters or words a minute, 0 unknown."""

    model: ModelInfo
    verdict: Verdict
    pace: int

    @property
    def is_offered(self) -> bool:
        """Whether it may be recommended: it fits and is no more than an hour away."""
        return self.verdict is not Verdict.LARGE and self.model.bytes <= LARGEST_DOWNLOAD


def recommend(
    models: Iterable[ModelInfo],
    memory_bytes: int,
    pace: Callable[[ModelInfo], int],
    language: Language,
) -> list[Advice]:
    """Return the models that can be had with what they are like here, the best for here first.

    `memory_bytes`: all the memory of this computer. `pace` returns how many characters of Chinese
    or words of English a model writes a minute, measured or foreseen, 0 where that is unknown.
    First come those that fit and keep up with a calm reader, the better prose before the faster;
    then the slower ones, the fastest first; then those that do not fit. Files of the writer's are
    left out: whoever adds one has chosen it.
    """
    advised = [
        Advice(model, _verdict(model, memory_bytes, pace(model), language), pace(model))
        for model in models
        if model.role not in (Role.TEST, Role.OWN)
    ]
    return sorted(advised, key=lambda advice: _order(advice, language))


def best_advice(advised: Iterable[Advice]) -> Advice | None:
    """Return what to install first, None where nothing fits."""
    return next((advice for advice in advised if advice.is_offered), None)


def _verdict(model: ModelInfo, memory_bytes: int, pace: int, language: Language) -> Verdict:
    if model.memory_bytes > memory_bytes * MEMORY_SHARE:
        return Verdict.LARGE
    return Verdict.SLOW if 0 < pace < CALM_READER[language] else Verdict.FITS


def _order(advice: Advice, language: Language) -> tuple[int, int, int]:
    model = advice.model
    prose = model.prose_zh if language is Language.ZH else model.prose_en
    prose -= EDIT_PENALTY if model.is_slow_to_edit else 0
    place = (Verdict.FITS, Verdict.SLOW, Verdict.LARGE).index(advice.verdict)
    if advice.verdict is Verdict.SLOW:
        return place, -advice.pace, -prose
    return place, -prose, -advice.pace
