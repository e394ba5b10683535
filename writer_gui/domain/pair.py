"""A preference pair: two texts for one prompt with a verdict, as in WritingPreferenceBench."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from writer_gui.domain.language import Language


class PairLevel(StrEnum):
    """What is judged: two plans or two stories."""

    PLAN = "plan"
    STORY = "story"


class Verdict(StrEnum):
    """What the judge said of the two sides as stored, not as shown."""

    FIRST = "first"
    SECOND = "second"
    TIE = "tie"
    BOTH_BAD = "both_bad"


@dataclass(frozen=True, slots=True)
class PairSide:
    """One text, its 0-3 score (arXiv 2510.14616, section 3) and who wrote it.

    `extra` keeps further fields of an imported record (token counts, word length).
    """

    text: str
    score: int | None = None
    model: str = ""
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides and a verdict. `shown_swapped` is the random order the judge saw them in.

    `seconds` is the time spent on the judgement; `origin` tells a blind choice from an import or
    from ordinary work.
    """

    uid: str
    prompt: str
    genre: str
    language: Language
    level: PairLevel
    first: PairSide
    second: PairSide
    verdict: Verdict
    shown_swapped: bool = False
    reasons: tuple[str, ...] = ()
    note: str = ""
    seconds: float | None = None
    origin: str = ""
    prompt_id: str = ""
    session_id: int | None = None
    extra: dict[str, object] = field(default_factory=dict)
    created: datetime | None = None
