"""Runs: recorded before the first word, saved as they go, kept whatever becomes of them."""

from __future__ import annotations

import logging
import zlib
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Ended, Run, RunFigures, Stage
from writer_gui.domain.story import Story, StoryVersion
from writer_gui.errors import UserError
from writer_gui.store import codec, rows
from writer_gui.store.clock import from_stamp, now
from writer_gui.store.desk import touch
from writer_gui.store.owner import is_alive, this_process
from writer_gui.store.schema import RunRow
from writer_gui.store.versions import add_plan, add_story

if TYPE_CHECKING:
    from writer_gui.domain.run import RunTrace
    from writer_gui.domain.session import Session
    from writer_gui.store.database import Transaction

log = logging.getLogger(__name__)

INTERRUPTED_MESSAGE = "The program ended before this run did; its text so far is kept."
_ELSEWHERE_DEAD_AFTER = 24 * 3600 * 1_000_000  # a run of another computer not heard of for a day


def start_run(  # noqa: PLR0913 - everything that repeats a run
    tx: Transaction,
    session_id: int,
    stage: Stage,
    *,
    model: str,
    model_sha256: str,
    seed: int,
    settings: dict[str, object],
    parent_id: int | None = None,
    plan_version_id: int | None = None,
) -> Run:
    """Record a generation that begins now in this process.

    `parent_id` and `plan_version_id` are those of the version that will come of it.
    """
    touch(tx, session_id)
    moment = now()
    row = RunRow(
        session_id=session_id,
        stage=stage.value,
        model=codec.one_line(model),
        model_sha256=model_sha256,
        seed=seed,
        settings=codec.canonical(settings),
        ended=Ended.RUNNING.value,
        started=moment,
        seen=moment,
        owner=this_process(),
        parent_id=parent_id,
        plan_version_id=plan_version_id,
    )
    tx.add(row)
    tx.flush()
    return rows.run(row)


def checkpoint_run(
    tx: Transaction,
    run_id: int,
    content: Plan | Story,
    figures: RunFigures,
    trace: RunTrace | None = None,
) -> None:
    """Keep the text so far of a run and its trace; every two seconds or 200 characters."""
    row = _running(tx, run_id)
    _set_trace(row, trace)
    _set_figures(row, figures)
    row.seen = now()
    row.partial = zlib.compress(codec.canonical(_value(content)).encode(), 1)


def finish_run(
    tx: Transaction,
    run_id: int,
    ended: Ended,
    figures: RunFigures,
    content: Plan | Story,
    message: str = "",
    trace: RunTrace | None = None,
) -> PlanVersion | StoryVersion | None:
    """End a run and make the version that came of it; None where nothing was written.

    Without a `trace`, that of the last checkpoint stays.
    """
    row = _running(tx, run_id)
    _set_trace(row, trace)
    row.ended = ended.value
    row.message = codec.without_surrogates(message)
    row.seen = now()
    row.partial = None
    _set_figures(row, figures)
    tx.flush()
    if content.is_empty:
        return None
    if isinstance(content, Plan):
        return add_plan(tx, row.session_id, content, parent_id=row.parent_id, run_id=row.id)
    return add_story(
        tx,
        row.session_id,
        content,
        plan_version_id=row.plan_version_id,
        parent_id=row.parent_id,
        run_id=row.id,
    )


def recover_runs(tx: Transaction) -> list[Run]:
    """Turn what dead processes left running into interrupted runs with their text as a version."""
    left = tx.scalars(select(RunRow).where(RunRow.ended == Ended.RUNNING.value)).all()
    recovered = []
    for row in left:
        if is_alive(row.owner) and not _forgotten(row):
            continue
        content = _partial(row)
        finish_run(
            tx, row.id, Ended.INTERRUPTED, rows.run(row).figures, content, INTERRUPTED_MESSAGE
        )
        recovered.append(rows.run(row))
    return recovered


def with_text_so_far(tx: Transaction, session: Session) -> Session:
    """Return a session with the versions that `recover_runs` would make of its runs under way."""
    for run in session.runs:
        row = tx.get(RunRow, run.id) if run.ended is Ended.RUNNING else None
        content = Story() if row is None else _partial(row)
        if row is not None and not content.is_empty:
            session = _with_version(session, row, content)
    return session


def load_run(tx: Transaction, run_id: int) -> Run:
    """Return a run. Raises UserError if there is none of that id."""
    row = tx.get(RunRow, run_id)
    if row is None:
        raise UserError(f"There is no run {run_id}; choose one from the history.")
    return rows.run(row)


def _running(tx: Transaction, run_id: int) -> RunRow:
    row = tx.get(RunRow, run_id)
    if row is None:
        # Its session was deleted for good meanwhile, perhaps by another process.
        raise UserError("The session of this run is gone; keep its text in a new session.")
    return row


def _forgotten(row: RunRow) -> bool:
    host = row.owner.split("|")[0]
    elsewhere = host != this_process().split("|")[0]
    return elsewhere and abs(now() - row.seen) > _ELSEWHERE_DEAD_AFTER


def _value(content: Plan | Story) -> dict[str, object]:
    if isinstance(content, Plan):
        return codec.plan_value(content)
    return codec.story_value(content)


def _partial(row: RunRow) -> Plan | Story:
    plan_wanted = row.stage == Stage.PLAN.value
    try:
        value = codec.unpack(row.partial, packed=True) if row.partial else None
    except (zlib.error, ValueError):
        log.exception("the text so far of run %d is damaged", row.id)
        value = None
    if value is None:
        return Plan() if plan_wanted else Story()
    return codec.plan_from(value) if plan_wanted else codec.story_from(value)


def _with_version(session: Session, row: RunRow, content: Plan | Story) -> Session:
    versions = session.plans if isinstance(content, Plan) else session.stories
    number = max((version.number for version in versions), default=0) + 1
    place = (-row.id, row.session_id, number, row.parent_id)  # no version has a negative number
    written = (row.id, from_stamp(row.seen))
    if isinstance(content, Plan):
        return replace(session, plans=(*session.plans, PlanVersion(*place, content, *written)))
    story = StoryVersion(*place, row.plan_version_id, content, *written)
    return replace(session, stories=(*session.stories, story))


def _set_trace(row: RunRow, trace: RunTrace | None) -> None:
    if trace is not None:
        row.reasoning = codec.without_surrogates(trace.reasoning)
        row.cut_place = trace.cut_place


def _set_figures(row: RunRow, figures: RunFigures) -> None:
    for name, value in asdict(figures).items():
        setattr(row, name, value)
