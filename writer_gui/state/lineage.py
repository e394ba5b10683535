"""What a session's versions say about the texts on the desk. Pure functions."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Ended, Sampling, Stage
from writer_gui.domain.story import Story, StoryVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session

Version = PlanVersion | StoryVersion
V = TypeVar("V", PlanVersion, StoryVersion)


def find(versions: Sequence[V], version_id: int | None) -> V | None:
    """Return the version with that id, or None."""
    return next((version for version in versions if version.id == version_id), None)


def plan_base(session: Session) -> PlanVersion | None:
    """Return the plan version the plan on the desk was changed from."""
    return find(session.plans, session.draft.plan_base_id)


def story_base(session: Session) -> StoryVersion | None:
    """Return the story version the story on the desk was changed from."""
    return find(session.stories, session.draft.story_base_id)


def base(session: Session, stage: Stage) -> Version | None:
    """Return the version the plan or the story on the desk was changed from."""
    return plan_base(session) if stage is Stage.PLAN else story_base(session)


def versions_of(session: Session, stage: Stage) -> Sequence[Version]:
    """Return all plan or all story versions, oldest first."""
    return session.plans if stage is Stage.PLAN else session.stories


def find_version(session: Session, stage: Stage, version_id: int) -> Version | None:
    """Return a plan or story version of a session by its id, or None."""
    return next((v for v in versions_of(session, stage) if v.id == version_id), None)


def plan_used(session: Session) -> PlanVersion | None:
    """Return the plan version the story on the desk was written from."""
    story = story_base(session)
    return None if story is None else find(session.plans, story.plan_version_id)


def plan_is_edited(session: Session) -> bool:
    """Whether the plan on the desk differs from its version in anything but locks."""
    version = plan_base(session)
    if version is None:
        return not session.draft.plan.is_empty
    return plan_essence(session.draft.plan) != plan_essence(version.plan)


def story_is_edited(session: Session) -> bool:
    """Whether the story on the desk differs from its version."""
    version = story_base(session)
    if version is None:
        return not session.draft.story.is_empty
    return story_essence(session.draft.story) != story_essence(version.story)


def run_of(session: Session, version: Version) -> Run | None:
    """Return the run a version came from; None when the writer made it."""
    return next((run for run in session.runs if run.id == version.run_id), None)


def written_whole(session: Session) -> StoryVersion | None:
    """Return the version nearest to the story on the desk that one run wrote from end to end."""
    version = story_base(session)
    while version is not None:
        run = run_of(session, version)
        if run is not None and run.ended is Ended.COMPLETE and not run.settings.get("partial"):
            return version
        version = find(session.stories, version.parent_id)
    return None


def sampling_of(run: Run) -> Sampling:
    """Return the sampling settings of a run; what it does not name is as usual."""
    told = run.settings.get("sampling")
    known = {field.name for field in fields(Sampling)}
    values = told.items() if isinstance(told, dict) else ()
    return Sampling(**{name: value for name, value in values if name in known})


def with_version(session: Session, version: Version, run: Run | None = None) -> Session:
    """Return the session with a new version, or a known one as it is now."""
    if run is not None:
        runs = (*(known for known in session.runs if known.id != run.id), run)
        session = replace(session, runs=runs)
    if isinstance(version, PlanVersion):
        return replace(session, plans=_with(session.plans, version))
    return replace(session, stories=_with(session.stories, version))


def plan_essence(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Return what makes two plans the same to a reader."""
    return tuple((step.id, step.kind, step.title, step.text) for step in plan.steps)


def story_essence(story: Story) -> tuple[tuple[str | None, str], ...]:
    """Return what makes two stories the same to a reader; empty sections do not count."""
    return tuple((s.step_id, s.text) for s in story.sections if s.text.strip())


def _with(versions: tuple[V, ...], version: V) -> tuple[V, ...]:
    kept: list[V] = [known for known in versions if known.id != version.id]
    kept.append(version)
    kept.sort(key=lambda known: known.number)
    return tuple(kept)
