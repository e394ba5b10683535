"""The writer's own changes to the plan on the desk, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.plan import Author, Plan, Step, StepKind, new_step_id
from writer_gui.text.plan_text import SeenSteps, markdown_to_plan

if TYPE_CHECKING:
    from writer_gui.state.desk import DeskState


class PlanSteps(QObject):
    """Edits the plan of a desk. What becomes of the story is for staleness to say."""

    edited = Signal(object)  # the Plan as it was before texts of its steps were changed

    def __init__(self, desk: DeskState) -> None:
        super().__init__(desk)
        self._desk = desk
        self._seen = SeenSteps()
        desk.opened.connect(self._forget)

    def edit(self, step_id: str, text: str) -> None:
        """Take over the text of a step as typed in its card."""
        old = self._plan
        plan = old.edited(step_id, text)
        if plan is old:
            return
        before, now = self._before(step_id, text), plan.step(step_id)
        if before is not None and now is not None:
            plan = plan.replaced(replace(now, author=before.author))  # all of it was undone
        self._desk.set_plan(plan, typed=True)
        self.edited.emit(old)

    def retitle(self, step_id: str, title: str) -> None:
        """Take over the title of a step as typed in its card."""
        self._change(step_id, typed=True, title=title)

    def set_kind(self, step_id: str, kind: StepKind) -> None:
        """Say which of the five kinds of decision a step is."""
        self._change(step_id, typed=False, kind=kind)

    def lock(self, step_id: str, locked: bool) -> None:
        """Keep a step from being rewritten, or allow it again."""
        self._change(step_id, typed=False, locked=locked)

    def add(self, kind: StepKind = StepKind.DEVELOPMENT, after: str | None = None) -> str:
        """Add an empty step behind another one, or at the end; return its id."""
        step = Step(new_step_id(), kind, "", "", author=Author.WRITER)
        steps = list(self._plan.steps)
        place = self._plan.number(after) if after is not None else None
        steps.insert(len(steps) if place is None else place, step)
        self._desk.set_plan(Plan(tuple(steps)))
        return step.id

    def move(self, step_id: str, place: int) -> None:
        """Put a step at a place, counted from 0."""
        step = self._plan.step(step_id)
        if step is None:
            return
        steps = [other for other in self._plan.steps if other.id != step_id]
        steps.insert(max(0, min(place, len(steps))), step)
        if tuple(steps) != self._plan.steps:
            self._desk.set_plan(Plan(tuple(steps)))

    def remove(self, step_id: str) -> None:
        """Take a step out of the plan; the notice that follows can put it back."""
        self._desk.set_plan(Plan(tuple(s for s in self._plan.steps if s.id != step_id)))

    def read(self, text: str) -> Plan:
        """Take over the plan as written in one Markdown text; return it."""
        old = self._plan
        self._seen.see(old)
        plan = markdown_to_plan(text, old, self._seen)
        if plan != old:
            self._desk.set_plan(plan)
            self.edited.emit(old)
        return self._plan

    def put_back(self, step: Step, place: int) -> None:
        """Put a removed step back where it was."""
        if self._plan.step(step.id) is None:
            steps = list(self._plan.steps)
            steps.insert(min(place, len(steps)), step)
            self._desk.set_plan(Plan(tuple(steps)))

    def _before(self, step_id: str, text: str) -> Step | None:
        """Return the step as it last was in a version with this text, if it was."""
        session = self._desk.session
        versions = () if session is None else reversed(session.plans)
        steps = (version.plan.step(step_id) for version in versions)
        return next((step for step in steps if step is not None and step.text == text), None)

    @Slot()
    def _forget(self) -> None:
        self._seen = SeenSteps()

    @property
    def _plan(self) -> Plan:
        return self._desk.draft.plan

    def _change(
        self,
        step_id: str,
        *,
        typed: bool,
        title: str | None = None,
        kind: StepKind | None = None,
        locked: bool | None = None,
    ) -> None:
        old = self._plan.step(step_id)
        if old is None:
            return
        new = replace(
            old,
            title=old.title if title is None else title,
            kind=old.kind if kind is None else kind,
            locked=old.locked if locked is None else locked,
        )
        if new != old:
            self._desk.set_plan(self._plan.replaced(new), typed=typed)
