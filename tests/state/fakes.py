"""A drafting loop that writes what a test tells it to, with the real database behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Ended, RunFigures, RunTrace, Stage
from writer_gui.errors import UserError
from writer_gui.inference.transfer import Watch
from writer_gui.state.drafting import DraftEnded, DraftPhase, PhaseKind
from writer_gui.state.merging import grown_plan, grown_story
from writer_gui.store import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from writer_gui.domain.generation import ModelFile
    from writer_gui.domain.session import Prompt
    from writer_gui.domain.story import Story
    from writer_gui.state.model_reading import ChooseModel, Refused
    from writer_gui.store.database import Database

    T = TypeVar("T")


def always(model: ModelFile) -> ChooseModel:
    """Return what chooses this model, and reads nothing."""
    return lambda done, _failed: done(model)


class InlineReading:
    """Reads model files at once, on the thread of the test."""

    def run(self, work: Callable[[Watch], T], done: Callable[[T], None], failed: Refused) -> None:
        try:
            value = work(Watch())
        except UserError as error:
            failed(error)
        else:
            done(value)


@dataclass
class Asked:
    """What the desk asked for."""

    stage: Stage
    session_id: int
    prompt: Prompt
    parent_id: int | None
    keep: Plan | Story | None
    rewrite: tuple[Any, ...] | None
    plan_version: PlanVersion | None = None
    options: Any = None
    make: Any = None
    cut: Any = None


@dataclass
class Calls:
    """Everything asked of the fake, and whether it was told to stop."""

    asked: list[Asked] = field(default_factory=list)
    stopped: int = 0
    stopped_variants: list[int | None] = field(default_factory=list)


class FakeStream(QObject):
    plan_shaped = Signal(int, object)
    plan_grew = Signal(int, str, str)
    story_shaped = Signal(int, int, object)
    story_grew = Signal(int, int, int, str)
    aside_shaped = Signal(int, int, object)
    aside_grew = Signal(int, int, int, str)
    context_changed = Signal(int)

    def save_all(self) -> None:
        """Keep nothing: `end` writes the whole content."""


class FakePricing(QObject):
    priced = Signal(str, object)
    possible = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: list[tuple[str, tuple[int, ...] | None]] = []

    def ask(
        self,
        name: str,
        _prompt: Prompt,
        _plan: Plan,
        _keep: Story | None,
        rewrite: Collection[int] | None,
    ) -> None:
        self.asked.append((name, None if rewrite is None else tuple(rewrite)))


class FakeCounting(QObject):
    """Has the signals of TokenCounting; a test tells what was counted."""

    progressed = Signal(int, int)
    counted = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = ""
        self.is_estimate = False
        self.samples: tuple[Any, ...] = ()
        self.stopped = 0

    def start(self, samples: Sequence[Any]) -> None:
        self.samples = tuple(samples)

    def stop(self) -> None:
        self.stopped += 1


class FakeDrafting(QObject):
    """Has the signals of DraftingState; `shape`, `grow` and `end` do what the model would."""

    busy_changed = Signal(bool)
    phase_changed = Signal(object)
    rate_changed = Signal(float)
    ended = Signal(object)
    failed = Signal(str)

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self.stream = FakeStream(self)
        self.pricing = FakePricing(self)
        self.counting = FakeCounting(self)
        self.calls = Calls()
        self.busy = False
        self.phase = DraftPhase()
        self.content: Plan | Story = Plan()
        self.asides: dict[int, Plan | Story] = {}
        self.left = 0
        self.plan_version_id: int | None = None

    @property
    def last(self) -> Asked:
        return self.calls.asked[-1]

    def write_plan(
        self,
        session_id: int,
        prompt: Prompt,
        *,
        keep: Plan | None = None,
        rewrite: Collection[str] | None = None,
        cut: str | None = None,
        parent_id: int | None = None,
        options: object = None,
    ) -> None:
        chosen = None if rewrite is None else tuple(rewrite)
        asked = Asked(Stage.PLAN, session_id, prompt, parent_id, keep, chosen, options=options)
        asked.cut = cut
        self._begin(asked)

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
        options: object = None,
    ) -> None:
        chosen = None if rewrite is None else tuple(rewrite)
        asked = Asked(
            Stage.STORY, session_id, prompt, parent_id, keep, chosen, plan_version, options
        )
        asked.cut = cut
        self._begin(asked)

    def write_aside(
        self,
        session_id: int,
        prompt: Prompt,
        stage: Stage,
        make: object,
        *,
        parent_id: int | None,
        plan_version_id: int | None = None,
        options: object,
    ) -> None:
        asked = Asked(stage, session_id, prompt, parent_id, None, None, None, options, make)
        self.left = options.variants  # type: ignore[attr-defined]
        self.plan_version_id = plan_version_id
        self._begin(asked)

    def shape_aside(self, variant: int, content: Plan | Story) -> None:
        """Show a candidate as it stands."""
        self.asides[variant] = content
        self.stream.aside_shaped.emit(self.last.session_id, variant, content)

    def grow_aside(self, variant: int, place: int, text: str) -> None:
        """Add text at the end of a step or section of a candidate."""
        self.stream.aside_grew.emit(self.last.session_id, variant, place, text)

    def end_aside(
        self, variant: int, content: Plan | Story, how: Ended = Ended.COMPLETE
    ) -> DraftEnded:
        """End one candidate; its version is in the database."""
        asked = self.last
        with self._database.transaction() as tx:
            run = runs.start_run(
                tx,
                asked.session_id,
                asked.stage,
                model="fake",
                model_sha256="0" * 64,
                seed=7 + variant,
                settings={},
                parent_id=asked.parent_id,
                plan_version_id=self.plan_version_id,
            )
            version = runs.finish_run(tx, run.id, how, RunFigures(), content, "")
        self.left -= 1
        if not self.left:
            self._set_busy(False)
        run = replace(run, ended=how)
        ended = DraftEnded(asked.session_id, asked.stage, variant, run, version, aside=True)
        self.ended.emit(ended)
        return ended

    def stop(self, variant: int | None = None) -> None:
        self.calls.stopped += 1
        self.calls.stopped_variants.append(variant)

    def shape(self, content: Plan | Story) -> None:
        """Show the whole content as it stands."""
        self.content = content
        if isinstance(content, Plan):
            self.stream.plan_shaped.emit(self.last.session_id, content)
        else:
            self.stream.story_shaped.emit(self.last.session_id, 0, content)

    def grow(self, place: int, text: str) -> None:
        """Add text at the end of a step or section."""
        if isinstance(self.content, Plan):
            step_id = self.content.steps[place].id
            self.content = grown_plan(self.content, step_id, text)
            self.stream.plan_grew.emit(self.last.session_id, step_id, text)
        else:
            self.content = grown_story(self.content, place, text)
            self.stream.story_grew.emit(self.last.session_id, 0, place, text)

    def end(
        self, how: Ended = Ended.COMPLETE, note: str = "", trace: RunTrace | None = None
    ) -> DraftEnded:
        """End the run with what stands; its version is in the database."""
        asked = self.last
        with self._database.transaction() as tx:
            run = runs.start_run(
                tx,
                asked.session_id,
                asked.stage,
                model="fake",
                model_sha256="0" * 64,
                seed=7,
                settings=_settings(asked),
                parent_id=asked.parent_id,
                plan_version_id=asked.plan_version.id if asked.plan_version else None,
            )
            version = runs.finish_run(tx, run.id, how, RunFigures(), self.content, note, trace)
        self._set_busy(False)
        run = replace(run, ended=how, message=note, trace=trace or RunTrace())
        ended = DraftEnded(asked.session_id, asked.stage, 0, run, version, note)
        self.ended.emit(ended)
        return ended

    def fail(self, sentence: str) -> None:
        """Fail before the first word."""
        self._set_busy(False)
        self.failed.emit(sentence)

    def _begin(self, asked: Asked) -> None:
        self.calls.asked.append(asked)
        self._set_busy(True)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.phase = DraftPhase(PhaseKind.PLANNING if busy else PhaseKind.IDLE)
        self.busy_changed.emit(busy)
        self.phase_changed.emit(self.phase)


def _settings(asked: Asked) -> dict[str, object]:
    """Return what the real one notes of how much was asked for."""
    if asked.keep is None or asked.rewrite is None:
        return {"partial": asked.keep is not None}
    return {"partial": True, "sections": list(asked.rewrite)}
