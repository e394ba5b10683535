"""Has every run in the database: before its first word, as it grows, and when it has ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from writer_gui.state.draft_types import DraftEnded
from writer_gui.store import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from writer_gui.background.job import Job, JobEnd
    from writer_gui.background.lane import Lane
    from writer_gui.domain.run import Run, Sampling, Stage
    from writer_gui.errors import UserError
    from writer_gui.inference.protocol import LoadedModel
    from writer_gui.store.database import Transaction
    from writer_gui.writing.asking import Conditions, Writing
    from writer_gui.writing.brief import Brief

    Failed = Callable[[UserError], None]


@dataclass(slots=True)
class Assignment:
    """What was asked for, from the press of a button to the last variant's end."""

    session_id: int
    stage: Stage
    brief: Brief
    make: Callable[[Conditions], Writing[Any]]
    parent_id: int | None
    plan_version_id: int | None
    sampling: Sampling
    seeds: tuple[int, ...]
    aside: bool = False
    partial: bool = False
    style: Mapping[str, object] = field(default_factory=dict)
    sections: tuple[int, ...] = ()
    drafts: list[DraftUnderWay] = field(default_factory=list)
    left: int = 0


@dataclass(slots=True)
class DraftUnderWay:
    """One variant under way."""

    variant: int
    run: Run
    job: Job
    characters: int = 0


class RunKeeper:
    """Writes down the runs of assignments, all on the database lane."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane

    def start(
        self,
        work: Assignment,
        model: LoadedModel,
        done: Callable[[list[Run]], None],
        failed: Failed,
    ) -> None:
        """Write down one run per variant, before anything is generated."""

        def start(tx: Transaction) -> list[Run]:
            return [
                runs.start_run(
                    tx,
                    work.session_id,
                    work.stage,
                    model=model.name,
                    model_sha256=model.sha256,
                    seed=seed,
                    settings=_settings(work, model),
                    parent_id=work.parent_id,
                    plan_version_id=work.plan_version_id,
                )
                for seed in work.seeds
            ]

        self._lane.run(start, done, failed)

    def save(self, draft: DraftUnderWay) -> None:
        """Write down the text so far; a failure is told by the lane and tried again later."""
        content, figures, trace = draft.job.kept, draft.job.figures, draft.job.trace
        if content is None or not draft.characters:
            return
        draft.characters = 0
        self._lane.run(lambda tx: runs.checkpoint_run(tx, draft.run.id, content, figures, trace))

    def finish(
        self,
        work: Assignment,
        draft: DraftUnderWay,
        end: JobEnd,
        note: str,
        done: Callable[[DraftEnded], None],
        failed: Failed,
    ) -> None:
        """Write down how a run ended, and the version that came of it."""

        def finish(tx: Transaction) -> DraftEnded:
            run_id = draft.run.id
            version = runs.finish_run(
                tx, run_id, end.ended, end.figures, end.content, note, end.trace
            )
            run = runs.load_run(tx, run_id)
            return DraftEnded(
                work.session_id, work.stage, draft.variant, run, version, note, work.aside
            )

        self._lane.run(finish, done, failed)


def _settings(work: Assignment, model: LoadedModel) -> dict[str, object]:
    """Return all that repeats a run beside its seed, its prompt and its plan."""
    prompt = work.brief.prompt
    written = {"sections": list(work.sections)} if work.sections else {}
    return written | {
        "sampling": asdict(work.sampling),
        "genre": prompt.genre,
        "language": str(prompt.language),
        "length": prompt.length,
        "variants": len(work.seeds),
        "partial": work.partial,
        "style": dict(work.style),
        "context": model.context,
        "threads": model.threads,
        "read_chunk": model.read_chunk,
        "flash_attention": model.flash_attention,
        "cache_type": str(model.cache_type),
    }
