"""How many steps a plan has: few for a short text, more for a long one.

A plan of eight steps for two hundred characters is longer than its text, and one of eight for six
thousand leaves the model alone for pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from writer_gui.domain.language import Language
from writer_gui.domain.plan import StepKind

if TYPE_CHECKING:
    from collections.abc import Sequence

Title: TypeAlias = "tuple[StepKind, str]"

BEATS = {
    Language.ZH: ((280, 2), (650, 3), (1200, 4)),
    Language.EN: ((180, 2), (420, 3), (750, 4)),
}
"""Up to so many characters (words) a text has so many development steps …"""

BEAT_LENGTH = {Language.ZH: 400, Language.EN: 260}
"""… and above, one more for each further so many: a section of some two minutes' reading."""

MOST_BEATS = 24

SHORT = {Language.ZH: 650, Language.EN: 420}
"""Up to so many characters (words) a plan has no steps on audience and revision."""

VERY_SHORT = {Language.ZH: 120, Language.EN: 80}
"""Up to so many it has none on structure either."""


def beat_count(length: int, language: Language) -> int:
    """Return how many development steps a text of so many characters (words) has, from 2."""
    for most, count in BEATS[language]:
        if length <= most:
            return count
    most, count = BEATS[language][-1]
    return min(MOST_BEATS, count + -(-(length - most) // BEAT_LENGTH[language]))


def scaled_titles(titles: Sequence[Title], length: int, language: Language) -> list[Title]:
    """Return the kinds and titles of a template's steps as a text of a length wants them."""
    dropped: set[StepKind] = set()
    if length <= SHORT[language]:
        dropped = {StepKind.AUDIENCE, StepKind.REVISION}
    if length <= VERY_SHORT[language]:
        dropped.add(StepKind.STRUCTURE)
    beats = [title for kind, title in titles if kind is StepKind.DEVELOPMENT]
    wanted = _beats(beats, beat_count(length, language), language)
    found: list[Title] = []
    are_in = False
    for kind, title in titles:
        if kind is StepKind.DEVELOPMENT:
            found += [] if are_in else [(kind, beat) for beat in wanted]
            are_in = True
        elif kind not in dropped:
            found.append((kind, title))
    return found


def untimed(title: str, language: Language) -> str:
    """Return a title without the number that tells it from others of a long plan."""
    if language is Language.ZH:
        head, _, number = title.rpartition("·")
        return head if head and number.isdecimal() else title
    head, _, number = title.rpartition(" ")
    return head if head and number.isdecimal() else title


def _beats(beats: list[str], count: int, language: Language) -> list[str]:
    """Return so many titles: the first and the last stay, the second is repeated or left out."""
    if len(beats) < 2:
        return beats
    if count <= len(beats):
        return [beats[0], *beats[len(beats) - count + 1 :]]
    more = count - len(beats) + 1
    joint = "·" if language is Language.ZH else " "
    repeated = [f"{beats[1]}{joint}{number}" for number in range(1, more + 1)]
    return [beats[0], *repeated, *beats[2:]]
