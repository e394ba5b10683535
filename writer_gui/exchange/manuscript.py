"""A session as something to read: its title and story, and where wanted, prompt and plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.errors import UserError
from writer_gui.exchange.session_triplet import current

if TYPE_CHECKING:
    from datetime import datetime

    from writer_gui.domain.plan import Plan
    from writer_gui.domain.session import Prompt, Session

HEADINGS = {Language.ZH: ("写作要求", "计划"), Language.EN: ("Prompt", "Plan")}
"""What prompt and plan are headed by."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, which may be Markdown, under a heading of level 1 to 3."""

    level: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What every format writes. The first part is headed by the title."""

    title: str
    language: Language
    created: datetime
    parts: tuple[Part, ...]


def manuscript(session: Session, *, with_plan: bool = False) -> Manuscript:
    """Return what lies on the desk of a session, or where that is empty, its newest story.

    A session without a story gives its plan. Raises UserError where nothing is written yet.
    """
    chosen, prompt = current(session), session.draft.prompt
    story = chosen.story.text.strip()
    plan = chosen.plan if not chosen.plan.is_empty or not session.plans else session.plans[-1].plan
    if not story and plan.is_empty and not (with_plan and prompt.text.strip()):
        raise UserError(
            f"Session {session.summary.id} holds no plan or story yet; write one, then export it."
        )
    title = session.summary.title.strip()
    parts = [Part(1, title, story)]
    if with_plan or not story:
        parts += _thoughts(prompt, plan)
    return Manuscript(title, prompt.language, session.summary.created, tuple(parts))


def _thoughts(prompt: Prompt, plan: Plan) -> list[Part]:
    asked, planned = HEADINGS[prompt.language]
    steps = [
        Part(3, f"{number}. {step.title}".strip(), step.text.strip())
        for number, step in enumerate(plan.steps, start=1)
    ]
    wish = [Part(2, asked, prompt.text.strip())] if prompt.text.strip() else []
    return wish + ([Part(2, planned, ""), *steps] if steps else [])
