"""Sessions that come from elsewhere with their whole history, and all of them to go elsewhere."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from writer_gui.domain.run import Ended
from writer_gui.store import codec, contents
from writer_gui.store.clock import to_stamp
from writer_gui.store.desk import next_touch, put_draft
from writer_gui.store.schema import PlanVersionRow, RunRow, SessionRow, StoryVersionRow
from writer_gui.store.sessions import load_session
from writer_gui.store.shelves import set_tags
from writer_gui.store.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import StoryVersion
    from writer_gui.store.database import Transaction

Ids = dict[int | None, int | None]


def each_session(tx: Transaction) -> Iterator[Session]:
    """Yield every session with its history, the trash included, the one changed first first."""
    for session_id in tx.scalars(select(SessionRow.id).order_by(SessionRow.touched)).all():
        yield load_session(tx, session_id)
        tx.expunge_all()  # or a large library would lie in memory as a whole


def sessions_by_birth(tx: Transaction) -> dict[int, list[int]]:
    """Return the ids of all sessions by the microsecond they were created in."""
    found: dict[int, list[int]] = {}
    for created, session_id in tx.execute(select(SessionRow.created, SessionRow.id)):
        found.setdefault(created, []).append(session_id)
    return found


def add_whole_session(tx: Transaction, session: Session) -> int:
    """Store a session with its history under new ids; return its own."""
    row = _session_row(session, next_touch(tx))
    tx.add(row)
    tx.flush()
    runs: Ids = {None: None}
    for run in session.runs:
        runs[run.id] = _added(tx, _run_row(run, row.id))
    plans: Ids = {None: None}
    for plan in session.plans:
        content_id = contents.put(tx, codec.plan_value(plan.plan))
        plan_row = PlanVersionRow(
            session_id=row.id,
            number=plan.number,
            parent_id=plans.get(plan.parent_id),
            run_id=runs.get(plan.run_id),
            content_id=content_id,
            created=to_stamp(plan.created),
            name=codec.one_line(plan.name),
            starred=plan.starred,
        )
        plans[plan.id] = _added(tx, plan_row)
    stories: Ids = {None: None}
    for story in session.stories:
        parents = (stories.get(story.parent_id), plans.get(story.plan_version_id))
        story_row = _story_row(tx, story, row.id, parents, runs.get(story.run_id))
        stories[story.id] = _added(tx, story_row)
    draft = replace(
        session.draft,
        plan_base_id=plans.get(session.draft.plan_base_id),
        story_base_id=stories.get(session.draft.story_base_id),
    )
    put_draft(tx, row.id, draft)
    set_tags(tx, row.id, session.summary.tags)
    return row.id


def _added(tx: Transaction, row: PlanVersionRow | StoryVersionRow | RunRow) -> int:
    tx.add(row)
    tx.flush()
    return row.id


def _session_row(session: Session, touched: int) -> SessionRow:
    summary, prompt = session.summary, session.draft.prompt
    title = codec.one_line(summary.title)
    return SessionRow(
        title=title,
        renamed=title != title_of(prompt.text),
        genre=codec.one_line(prompt.genre),
        language=prompt.language.value,
        length=prompt.length,
        words=summary.words,
        preview=codec.one_line(summary.preview),
        folder=codec.one_line(summary.folder),
        starred=summary.starred,
        created=to_stamp(summary.created),
        updated=to_stamp(summary.updated),
        touched=touched,
        trashed=None if summary.trashed is None else to_stamp(summary.trashed),
    )


def _run_row(run: Run, session_id: int) -> RunRow:
    """Return the row of a run; one that was still going on somewhere else ended there for us."""
    ended = Ended.INTERRUPTED if run.ended is Ended.RUNNING else run.ended
    return RunRow(
        session_id=session_id,
        stage=run.stage.value,
        model=codec.one_line(run.model),
        model_sha256=run.model_sha256,
        seed=run.seed,
        settings=codec.canonical(run.settings),
        ended=ended.value,
        message=codec.without_surrogates(run.message),
        started=to_stamp(run.started),
        seen=to_stamp(run.started),
        owner="",
        **asdict(run.figures),
    )


def _story_row(
    tx: Transaction,
    story: StoryVersion,
    session_id: int,
    parents: tuple[int | None, int | None],
    run_id: int | None,
) -> StoryVersionRow:
    parent_id, plan_version_id = parents
    return StoryVersionRow(
        session_id=session_id,
        number=story.number,
        parent_id=parent_id,
        plan_version_id=plan_version_id,
        run_id=run_id,
        content_id=contents.put(tx, codec.story_value(story.story)),
        created=to_stamp(story.created),
        name=codec.one_line(story.name),
        starred=story.starred,
    )
