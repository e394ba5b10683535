"""A triplet: a saved (prompt, plan, story), the unit of COIG-Writer."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from datetime import datetime
from enum import StrEnum

from writer_gui.domain.language import Language

LEAST_SCORE, LEAST_TOTAL = 8, 50
"""COIG-Writer keeps a triplet with every score at least 8 and a total of at least 50 of 60
(arXiv 2510.14763, section 2)."""


class TripletStatus(StrEnum):
    """Where a triplet stands in review."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Scores:
    """Quality and creativity, 1-10, of each part (arXiv 2510.14763, appendix D); None: unscored."""

    query_quality: int | None = None
    query_creativity: int | None = None
    thought_quality: int | None = None
    thought_creativity: int | None = None
    answer_quality: int | None = None
    answer_creativity: int | None = None

    @property
    def total(self) -> int:
        """The sum of the scores given so far."""
        return sum(self._given())

    @property
    def is_complete(self) -> bool:
        """Whether all six are given."""
        return len(self._given()) == len(astuple(self))

    @property
    def is_acceptable(self) -> bool:
        """Whether they meet the rule of COIG-Writer."""
        return self.is_complete and min(self._given()) >= LEAST_SCORE and self.total >= LEAST_TOTAL

    def _given(self) -> list[int]:
        return [score for score in astuple(self) if score is not None]


@dataclass(frozen=True, slots=True)
class Triplet:
    """One record. `uid` is its identity in files; `extra` keeps fields of an import we do not know.

    `provenance` says where it comes from (session and versions, models, share by the model).
    """

    uid: str
    query: str
    thought: str
    answer: str
    genre: str
    language: Language
    status: TripletStatus = TripletStatus.DRAFT
    scores: Scores = field(default_factory=Scores)
    licence: str = ""
    consent: bool = False
    reason: str = ""
    reviewer: str = ""
    session_id: int | None = None
    plan_version_id: int | None = None
    story_version_id: int | None = None
    provenance: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    created: datetime | None = None
    updated: datetime | None = None
