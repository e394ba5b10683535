"""The drafting loop: runs the plan and story writers, and has every run in the database as it goes.

A run is written down before its first word, its text every two seconds or 200 characters, and
its end with the version that came of it. Nothing here knows widgets.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.job import Job, JobEnd
from writer_gui.domain.run import Run, Sampling, Stage
from writer_gui.errors import UserError
from writer_gui.state.draft_stream import DraftStream
from writer_gui.state.draft_types import DraftEnded, DraftOptions, DraftPhase, PhaseKind
from writer_gui.state.end_notes import end_note
from writer_gui.state.model_wait import ModelWait
from writer_gui.state.pricing import Pricing
from writer_gui.state.run_keeper import Assignment, DraftUnderWay, RunKeeper
from writer_gui.state.token_counting import TokenCounting
from writer_gui.writing.asking import Conditions
from writer_gui.writing.brief import Brief
from writer_gui.writing.going_on import finish_plan, finish_story
from writer_gui.writing.plan_writer import write_plan
from writer_gui.writing.story_writer import write_story

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from writer_gui.background.engine import Engine
    from writer_gui.background.lane import Lane
    from writer_gui.domain.plan import Plan, PlanVersion
    from writer_gui.domain.session import Prompt
    from writer_gui.domain.story import Story
    from writer_gui.inference.protocol import LoadedModel
    from writer_gui.state.model_reading import ChooseModel
    from writer_gui.writing.asking import Writing
    from writer_gui.writing.templates import Templates

__all__ = ["DraftEnded", "DraftOptions", "DraftPhase", "DraftingState", "PhaseKind"]

MAX_VARIANTS = 4


class DraftingState(QObject):
    """Runs one assignment at a time; each of its variants is a run of its own."""

    busy_changed = Signal(bool)
    phase_changed = Signal(object)  # DraftPhase
    rate_changed = Signal(float)  # tokens per second of the last run
    ended = Signal(object)  # DraftEnded
    failed = Signal(str)  # a sentence

    def __init__(
        self,
        engine: Engine,
        lane: Lane,
        templates: Templates,
        choose_model: ChooseModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._keeper = RunKeeper(lane)
        self._templates = templates
        self._model = ModelWait(engine, choose_model, self)
        self._work: Assignment | None = None
        self._phase = DraftPhase()
        self._stopping = False
        self.stream = DraftStream(self._keeper, self)
        self.pricing = Pricing(engine, templates, self)
        self.counting = TokenCounting(engine, self)
        self.stream.advanced.connect(self._on_advanced)
        self._model.advanced.connect(self._set_phase)
        self._model.ready.connect(self._on_model_ready)
        self._model.failed.connect(self._give_up)

    @property
    def busy(self) -> bool:
        """Whether anything is being written."""
        return self._work is not None

    @property
    def phase(self) -> DraftPhase:
        """What is being done just now."""
        return self._phase

    def write_plan(
        self,
        session_id: int,
        prompt: Prompt,
        *,
        keep: Plan | None = None,
        rewrite: Collection[str] | None = None,
        cut: str | None = None,
        parent_id: int | None = None,
        options: DraftOptions | None = None,
    ) -> None:
        """Write a plan; of `keep` all but `rewrite` stays, and `cut` is gone on with."""
        brief = self._brief(prompt)
        if brief is None:
            return
        empty = brief.template.skeleton(prompt.language, prompt.length)
        plan = keep if keep is not None and keep.steps else empty

        def make(conditions: Conditions) -> Writing[Plan]:
            if cut is not None:
                return finish_plan(brief, plan, conditions, cut=cut, rest=rewrite or ())
            return write_plan(brief, plan, conditions, rewrite=rewrite)

        options = replace(options or DraftOptions(), partial=rewrite is not None)
        self._begin(session_id, Stage.PLAN, brief, make, parent_id, None, options)

    def write_story(
        self,
        session_id: int,
        prompt: Prompt,
        plan_version: PlanVersion,
        *,
        keep: Story | None = None,
        rewrite: Collection[int] | None = None,
        cut: int | None = None,
        parent_id: int | None = None,
        options: DraftOptions | None = None,
    ) -> None:
        """Write a story; with `keep` only the section at `cut`, on from its end, and `rewrite`."""
        brief = self._brief(prompt)
        if brief is None:
            return
        plan = plan_version.plan

        def make(conditions: Conditions) -> Writing[Story]:
            if cut is None or keep is None:
                return write_story(brief, plan, conditions, keep=keep, rewrite=rewrite)
            return finish_story(brief, plan, keep, conditions, cut=cut, rest=rewrite or ())

        wanted = {*(rewrite or ()), *(() if cut is None else (cut,))}
        sections = tuple(sorted(wanted)) if keep is not None else ()
        options = options or DraftOptions()
        options = replace(options, partial=keep is not None, sections=sections)
        self._begin(session_id, Stage.STORY, brief, make, parent_id, plan_version.id, options)

    def write_aside(
        self,
        session_id: int,
        prompt: Prompt,
        stage: Stage,
        make: Callable[[Brief, Conditions], Writing[Any]],
        *,
        parent_id: int | None,
        plan_version_id: int | None = None,
        options: DraftOptions,
    ) -> None:
        """Write something that is not for the desk; its texts are told of as `aside_…`."""
        brief = self._brief(prompt)
        if brief is not None:
            aside = replace(options, aside=True)
            begin = partial(make, brief)
            self._begin(session_id, stage, brief, begin, parent_id, plan_version_id, aside)

    def stop(self, variant: int | None = None) -> None:
        """Stop all variants, or one; what is written stays."""
        if self._work is None:
            return
        if variant is None:
            if self._model.stop():
                self._give_up(self.tr("Stopped before anything was written."))
                return
            self._stopping = True
            self._set_phase(DraftPhase(PhaseKind.STOPPING))
        for draft in self._work.drafts:
            if variant in (None, draft.variant):
                draft.job.stop()

    def _brief(self, prompt: Prompt) -> Brief | None:
        if self._work is not None:
            self.failed.emit(self.tr("The model is still writing; stop it first."))
            return None
        if not prompt.text.strip():
            self.failed.emit(self.tr("The prompt is empty; write what you want first."))
            return None
        try:
            return Brief(prompt, self._templates.for_genre(prompt.genre))
        except UserError as error:
            self.failed.emit(str(error))
            return None

    def _begin(
        self,
        session_id: int,
        stage: Stage,
        brief: Brief,
        make: Callable[[Conditions], Writing[Any]],
        parent_id: int | None,
        plan_version_id: int | None,
        options: DraftOptions,
    ) -> None:
        first = secrets.randbits(32) if options.seed is None else options.seed
        count = max(1, min(options.variants, MAX_VARIANTS))
        self._work = Assignment(
            session_id,
            stage,
            brief,
            make,
            parent_id,
            plan_version_id,
            options.sampling or Sampling(),
            tuple((first + place) % 2**32 for place in range(count)),
            options.aside,
            options.partial,
            options.style,
            options.sections,
            left=count,
        )
        self._stopping = False
        self.busy_changed.emit(True)
        self._set_phase(DraftPhase(PhaseKind.LOADING))
        self._model.begin()

    @Slot(object)
    def _on_model_ready(self, model: LoadedModel) -> None:
        assert self._work is not None  # it is for its work that a model is waited for
        self._set_phase(DraftPhase(PhaseKind.READING))
        self._keeper.start(self._work, model, self._on_runs_started, self._give_up)

    def _on_runs_started(self, started: list[Run]) -> None:
        work = self._work
        assert work is not None  # only _on_all_ended forgets it, after the last run
        for variant, run in enumerate(started):
            conditions = Conditions(uuid4().hex, run.seed, work.sampling, self._attempts())
            job = Job(self._engine, work.make(conditions), self)
            draft = DraftUnderWay(variant, run, job)
            work.drafts.append(draft)
            job.ended.connect(partial(self._on_job_ended, work, draft))
        self.stream.follow(work)
        for draft in work.drafts:
            draft.job.start()
            if self._stopping:
                draft.job.stop()

    def _attempts(self) -> int | None:
        """Return 1 for an engine that says the same whatever the seed, else leave it open."""
        model = self._engine.state.model
        return 1 if model is not None and not model.varies else None

    @Slot(object)
    def _on_advanced(self, phase: DraftPhase) -> None:
        if not self._stopping:
            self._set_phase(phase)

    def _on_job_ended(self, work: Assignment, draft: DraftUnderWay, end: JobEnd) -> None:
        work.drafts.remove(draft)
        draft.job.deleteLater()
        if end.figures.tokens and end.figures.seconds > 0:
            self.rate_changed.emit(end.figures.tokens / end.figures.seconds)
        note = end_note(end)
        lost = partial(self._on_lost, work)
        self._keeper.finish(work, draft, end, note, partial(self._on_finished, work), lost)

    def _on_finished(self, work: Assignment, ended: DraftEnded) -> None:
        """Tell of the end of one variant, and of all once the last is in the database."""
        self._count_off(work)
        self.ended.emit(ended)

    def _on_lost(self, work: Assignment, trouble: UserError) -> None:
        """Stop the other variants where the end of one could not be written down."""
        for draft in list(work.drafts):
            draft.job.stop()
        self._count_off(work)
        self.failed.emit(str(trouble))

    def _count_off(self, work: Assignment) -> None:
        work.left -= 1
        if not work.left:
            self._close()

    def _give_up(self, trouble: UserError | str) -> None:
        self._close()
        self.failed.emit(str(trouble))

    def _close(self) -> None:
        self._work = None
        self._stopping = False
        self.stream.close()
        self._set_phase(DraftPhase())
        self.busy_changed.emit(False)

    def _set_phase(self, phase: DraftPhase) -> None:
        if phase != self._phase:
            self._phase = phase
            self.phase_changed.emit(phase)
