"""Pairs that come from work: what the writer made of a draft, and what they took over the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from rapidfuzz.distance import Indel

from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.domain.plan import PlanVersion
from writer_gui.text.comparing import ExhibitKind
from writer_gui.text.plan_text import plan_as_thought

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.session import Session
    from writer_gui.domain.story import StoryVersion
    from writer_gui.text.comparing import Exhibit

EDITED, PREFERRED = "edited", "preferred"
"""The `origin` of a pair: the writer's version over the model's, or a version over another."""

WRITER = "writer"

LEAST_CHANGED = 0.03
"""Of the letters. Less is a typing error put right, and says nothing of what is better."""

LEAST_LETTERS = 8


def pairs_of_session(
    session: Session, plan: PlanVersion | None, story: StoryVersion | None
) -> list[Pair]:
    """Return, for a plan and a story, the pair with the model's draft each grew from, if it did."""
    found = [
        _edited(session, PairLevel.PLAN, plan, session.plans),
        _edited(session, PairLevel.STORY, story, session.stories),
    ]
    return [pair for pair in found if pair is not None]


def pair_of_choice(chosen: Exhibit, other: Exhibit) -> Pair | None:
    """Return the pair of a text taken and one that was not; None where they cannot be one."""
    is_alike = chosen.kind is other.kind and chosen.prompt == other.prompt
    if not is_alike or chosen.kind not in _LEVELS or is_trivial(other.shown, chosen.shown):
        return None
    return Pair(
        uid=uuid4().hex,
        prompt=chosen.prompt,
        genre=chosen.genre,
        language=chosen.language,
        level=_LEVELS[chosen.kind],
        first=_side_of(chosen),
        second=_side_of(other),
        verdict=Verdict.FIRST,
        origin=PREFERRED,
        session_id=chosen.session_id,
    )


def changed_share(before: str, after: str) -> float:
    """Return which part of the letters of two texts is not in both, 0 to 1."""
    return float(Indel.normalized_distance(_letters(before), _letters(after)))


def is_trivial(before: str, after: str) -> bool:
    """Return whether an edit is too small to say anything: spacing, signs, a few letters."""
    one, other = _letters(before), _letters(after)
    changed = Indel.distance(one, other)
    return changed < LEAST_LETTERS or changed < LEAST_CHANGED * (len(one) + len(other))


_LEVELS = {ExhibitKind.PLAN: PairLevel.PLAN, ExhibitKind.STORY: PairLevel.STORY}


def _edited(
    session: Session,
    level: PairLevel,
    final: PlanVersion | StoryVersion | None,
    versions: Sequence[PlanVersion] | Sequence[StoryVersion],
) -> Pair | None:
    """Return the pair of the writer's version over the model's draft it was changed from."""
    if final is None or final.run_id is not None:
        return None
    known = {version.id: version for version in versions}
    draft = known.get(final.parent_id or 0)
    while draft is not None and draft.run_id is None:
        draft = known.get(draft.parent_id or 0)
    if draft is None:
        return None
    before, after = _text(session, draft), _text(session, final)
    if not before.strip() or not after.strip() or is_trivial(before, after):
        return None
    prompt = session.draft.prompt
    model = next((run.model for run in session.runs if run.id == draft.run_id), "")
    return Pair(
        uid=uuid4().hex,
        prompt=prompt.text,
        genre=prompt.genre,
        language=prompt.language,
        level=level,
        first=PairSide(after, model=WRITER, extra={"version": final.number}),
        second=PairSide(before, model=model, extra={"version": draft.number}),
        verdict=Verdict.FIRST,
        origin=EDITED,
        session_id=session.summary.id,
        extra={"changed": round(changed_share(before, after), 3)},
    )


def _text(session: Session, version: PlanVersion | StoryVersion) -> str:
    if isinstance(version, PlanVersion):
        return plan_as_thought(version.plan, session.draft.prompt.language)
    return version.story.text


def _side_of(exhibit: Exhibit) -> PairSide:
    if exhibit.kind is ExhibitKind.PLAN and exhibit.plan is not None:
        text = plan_as_thought(exhibit.plan, exhibit.language)
    else:
        text = exhibit.shown
    return PairSide(text, model=exhibit.model or WRITER)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
