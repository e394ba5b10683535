"""Which sections of a story no longer follow the plan, and why. Pure functions.

A section depends on its own step, on the development steps before it, and on every step that is
not a development step (intent, structure, audience, revision), because all of those are read
before the first word is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.plan import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from writer_gui.domain.plan import Plan, Step
    from writer_gui.domain.story import Story


class StaleReason(StrEnum):
    """Why a section is stale."""

    STEP_CHANGED = "step_changed"  # its own step reads differently now
    STEP_REMOVED = "step_removed"  # its own step is gone
    EARLIER_STEP = "earlier_step"  # a development step before it changed, came, went or moved
    WHOLE_PLAN = "whole_plan"  # a step that every section follows changed


@dataclass(frozen=True, slots=True)
class StaleSection:
    """A stale section by its place in the story (from 0); `step_ids` are the steps to blame."""

    place: int
    reason: StaleReason
    step_ids: tuple[str, ...]


def stale_sections(used: Plan | None, now: Plan, story: Story) -> tuple[StaleSection, ...]:
    """Return the stale sections of a story written from the plan `used`, in order.

    Steps without text, locks and outer white space do not count. A story that no plan was used
    for is never stale.
    """
    if used is None:
        return ()
    general = _changed(_general(used), _general(now))
    beats_used, beats_now = _beats(used), _beats(now)
    agreed = _common_prefix(beats_used, beats_now)
    blame = _changed(beats_used[agreed:], beats_now[agreed:])
    if not blame and beats_used != beats_now:
        blame = tuple(step.id for step in beats_now[agreed:])  # only their order changed
    places = {step.id: place for place, step in enumerate(beats_used)}
    found = []
    for place, section in enumerate(story.sections):
        if not section.text.strip():
            continue
        reason = _reason(section.step_id, now, general, blame, places, agreed)
        if reason is not None:
            ids = general if reason is StaleReason.WHOLE_PLAN else blame
            found.append(StaleSection(place, reason, ids or general))
    return tuple(found)


def unwritten_steps(plan: Plan, story: Story) -> tuple[str, ...]:
    """Return the development steps with text that no section of the story realises."""
    if story.is_empty or any(s.step_id is None and s.text.strip() for s in story.sections):
        return ()
    written = {s.step_id for s in story.sections if s.text.strip()}
    return tuple(step.id for step in _beats(plan) if step.id not in written)


def _reason(
    step_id: str | None,
    now: Plan,
    general: Sequence[str],
    blame: Sequence[str],
    places: dict[str, int],
    agreed: int,
) -> StaleReason | None:
    if step_id is None:
        return StaleReason.WHOLE_PLAN if general or blame else None
    if step_id in places and now.step(step_id) is None:
        return StaleReason.STEP_REMOVED
    if step_id in blame and places.get(step_id, -1) >= agreed:
        return StaleReason.STEP_CHANGED
    if general:
        return StaleReason.WHOLE_PLAN
    if blame and places.get(step_id, -1) >= agreed:
        return StaleReason.EARLIER_STEP
    return None


def _essence(step: Step) -> tuple[str, str, str]:
    return step.id, step.title.strip(), step.text.strip()


def _beats(plan: Plan) -> tuple[Step, ...]:
    return tuple(step for step in plan.beats if step.text.strip())


def _general(plan: Plan) -> tuple[Step, ...]:
    return tuple(
        step for step in plan.steps if step.kind is not StepKind.DEVELOPMENT and step.text.strip()
    )


def _common_prefix(one: Sequence[Step], other: Sequence[Step]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if _essence(a) != _essence(b):
            break
        count += 1
    return count


def _changed(one: Iterable[Step], other: Iterable[Step]) -> tuple[str, ...]:
    """Return the ids of steps that are in one only, or read differently, in reading order."""
    before = {step.id: _essence(step) for step in one}
    after = {step.id: _essence(step) for step in other}
    return tuple(i for i in {**before, **after} if before.get(i) != after.get(i))
