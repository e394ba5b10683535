"""Sessions as the JSON values that commands print.

Versions are named by their number within the session, steps and sections by their 1-based place
in the plan version they belong to; row ids are never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from writer_gui.domain.plan import Plan, PlanVersion
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session, SessionSummary
    from writer_gui.domain.story import Story, StoryVersion

Json = dict[str, object]


def draft_json(
    session: Session,
    plan: PlanVersion,
    stories: Sequence[StoryVersion],
    runs: Sequence[Run],
) -> Json:
    """Return what `draft` and `redraft` print: a plan, its first story, and the runs of both."""
    names = _Names.of(session)
    prompt = session.draft.prompt
    value: Json = {
        "session": session.summary.id,
        "prompt": prompt.text,
        "genre": prompt.genre,
        "language": prompt.language.value,
        "plan": {"version": plan.number, "steps": _steps(plan.plan)},
        "story": _written_story(stories[0], plan.plan, names) if stories else None,
        "runs": [_run(run) for run in runs],
    }
    if len(stories) > 1:
        value["stories"] = [_written_story(story, plan.plan, names) for story in stories]
    return value


def show_json(session: Session) -> Json:
    """Return what `show` prints: the session with all versions, all runs and the draft."""
    names = _Names.of(session)
    prompt = session.draft.prompt
    return {
        "session": session.summary.id,
        "title": session.summary.title,
        "prompt": prompt.text,
        "genre": prompt.genre,
        "language": prompt.language.value,
        "length": prompt.length,
        "created": moment(session.summary.created),
        "updated": moment(session.summary.updated),
        "words": session.summary.words,
        "starred": session.summary.starred,
        "folder": session.summary.folder,
        "tags": list(session.summary.tags),
        "plans": [_plan_version(version, names) for version in session.plans],
        "stories": [_story_version(version, names) for version in session.stories],
        "runs": [_kept_run(run, names) for run in session.runs],
        "draft": _draft(session, names),
    }


def summary_json(summary: SessionSummary) -> Json:
    """Return one element of what `sessions` prints."""
    return {
        "id": summary.id,
        "title": summary.title,
        "genre": summary.genre,
        "language": summary.language.value,
        "created": moment(summary.created),
        "updated": moment(summary.updated),
        "words": summary.words,
    }


def moment(time: datetime) -> str:
    """Return a time as ISO 8601, in UTC, to the second."""
    return time.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class _Names:
    """Numbers of versions and runs within the session, and plans, by row id."""

    plans: dict[int, PlanVersion]
    stories: dict[int, int]
    runs: dict[int, int]

    @staticmethod
    def of(session: Session) -> _Names:
        return _Names(
            plans={version.id: version for version in session.plans},
            stories={version.id: version.number for version in session.stories},
            runs={run.id: number for number, run in enumerate(session.runs, start=1)},
        )

    def plan_number(self, version_id: int | None) -> int | None:
        version = self.plan(version_id)
        return None if version is None else version.number

    def plan(self, version_id: int | None) -> PlanVersion | None:
        return None if version_id is None else self.plans.get(version_id)

    def story_number(self, version_id: int | None) -> int | None:
        return None if version_id is None else self.stories.get(version_id)

    def run_number(self, run_id: int | None) -> int | None:
        return None if run_id is None else self.runs.get(run_id)


def _written_story(version: StoryVersion, plan: Plan, names: _Names) -> Json:
    return {
        "version": version.number,
        "plan_version": names.plan_number(version.plan_version_id),
        "text": version.story.text,
        "sections": _sections(version.story, plan),
    }


def _plan_version(version: PlanVersion, names: _Names) -> Json:
    return {
        "version": version.number,
        "parent": names.plan_number(version.parent_id),
        "name": version.name,
        "starred": version.starred,
        "run": names.run_number(version.run_id),
        "created": moment(version.created),
        "steps": _steps_with_authors(version.plan),
    }


def _story_version(version: StoryVersion, names: _Names) -> Json:
    plan = names.plan(version.plan_version_id)
    return {
        "version": version.number,
        "parent": names.story_number(version.parent_id),
        "plan_version": None if plan is None else plan.number,
        "name": version.name,
        "starred": version.starred,
        "run": names.run_number(version.run_id),
        "created": moment(version.created),
        "text": version.story.text,
        "sections": _sections(version.story, None if plan is None else plan.plan),
    }


def _draft(session: Session, names: _Names) -> Json:
    draft = session.draft
    return {
        "plan": {
            "base": names.plan_number(draft.plan_base_id),
            "steps": _steps_with_authors(draft.plan),
        },
        "story": {
            "base": names.story_number(draft.story_base_id),
            "text": draft.story.text,
            "sections": _sections(draft.story, draft.plan),
        },
        "caret": draft.caret,
    }


def _steps(plan: Plan) -> list[Json]:
    return [{"kind": s.kind.value, "title": s.title, "text": s.text} for s in plan.steps]


def _steps_with_authors(plan: Plan) -> list[Json]:
    return [
        value | {"locked": step.locked, "author": step.author.value}
        for value, step in zip(_steps(plan), plan.steps, strict=True)
    ]


def _sections(story: Story, plan: Plan | None) -> list[Json]:
    return [
        {
            "step": None if plan is None or s.step_id is None else plan.number(s.step_id),
            "text": s.text,
        }
        for s in story.sections
    ]


def _kept_run(run: Run, names: _Names) -> Json:
    more: Json = {
        "number": names.run_number(run.id),
        "started": moment(run.started),
        "message": run.message,
        "reasoning": run.trace.reasoning,
    }
    return more | _run(run)


def _run(run: Run) -> Json:
    figures = run.figures
    return {
        "stage": run.stage.value,
        "model": run.model,
        "model_sha256": run.model_sha256,
        "seed": run.seed,
        "settings": run.settings,
        "prompt_tokens": figures.prompt_tokens,
        "reused_tokens": figures.reused_tokens,
        "tokens": figures.tokens,
        "first_token_s": figures.first_token_s,
        "seconds": figures.seconds,
        "ended": run.ended.value,
    }
