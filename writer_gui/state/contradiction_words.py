"""What is said about steps that contradict an edit, in words."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from writer_gui.writing.fact_changes import FactKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from writer_gui.domain.plan import Plan
    from writer_gui.writing.contradictions import Contradiction
    from writer_gui.writing.fact_changes import FactChange

MOST_TOLD = 3
"""Facts: more at once would fill the pane with sentences."""


class ContradictionWords(QObject):
    """Tells which steps say what."""

    def told(self, found: Sequence[Contradiction], plan: Plan) -> str:
        """Return who still says what, a line for each fact."""
        changes = list(dict.fromkeys(c.change for c in found))
        lines = [self._line(change, found, plan) for change in changes[:MOST_TOLD]]
        if len(changes) > MOST_TOLD:
            lines.append(self.tr("And {0} more.").format(len(changes) - MOST_TOLD))
        return "\n".join(lines)

    def done(self, found: Sequence[Contradiction], before: Plan, after: Plan) -> str:
        """Return what was changed, and who still says the old."""
        changed = [
            number
            for number, (old, new) in enumerate(zip(before.steps, after.steps, strict=True), 1)
            if old != new
        ]
        literal = [c for c in found if c.change.is_literal]
        words = list(dict.fromkeys((c.change.old, c.change.new) for c in literal))
        pairs = self.tr(", ").join(self.tr("“{0}” became “{1}”").format(*pair) for pair in words)
        one = self.tr("{1} in step {0}.")
        many = self.tr("{1} in steps {0}.")
        parts = [(one if len(changed) == 1 else many).format(self._listed(changed), pairs)]
        parts += self._left(literal, before)
        return self._joined(parts)

    def _line(self, change: FactChange, found: Sequence[Contradiction], plan: Plan) -> str:
        mine = [c for c in found if c.change == change]
        numbers = _numbers(mine, plan, locked=False)
        parts = []
        if numbers and change.kind is FactKind.ENDING:
            one, many = (
                self.tr("Step {0} still tells the old ending."),
                self.tr("Steps {0} still tell the old ending."),
            )
            parts.append((one if len(numbers) == 1 else many).format(self._listed(numbers)))
        elif numbers:
            one, many = (
                self.tr("Step {0} still says “{1}”."),
                self.tr("Steps {0} still say “{1}”."),
            )
            word = mine[-1].old if change.kind is FactKind.VIEWPOINT else change.old
            parts.append((one if len(numbers) == 1 else many).format(self._listed(numbers), word))
        return self._joined([*parts, *self._left(mine, plan, named=not parts)])

    def _left(self, found: Sequence[Contradiction], plan: Plan, *, named: bool = True) -> list[str]:
        """Say what is not touched: locked steps, and the prompt, which is the writer's own.

        The old words are repeated where they are to be `named`.
        """
        parts = []
        locked = _numbers(found, plan, locked=True)
        old = found[0].old if found else ""
        if locked:
            one, many = (
                self.tr("Step {0} is locked and stays."),
                self.tr("Steps {0} are locked and stay."),
            )
            if named:
                one = self.tr("Step {0} is locked and keeps “{1}”.")
                many = self.tr("Steps {0} are locked and keep “{1}”.")
            parts.append((one if len(locked) == 1 else many).format(self._listed(locked), old))
        if any(c.step_id is None for c in found):
            told = (
                self.tr("The prompt says “{0}” too.") if named else self.tr("So does the prompt.")
            )
            parts.append(told.format(old))
        return parts

    def _joined(self, sentences: Sequence[str]) -> str:
        return reduce(self.tr("{0} {1}").format, sentences)

    def _listed(self, numbers: Sequence[int]) -> str:
        """Return numbers as `3, 5 and 6`."""
        told = [str(number) for number in numbers]
        if len(told) < 2:
            return "".join(told)
        return self.tr(" and ").join([self.tr(", ").join(told[:-1]), told[-1]])


def _numbers(found: Collection[Contradiction], plan: Plan, *, locked: bool) -> list[int]:
    held = {contradiction.step_id for contradiction in found}
    return [
        number
        for number, step in enumerate(plan.steps, start=1)
        if step.id in held and step.locked == locked
    ]
