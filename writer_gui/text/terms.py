"""What a text is about, as a set of terms; crude, quick, and the same for both languages."""

from __future__ import annotations

import re

from writer_gui.domain.language import Language
from writer_gui.text.language import HAN
from writer_gui.text.repetition import units

LEAST_SHARED_TERMS = 2
"""A text that shares fewer terms with another is not about the same thing."""

FEW_TERMS = 8
"""Of a text with fewer terms than these one is enough."""

STEM_LETTERS = 6
"""English words are compared by their beginnings, so that `lighthouses` meets `lighthouse`."""

_RUN = re.compile(rf"(?:{HAN.pattern})+|[A-Za-z0-9]+")
_COMMON_WORDS = frozenset(
    """
    about after again also because been before being between both could does doing down each
    every from further have having here into just more most must once only other over same
    should some such than that their them then there these they this those through under until
    very were what when where which while will with would your
    audience character characters detail details essay letter line lines name names opening piece
    poem reader readers scene script sentence speech story tone word words writer
    """.split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
)


_COMMON_HAN = frozenset(
    "的了是在他她它我你您们这那有和与一不着就也都而把被从到对会能将又再之其以于为要"
)


def terms(text: str, language: Language) -> set[str]:
    """Return the pairs of neighbouring Han characters, or the stems of the longer English words.

    What is in every text says nothing of this one: words of grammar are left out.
    """
    if language is Language.ZH:
        runs = _RUN.findall(text)
        pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
        return {pair for pair in pairs if _COMMON_HAN.isdisjoint(pair)}
    return {
        word[:STEM_LETTERS]
        for word in units(text, language)
        if len(word) > 3 and word not in _COMMON_WORDS
    }


def is_about(text: str, known: set[str], language: Language) -> bool:
    """Whether a text shares enough of its terms with those of what it should be about."""
    own = terms(text, language)
    return len(own & known) >= (1 if len(own) < FEW_TERMS else LEAST_SHARED_TERMS)
