"""Versions and the desk: keeping what is on it, and laying an older version on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from writer_gui.store import codec, contents
from writer_gui.store.schema import PlanVersionRow, StoryVersionRow
from writer_gui.store.sessions import load_draft, save_draft
from writer_gui.store.versions import (
    VersionKind,
    add_plan,
    add_story,
    load_plan,
    load_story,
    name_version,
)

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.session import Draft
    from writer_gui.domain.story import Story
    from writer_gui.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The versions that hold what is on the desk; None where it holds nothing."""

    plan_version_id: int | None
    story_version_id: int | None


def keep_desk(tx: Transaction, session_id: int, name: str = "") -> Snapshot:
    """Make versions of what is on the desk, unless there are some already; name them if asked.

    A story changed by hand counts as written from the plan its base was written from.
    """
    draft = load_draft(tx, session_id)
    plan_id = _kept_plan(tx, session_id, draft)
    story_id = _kept_story(tx, session_id, draft, plan_id)
    if name:
        for kind, version_id in ((VersionKind.PLAN, plan_id), (VersionKind.STORY, story_id)):
            if version_id is not None:
                name_version(tx, kind, version_id, name)
    based = replace(
        draft,
        plan_base_id=draft.plan_base_id if plan_id is None else plan_id,
        story_base_id=draft.story_base_id if story_id is None else story_id,
    )
    save_draft(tx, session_id, based)
    return Snapshot(plan_id, story_id)


def restore_version(tx: Transaction, kind: VersionKind, version_id: int) -> Draft:
    """Lay an older version on the desk; what was there is kept as a version first."""
    if kind is VersionKind.PLAN:
        plan = load_plan(tx, version_id)
        session_id = plan.session_id
        keep_desk(tx, session_id)
        draft = replace(load_draft(tx, session_id), plan=plan.plan, plan_base_id=plan.id)
    else:
        story = load_story(tx, version_id)
        session_id = story.session_id
        keep_desk(tx, session_id)
        draft = replace(load_draft(tx, session_id), story=story.story, story_base_id=story.id)
    save_draft(tx, session_id, draft)
    return draft


def _kept_plan(tx: Transaction, session_id: int, draft: Draft) -> int | None:
    if draft.plan.is_empty:
        return None
    known = _same_plan(tx, session_id, draft.plan)
    if known is not None:
        return known
    return add_plan(tx, session_id, draft.plan, parent_id=draft.plan_base_id).id


def _kept_story(tx: Transaction, session_id: int, draft: Draft, plan_id: int | None) -> int | None:
    if draft.story.is_empty:
        return None
    known = _same_story(tx, session_id, draft.story)
    if known is not None:
        return known
    base = draft.story_base_id
    written_from = load_story(tx, base).plan_version_id if base is not None else plan_id
    return add_story(tx, session_id, draft.story, plan_version_id=written_from, parent_id=base).id


def _same_plan(tx: Transaction, session_id: int, plan: Plan) -> int | None:
    """Return the newest version that holds this very plan."""
    same = PlanVersionRow.content_id == contents.put(tx, codec.plan_value(plan))
    found = select(PlanVersionRow.id).where(PlanVersionRow.session_id == session_id, same)
    return tx.scalar(found.order_by(PlanVersionRow.number.desc()).limit(1))


def _same_story(tx: Transaction, session_id: int, story: Story) -> int | None:
    """Return the newest version that holds this very story."""
    same = StoryVersionRow.content_id == contents.put(tx, codec.story_value(story))
    found = select(StoryVersionRow.id).where(StoryVersionRow.session_id == session_id, same)
    return tx.scalar(found.order_by(StoryVersionRow.number.desc()).limit(1))
