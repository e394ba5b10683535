"""Sessions that come from elsewhere with their whole history, and all of them to go elsewhere."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from writer_gui.domain.run import Ended
from writer_gui.store import codec, contents
from writer_gui.store.clock import now, to_stamp
from writer_gui.store.desk import next_touch, put_draft
from writer_gui.store.runs import INTERRUPTED_MESSAGE, with_text_so_far
from writer_gui.store.schema import PlanVersionRow, RunRow, SessionRow, StoryVersionRow
from writer_gui.store.sessions import load_session
from writer_gui.store.shelves import set_tags
from writer_gui.store.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.domain.plan import PlanVersion
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import StoryVersion
    from writer_gui.store.database import Transaction


def count_all_sessions(tx: Transaction) -> int:
    """Return how many sessions there are, the trash included."""
    return tx.scalars(select(func.count(SessionRow.id))).one()


def each_session(tx: Transaction) -> Iterator[Session]:
    """Yield every session with its history, the trash included, the one changed first first.

    What a run under way has written so far is among its versions.
    """
    for session_id in tx.scalars(select(SessionRow.id).order_by(SessionRow.touched)).all():
        yield with_text_so_far(tx, load_session(tx, session_id))
        tx.expunge_all()  # or a large library would lie in memory as a whole


def sessions_by_birth(tx: Transaction) -> dict[int, list[int]]:
    """Return the ids of all sessions by the microsecond they were created in."""
    found: dict[int, list[int]] = {}
    for created, session_id in tx.execute(select(SessionRow.created, SessionRow.id)):
        found.setdefault(created, []).append(session_id)
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """What the row numbers of another library have become in this one."""

    sessions: dict[int, int] = field(default_factory=dict)
    plans: dict[int, int] = field(default_factory=dict)
    stories: dict[int, int] = field(default_factory=dict)

    def is_here_as(self, session: Session, here: Session) -> None:
        """Remember that a session of the other library is the same as one that is here."""
        self.sessions[session.summary.id] = here.summary.id
        self.plans.update((p.id, own.id) for p, own in zip(session.plans, here.plans, strict=True))
        self.stories.update(
            (s.id, own.id) for s, own in zip(session.stories, here.stories, strict=True)
        )


def add_whole_session(tx: Transaction, session: Session, moved: Moved | None = None) -> int:
    """Store a session with its history under new numbers, noted in `moved`; return its own."""
    moved = moved or Moved()
    row = _session_row(session, next_touch(tx))
    session_id = moved.sessions[session.summary.id] = _added(tx, row)
    runs = {run.id: _added(tx, _run_row(run, session_id)) for run in session.runs}
    for plan in session.plans:
        plan_row = _plan_row(tx, plan, session_id)
        plan_row.parent_id = _known(moved.plans, plan.parent_id)
        plan_row.run_id = _known(runs, plan.run_id)
        moved.plans[plan.id] = _added(tx, plan_row)
    for story in session.stories:
        story_row = _story_row(tx, story, session_id)
        story_row.parent_id = _known(moved.stories, story.parent_id)
        story_row.plan_version_id = _known(moved.plans, story.plan_version_id)
        story_row.run_id = _known(runs, story.run_id)
        moved.stories[story.id] = _added(tx, story_row)
    draft = replace(
        session.draft,
        plan_base_id=_known(moved.plans, session.draft.plan_base_id),
        story_base_id=_known(moved.stories, session.draft.story_base_id),
    )
    put_draft(tx, session_id, draft)
    set_tags(tx, session_id, session.summary.tags)
    return session_id


def _known(ids: dict[int, int], there: int | None) -> int | None:
    return None if there is None else ids.get(there)


def _added(tx: Transaction, row: SessionRow | PlanVersionRow | StoryVersionRow | RunRow) -> int:
    tx.add(row)
    tx.flush()
    return row.id


def _session_row(session: Session, touched: int) -> SessionRow:
    summary, prompt = session.summary, session.draft.prompt
    title = codec.one_line(summary.title)
    return SessionRow(
        title=title,
        renamed=summary.renamed or title != title_of(prompt.text),
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
        trashed=None if summary.trashed is None else now(),  # its 30 days begin anew
    )


def _run_row(run: Run, session_id: int) -> RunRow:
    """Return the row of a run; one that was still going on somewhere else ended there for us."""
    if run.ended is Ended.RUNNING:
        run = replace(run, ended=Ended.INTERRUPTED, message=INTERRUPTED_MESSAGE)
    return RunRow(
        session_id=session_id,
        stage=run.stage.value,
        model=codec.one_line(run.model),
        model_sha256=run.model_sha256,
        seed=run.seed,
        settings=codec.canonical(run.settings),
        ended=run.ended.value,
        message=codec.without_surrogates(run.message),
        reasoning=codec.without_surrogates(run.trace.reasoning),
        cut_place=run.trace.cut_place,
        started=to_stamp(run.started),
        seen=to_stamp(run.started),
        owner="",
        **asdict(run.figures),
    )


def _plan_row(tx: Transaction, plan: PlanVersion, session_id: int) -> PlanVersionRow:
    return PlanVersionRow(
        session_id=session_id,
        number=plan.number,
        content_id=contents.put(tx, codec.plan_value(plan.plan)),
        created=to_stamp(plan.created),
        name=codec.one_line(plan.name),
        starred=plan.starred,
    )


def _story_row(tx: Transaction, story: StoryVersion, session_id: int) -> StoryVersionRow:
    return StoryVersionRow(
        session_id=session_id,
        number=story.number,
        content_id=contents.put(tx, codec.story_value(story.story)),
        created=to_stamp(story.created),
        name=codec.one_line(story.name),
        starred=story.starred,
    )
