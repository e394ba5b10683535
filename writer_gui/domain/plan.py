"""The plan: ordered steps, each one decision about the piece."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import uuid4


class StepKind(StrEnum):
    """The five decision groups of COIG-Writer's reasoning (arXiv 2510.14763, section 2)."""

    INTENT = "intent"
    STRUCTURE = "structure"
    AUDIENCE = "audience"
    DEVELOPMENT = "development"
    REVISION = "revision"


class Author(StrEnum):
    """Who wrote a text: the model, the writer, or the writer over the model's words."""

    MODEL = "model"
    WRITER = "writer"
    MIXED = "mixed"


def new_step_id() -> str:
    """Identity of a step, kept over versions, so that links survive edits and reordering."""
    return uuid4().hex[:12]


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of the plan. A locked step is never rewritten by the model."""

    id: str
    kind: StepKind
    title: str
    text: str
    locked: bool = False
    author: Author = Author.MODEL


@dataclass(frozen=True, slots=True)
class Plan:
    """Ordered steps. Changing one gives a new plan; nothing is edited in place."""

    steps: tuple[Step, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """Return the step with that id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number(self, step_id: str) -> int | None:
        """Return the 1-based place of a step, as shown to the writer, or None."""
        for place, step in enumerate(self.steps, start=1):
            if step.id == step_id:
                return place
        return None

    def replaced(self, step: Step) -> Plan:
        """Return a plan in which the step of the same id is this one."""
        return Plan(tuple(step if old.id == step.id else old for old in self.steps))

    def edited(self, step_id: str, text: str) -> Plan:
        """Return a plan in which the writer has changed the text of one step."""
        old = self.step(step_id)
        if old is None or old.text == text:
            return self
        author = Author.WRITER if old.author is Author.WRITER or not old.text else Author.MIXED
        return self.replaced(replace(old, text=text, author=author))

    @property
    def beats(self) -> tuple[Step, ...]:
        """The development steps: those that sections of the story realise."""
        return tuple(step for step in self.steps if step.kind is StepKind.DEVELOPMENT)

    @property
    def is_empty(self) -> bool:
        """Whether no step holds any text."""
        return not any(step.text.strip() for step in self.steps)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """An immutable plan as it was at one time. `number` counts from 1 within the session."""

    id: int
    session_id: int
    number: int
    parent_id: int | None
    plan: Plan
    run_id: int | None
    created: datetime
    name: str = ""
    starred: bool = False
