"""One step of a plan changed from the command line, and the steps that contradict the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.errors import UsageError
from writer_gui.writing.contradictions import brought_in_line, contradictions
from writer_gui.writing.fact_changes import FactKind, changed_facts

if TYPE_CHECKING:
    from writer_gui.cli.output import Console
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.session import Prompt
    from writer_gui.writing.contradictions import Contradiction

NAMES = (FactKind.NAME, FactKind.PLACE)
"""What is replaced unasked: another number may well be about something else."""


def edited_plan(
    plan: Plan, place: int, text: str, prompt: Prompt, *, bring_in_line: bool
) -> tuple[Plan, tuple[Contradiction, ...]]:
    """Return the plan with a new text for the step `place`, from 1, and what contradicts it then.

    With `bring_in_line` the other unlocked steps have the new names for the old. Raises UsageError.
    """
    if not 1 <= place <= len(plan.steps):
        raise UsageError(f"--step must lie between 1 and {len(plan.steps)}.")
    edited = plan.edited(plan.steps[place - 1].id, text.strip())
    changed = changed_facts(plan, edited, prompt)
    found = contradictions(changed, edited, prompt)
    if bring_in_line:
        edited = brought_in_line(edited, found, kinds=NAMES)
        found = contradictions(changed, edited, prompt)
    return edited, found


def contradictions_json(found: tuple[Contradiction, ...], plan: Plan) -> list[dict[str, object]]:
    """Return one entry for each step and fact; `step` counts from 1 and is null for the prompt."""
    entries = {
        (None if c.step_id is None else plan.number(c.step_id), c.old, c.change.new): None
        for c in found
    }
    return [{"step": step, "old": old, "new": new} for step, old, new in entries]


def note_contradictions(found: tuple[Contradiction, ...], plan: Plan, console: Console) -> None:
    """Say on stderr who still says what was changed, a line for each fact."""
    for change in dict.fromkeys(c.change for c in found):
        mine = [c for c in found if c.change == change]
        held = {c.step_id for c in mine}
        steps = [step for step in plan.steps if step.id in held]
        who = [f"step {plan.number(step.id)}" for step in steps]
        who += ["the prompt"] if None in held else []
        told = f"{', '.join(who)}: still “{mine[-1].old}”, against the changed step."
        if change.is_literal and change.kind in NAMES and any(not step.locked for step in steps):
            told += f" --bring-in-line writes “{change.new}” there."
        console.note(told[0].upper() + told[1:])
