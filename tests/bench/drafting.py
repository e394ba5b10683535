"""Drafts with a real model for a bench: the program's own way, and a plain chat beside it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEventLoop

from writer_gui.background.engine import Engine, engine_command
from writer_gui.background.job import Job, JobEnd
from writer_gui.domain.generation import ChatMessage, ModelFile, Passage, Role
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended, Sampling
from writer_gui.domain.story import Section, Story
from writer_gui.errors import UserError
from writer_gui.writing.asking import Ask, Conditions, Written
from writer_gui.writing.plan_writer import write_plan
from writer_gui.writing.story_writer import TOKENS_PER_UNIT, write_story

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from writer_gui.domain.plan import Plan
    from writer_gui.writing.asking import Writing
    from writer_gui.writing.brief import Brief

PLAIN = Sampling(
    temperature=0.8,
    top_k=128,
    top_p=0.95,
    min_p=0.0,
    repeat_penalty=1.05,
    dry_allowed_length=4,
)
"""How a usual chat program samples: temperature 0.8, top-p 0.95, mild DRY."""

MOST = 1.8
"""Times the length asked for after which a plain answer ends."""


class Drafter:
    """Owns an engine with one model until it is left."""

    def __init__(self, model: Path) -> None:
        self._application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
        self._engine = Engine(engine_command({}))
        self._engine.load(ModelFile(model.stem, str(model.absolute())))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._engine.close()
        self._application.processEvents()

    def draft(self, brief: Brief, seed: int) -> tuple[Plan, Story]:
        """Write a plan and its story as the program does. Raises UserError."""
        skeleton = brief.template.skeleton(brief.language, brief.prompt.length)
        plan: Plan = self._run(write_plan(brief, skeleton, Conditions(uuid4().hex, seed)))
        story: Story = self._run(write_story(brief, plan, Conditions(uuid4().hex, seed)))
        return plan, story

    def plain(self, brief: Brief, seed: int) -> str:
        """Return what the model answers to the prompt alone. Raises UserError."""
        return str(self._run(_plain(brief, seed)).text).strip()

    def _run(self, writing: Writing[Any]) -> Any:
        loop = QEventLoop()
        ends: list[JobEnd] = []
        job = Job(self._engine, writing)
        job.ended.connect(ends.append)
        job.ended.connect(loop.quit)
        job.start()
        if not ends:
            loop.exec()
        if ends[0].ended in (Ended.FAILED, Ended.INTERRUPTED):
            raise UserError(ends[0].note)
        return ends[0].content


def _plain(brief: Brief, seed: int) -> Writing[Story]:
    """Ask with one message: the prompt and the length."""
    length = brief.prompt.length
    is_chinese = brief.language is Language.ZH
    told = f"（约{length}字）" if is_chinese else f"(about {length} words)"
    passage = Passage(
        run=uuid4().hex,
        messages=(
            ChatMessage(Role.SYSTEM, "You are a helpful assistant."),
            ChatMessage(Role.USER, f"{brief.prompt.text}\n\n{told}"),
        ),
        max_tokens=round(length * MOST * TOKENS_PER_UNIT[brief.language]),
        seed=seed,
        sampling=PLAIN,
    )
    empty = Story((Section(None, ""),))
    result = yield Ask(passage, 0, empty, lambda _text: None)
    return Written(Story((Section(None, result.text),)), Ended.COMPLETE)
