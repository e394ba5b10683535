"""A triplet out of a session: which texts, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.triplet import Triplet
from writer_gui.errors import UserError
from writer_gui.text.plan_text import plan_as_thought

if TYPE_CHECKING:
    from collections.abc import Iterable

    from writer_gui.domain.plan import PlanVersion
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import Section, Story, StoryVersion

_MODEL_SHARE = {Author.MODEL: 1.0, Author.MIXED: 0.5, Author.WRITER: 0.0}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A plan and a story of a session, and the versions they are, where they are versions."""

    plan: Plan
    story: Story
    plan_version: PlanVersion | None = None
    story_version: StoryVersion | None = None


def triplet_from_session(
    session: Session, plan: PlanVersion | None = None, story: StoryVersion | None = None
) -> Triplet:
    """Return the triplet of two versions; without them, of what is on the desk.

    An empty desk gives way to the newest story and the plan it was written from. Raises UserError
    where the session has no plan or no story yet.
    """
    if plan is not None and story is not None:
        chosen = Chosen(plan.plan, story.story, plan, story)
    else:
        chosen = current(session)
    prompt = session.draft.prompt
    if not prompt.text.strip() or chosen.plan.is_empty or chosen.story.is_empty:
        raise UserError(
            f"Session {session.summary.id} has no prompt, plan and story yet; write them, then "
            "save them as a triplet."
        )
    return Triplet(
        uid=uuid4().hex,
        query=prompt.text,
        thought=plan_as_thought(chosen.plan, prompt.language),
        answer=chosen.story.text,
        genre=prompt.genre,
        language=prompt.language,
        session_id=session.summary.id,
        plan_version_id=chosen.plan_version.id if chosen.plan_version else None,
        story_version_id=chosen.story_version.id if chosen.story_version else None,
        provenance=_provenance(session, chosen),
    )


def current(session: Session) -> Chosen:
    """Return what the writer has before them: the desk, or where it is empty, the newest story."""
    desk = session.draft
    if desk.story.is_empty and session.stories:
        story = session.stories[-1]
        written_from = next((p for p in session.plans if p.id == story.plan_version_id), None)
        plan = written_from or _same_plan(session, desk.plan)
        return Chosen(plan.plan if plan else desk.plan, story.story, plan, story)
    plan = _same_plan(session, desk.plan)
    same_story = (v for v in reversed(session.stories) if v.story == desk.story)
    return Chosen(plan.plan if plan else desk.plan, desk.story, plan, next(same_story, None))


def model_share(plan: Plan, story: Story) -> float:
    """Return which part of the characters of both the model wrote; a mixed one counts half."""
    pieces = [(len(step.text), _MODEL_SHARE[step.author]) for step in plan.steps]
    pieces += [piece for section in story.sections for piece in _shares(section)]
    characters = sum(length for length, _ in pieces)
    if not characters:
        return 0.0
    return round(sum(length * share for length, share in pieces) / characters, 3)


def _shares(section: Section) -> list[tuple[int, float]]:
    if not section.spans:
        return [(len(section.text), 1.0)]
    return [(span.length, _MODEL_SHARE[span.author]) for span in section.spans]


def _same_plan(session: Session, plan: Plan) -> PlanVersion | None:
    """Return the newest version with this plan, or the newest of all where it is empty."""
    same = (v for v in reversed(session.plans) if plan.is_empty or v.plan == plan)
    return next(same, None)


def _provenance(session: Session, chosen: Chosen) -> dict[str, object]:
    plan, story = chosen.plan_version, chosen.story_version
    run_ids = {version.run_id for version in (plan, story) if version is not None}
    return {
        "session": session.summary.id,
        "plan_version": plan.number if plan else None,
        "story_version": story.number if story else None,
        "models": _models(run for run in session.runs if run.id in run_ids),
        "model_share": model_share(chosen.plan, chosen.story),
    }


def _models(runs: Iterable[Run]) -> list[dict[str, object]]:
    return [
        {
            "stage": run.stage.value,
            "model": run.model,
            "sha256": run.model_sha256,
            "seed": run.seed,
        }
        for run in runs
    ]
