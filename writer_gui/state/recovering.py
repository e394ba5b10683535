"""What a crash left of a text in the making: the saved draft, the kept version. Pure functions.

Either may be ahead of the other, and the draft may hold what the writer typed meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from writer_gui.domain.plan import Plan, PlanVersion, Step
from writer_gui.domain.run import Ended, Stage
from writer_gui.domain.story import Section, Story, StoryVersion
from writer_gui.state import lineage

if TYPE_CHECKING:
    from writer_gui.domain.session import Session
    from writer_gui.state.lineage import Version

Part = TypeVar("Part", Step, Section)


def with_recovered(session: Session) -> Session:
    """Return the session with what a crash interrupted on the desk."""
    draft = session.draft
    plan, story = _interrupted(session, Stage.PLAN), _interrupted(session, Stage.STORY)
    if isinstance(plan, PlanVersion):
        whole_plan = _put_together_plan(draft.plan, plan.plan)
        if whole_plan is not None:
            draft = replace(draft, plan=whole_plan, plan_base_id=plan.id)
    if isinstance(story, StoryVersion):
        whole_story = _put_together_story(draft.story, story.story)
        if whole_story is not None:
            draft = replace(draft, story=whole_story, story_base_id=story.id)
    return replace(session, draft=draft)


def _interrupted(session: Session, stage: Stage) -> Version | None:
    """Return the newest version if a crash interrupted it and the desk may show a part of it.

    A draft that is an older version as it was has been chosen by the writer.
    """
    newest = next(reversed(lineage.versions_of(session, stage)), None)
    shown = lineage.base(session, stage)
    if newest is None or newest == shown:
        return None
    run = lineage.run_of(session, newest)
    if run is None or run.ended is not Ended.INTERRUPTED:
        return None
    draft = session.draft
    text = _plan_text(draft.plan) if stage is Stage.PLAN else draft.story.text
    return None if shown is not None and text == _text(shown) else newest


def _put_together_plan(shown: Plan, kept: Plan) -> Plan | None:
    """Return the longer of each two steps; None where they are different texts."""
    steps = _longer_of_each(shown.steps, kept.steps)
    if steps is not None:
        return Plan(steps)
    return kept if _plan_text(kept).startswith(_plan_text(shown)) else None


def _put_together_story(shown: Story, kept: Story) -> Story | None:
    """Return the longer of each two sections; None where they are different texts."""
    sections = _longer_of_each(shown.sections, kept.sections)
    if sections is not None:
        return Story(sections)
    return kept if kept.text.startswith(shown.text) else None


def _longer_of_each(shown: tuple[Part, ...], kept: tuple[Part, ...]) -> tuple[Part, ...] | None:
    """Return the longer of each two parts; None where these are not the same parts."""
    if [_step_id(part) for part in shown] != [_step_id(part) for part in kept]:
        return None
    found = []
    for one, other in zip(shown, kept, strict=True):
        is_longer = _is_longer(one.text, other.text)
        if is_longer is None:
            return None
        found.append(one if is_longer else other)
    return tuple(found)


def _step_id(part: Step | Section) -> str | None:
    return part.id if isinstance(part, Step) else part.step_id


def _is_longer(one: str, other: str) -> bool | None:
    """Whether a text is the other, or goes on where that ends; None where they differ before."""
    if one.startswith(other):
        return True
    return False if other.startswith(one) else None


def _text(version: Version) -> str:
    if isinstance(version, PlanVersion):
        return _plan_text(version.plan)
    return version.story.text


def _plan_text(plan: Plan) -> str:
    return "\n".join(step.text for step in plan.steps if step.text)
