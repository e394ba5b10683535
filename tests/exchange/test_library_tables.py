"""A library with everything in it, out to a folder and into an empty one: table by table the same.

What the library of this test leaves empty is an error, so that no column can be forgotten.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.exchange.portrait import portrait
from tests.store.samples import LETTER, LIGHTHOUSE, draft, plan, story
from tests.store.test_pairs import PAIR
from tests.store.test_triplets import FULL
from writer_gui.domain.pair import PairLevel, PairSide, Verdict
from writer_gui.domain.run import Ended, RunFigures, RunTrace, Stage
from writer_gui.domain.session import Standing
from writer_gui.domain.triplet import Scores
from writer_gui.exchange.judging import draw, load_round, save_round, tasks_of_session
from writer_gui.exchange.library_folder import take_in, write_library
from writer_gui.exchange.session_triplet import triplet_from_session
from writer_gui.store import runs, sessions, versions
from writer_gui.store.database import Database
from writer_gui.store.pairs import add_pair
from writer_gui.store.schema import Base
from writer_gui.store.triplets import add_triplet, trash_triplets, update_triplet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.exchange.portrait import Row
    from writer_gui.domain.judging import JudgingRound
    from writer_gui.store.database import Transaction


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "one" / "writer.db")
    yield opened
    opened.close()


def fill(tx: Transaction) -> None:
    """Have something in every column of every table."""
    first, second = (sessions.create_session(tx, prompt) for prompt in (LIGHTHOUSE, LETTER))
    copy = sessions.duplicate_session(tx, first)
    sessions.rename_session(tx, copy, sessions.session_summary(tx, copy).title)  # yet the writer's
    gone = sessions.create_session(tx, replace(LETTER, text="thrown away"))
    for n in range(2):  # by turns, so that row numbers come in another order
        for session_id in (first, second):
            _write(tx, session_id, n)
    for session_id, starred in ((first, True), (second, False)):
        _shelve(tx, session_id, starred=starred)
    sessions.trash_session(tx, gone)
    sessions.set_last_session(tx, second)
    _keep_records(tx, second)
    save_round(tx, _judged(tx, second))


def _write(tx: Transaction, session_id: int, n: int) -> None:
    last = sessions.load_session(tx, session_id)
    parents = {
        "parent_id": last.stories[-1].id if last.stories else None,
        "plan_version_id": last.plans[-1].id if last.plans else None,
    }
    run = runs.start_run(
        tx, session_id, Stage.STORY, model="m", model_sha256="ab", seed=7, settings={"t": [0.9]},
        **parents,
    )  # fmt: skip
    figures = RunFigures(1, 2, 3, 0.5, 1.5)
    told = runs.finish_run(
        tx,
        run.id,
        Ended.CUT,
        figures,
        story("雾散了。", f"{n}"),
        "Cut.",
        RunTrace("[1] 先想想。", 1),
    )
    assert told is not None
    versions.star_version(tx, versions.VersionKind.STORY, told.id, starred=n == 0)
    versions.name_version(tx, versions.VersionKind.STORY, told.id, f"第{n}稿")
    parent = last.plans[-1].id if last.plans else None
    made = versions.add_plan(tx, session_id, plan("迟到", str(n)), parent_id=parent, run_id=run.id)
    versions.star_version(tx, versions.VersionKind.PLAN, made.id, starred=n == 1)
    versions.name_version(tx, versions.VersionKind.PLAN, made.id, "早到的信")
    on_desk = replace(draft(last.draft.prompt), plan_base_id=made.id, story_base_id=told.id)
    sessions.save_draft(tx, session_id, replace(on_desk, standing=Standing("step1", 2)))


def _shelve(tx: Transaction, session_id: int, *, starred: bool) -> None:
    sessions.set_tags(tx, session_id, ["海", f"信{session_id}"])
    sessions.move_to_folder(tx, session_id, "短篇/2026")
    sessions.set_starred(tx, session_id, starred)
    sessions.rename_session(tx, session_id, f"灯塔 {session_id}")


def _keep_records(tx: Transaction, session_id: int) -> None:
    of_session = sessions.load_session(tx, session_id)
    kept = triplet_from_session(of_session, of_session.plans[0], of_session.stories[1])
    assert add_triplet(tx, replace(kept, scores=Scores(1, 2, 3, 4, 5, 6))) is not None
    update_triplet(tx, replace(kept, scores=Scores(9, 8, 7, 6, 5, 4), reason="clear"))
    add_triplet(tx, FULL)
    add_triplet(tx, replace(FULL, uid="gone", query="thrown away", session_id=session_id))
    trash_triplets(tx, ["gone"])
    add_pair(tx, replace(PAIR, session_id=session_id))
    other = replace(PAIR, uid="two", verdict=Verdict.TIE, level=PairLevel.PLAN, origin="import")
    add_pair(tx, other)
    add_pair(tx, replace(PAIR, uid="gone", first=PairSide("thrown away")), trashed=True)


def _judged(tx: Transaction, session_id: int) -> JudgingRound:
    return draw(tasks_of_session(sessions.load_session(tx, session_id), PairLevel.STORY), 7)


def test_nothing_is_lost_on_the_way(database: Database, tmp_path: Path) -> None:
    with database.transaction() as tx:
        fill(tx)
        write_library(tx, tmp_path / "out")
    there = portrait(database)
    _require_something_everywhere(there)
    with closing(Database.open(tmp_path / "two" / "writer.db")) as other:
        _use_up_numbers(other)
        with other.transaction() as tx:
            report = take_in(tx, [tmp_path / "out"])
        assert (report.rejected, report.missing, report.missing_records) == ([], 0, 0)
        here = portrait(other)
        for table, rows in there.items():
            assert here[table] == rows, table
        with other.transaction() as tx:
            again = take_in(tx, [tmp_path / "out"])
        assert (again.added, again.triplets, again.pairs, again.rejected) == ([], 0, 0, [])
        assert portrait(other) == here


def _use_up_numbers(database: Database) -> None:
    """Have no row get the number it had where it comes from."""
    with database.transaction() as tx:
        blank = sessions.create_session(tx, replace(LETTER, text="blank"))
        versions.add_plan(tx, blank, plan("blank"))
        versions.add_story(tx, blank, story("blank"), plan_version_id=None)
        sessions.trash_session(tx, blank)
        sessions.empty_trash(tx, datetime.now(UTC) + timedelta(days=1))


def _require_something_everywhere(rows: dict[str, list[Row]]) -> None:
    empty = [
        f"{table}.{column.name}"
        for table, found in rows.items()
        for column in Base.metadata.tables[table].columns
        if found and column.name in found[0] and not any(row[column.name] for row in found)
    ]
    assert not empty, f"the library of this test has nothing in {empty}"
    assert all(rows.values())


def test_a_round_under_way_here_is_not_written_over(database: Database, tmp_path: Path) -> None:
    with database.transaction() as tx:
        fill(tx)
        write_library(tx, tmp_path / "out")
        here = replace(_judged(tx, 1), seed=8)
        save_round(tx, here)
        report = take_in(tx, [tmp_path / "out"])
        assert load_round(tx) == here
    ((_, reason),) = report.rejected
    assert reason.startswith("A round of choices is under way here already; finish it")


def test_what_a_run_under_way_has_written_goes_out_too(database: Database, tmp_path: Path) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        for stage, text in ((Stage.PLAN, plan("立意", "半")), (Stage.STORY, story("雾散的那"))):
            run = runs.start_run(
                tx, session_id, stage, model="m", model_sha256="", seed=1, settings={}
            )
            runs.checkpoint_run(tx, run.id, text, RunFigures(tokens=4))
        write_library(tx, tmp_path / "out")
    with closing(Database.open(tmp_path / "two" / "writer.db")) as other, other.transaction() as tx:
        (added,) = take_in(tx, [tmp_path / "out"]).added
        there = sessions.load_session(tx, added)
    assert [v.plan for v in there.plans] == [plan("立意", "半")]
    assert [v.story for v in there.stories] == [story("雾散的那")]
    assert [run.ended for run in there.runs] == [Ended.INTERRUPTED] * 2
    of_plan, of_story = there.runs
    assert (there.plans[0].run_id, there.stories[0].run_id) == (of_plan.id, of_story.id)
