from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.samples import LIGHTHOUSE, plan, story
from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Ended, Run, RunFigures, RunTrace, Stage
from writer_gui.domain.story import Story, StoryVersion
from writer_gui.store import runs, sessions

if TYPE_CHECKING:
    from writer_gui.store.database import Database, Transaction

FIGURES = RunFigures(
    prompt_tokens=100, reused_tokens=60, tokens=40, first_token_s=0.5, seconds=3.25
)


def _start(tx: Transaction, session_id: int, stage: Stage = Stage.PLAN) -> Run:
    return runs.start_run(
        tx,
        session_id,
        stage,
        model="Tiny",
        model_sha256="ab" * 32,
        seed=7,
        settings={"temperature": 0.9, "prompt": "灯塔"},
    )


@pytest.fixture
def session_id(database: Database) -> int:
    with database.transaction() as tx:
        return sessions.create_session(tx, LIGHTHOUSE)


def test_a_finished_run_is_a_version_with_its_figures(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        run = _start(tx, session_id)
        version = runs.finish_run(tx, run.id, Ended.COMPLETE, FIGURES, plan("立意", "一"))
        loaded = sessions.load_session(tx, session_id)
    assert isinstance(version, PlanVersion)
    assert loaded.plans == (version,)
    (kept,) = loaded.runs
    assert kept.figures == FIGURES
    assert kept.ended is Ended.COMPLETE
    assert kept.settings == {"temperature": 0.9, "prompt": "灯塔"}
    assert version.run_id == kept.id == run.id


def test_a_story_run_keeps_its_lineage(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        written = runs.finish_run(
            tx, _start(tx, session_id).id, Ended.COMPLETE, FIGURES, plan("立意")
        )
        assert written is not None
        run = runs.start_run(
            tx,
            session_id,
            Stage.STORY,
            model="Tiny",
            model_sha256="",
            seed=1,
            settings={},
            parent_id=None,
            plan_version_id=written.id,
        )
        version = runs.finish_run(tx, run.id, Ended.CUT, FIGURES, story("信到了。"))
    assert isinstance(version, StoryVersion)
    assert version.plan_version_id == written.id


def test_nothing_written_makes_no_version(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        run = _start(tx, session_id)
        assert runs.finish_run(tx, run.id, Ended.FAILED, FIGURES, Plan(), "No memory.") is None
        loaded = sessions.load_session(tx, session_id)
    assert loaded.plans == ()
    assert loaded.runs[0].message == "No memory."


def test_the_run_of_a_live_process_is_left_alone(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        run = _start(tx, session_id)
        assert runs.recover_runs(tx) == []
        assert runs.load_run(tx, run.id).ended is Ended.RUNNING


@pytest.mark.parametrize("with_text", [True, False])
def test_the_run_of_a_dead_process_becomes_an_interrupted_version(
    database: Database, session_id: int, monkeypatch: pytest.MonkeyPatch, with_text: bool
) -> None:
    with database.transaction() as tx:
        run = _start(tx, session_id, Stage.STORY)
        if with_text:
            runs.checkpoint_run(tx, run.id, story("雾散的那天，"), FIGURES)
    monkeypatch.setattr(runs, "is_alive", lambda owner: False)
    with database.transaction() as tx:
        recovered = runs.recover_runs(tx)
        loaded = sessions.load_session(tx, session_id)
    assert [r.id for r in recovered] == [run.id]
    assert recovered[0].ended is loaded.runs[0].ended is Ended.INTERRUPTED
    texts = [version.story.text for version in loaded.stories]
    assert texts == (["雾散的那天，"] if with_text else [])
    assert loaded.runs[0].figures == (FIGURES if with_text else RunFigures())


def test_the_trace_of_a_run_is_kept_also_when_its_process_dies(
    database: Database, session_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as tx:
        done, died = _start(tx, session_id), _start(tx, session_id)
        runs.checkpoint_run(tx, done.id, plan("立意"), FIGURES, RunTrace("[1] 想", 0))
        runs.finish_run(
            tx, done.id, Ended.COMPLETE, FIGURES, plan("立意"), "", RunTrace("[1] 想想\ud800")
        )
        runs.checkpoint_run(tx, died.id, plan("立意"), FIGURES, RunTrace("[1] 想", 0))
    monkeypatch.setattr(runs, "is_alive", lambda owner: False)
    with database.transaction() as tx:
        runs.recover_runs(tx)
        kept = sessions.load_session(tx, session_id).runs
    assert [run.trace for run in kept] == [RunTrace("[1] 想想\ufffd"), RunTrace("[1] 想", 0)]


def test_a_checkpoint_that_is_damaged_does_not_stop_the_others(
    database: Database,
    session_id: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with database.transaction() as tx:
        broken, sound = _start(tx, session_id), _start(tx, session_id)
        runs.checkpoint_run(tx, broken.id, plan("x"), FIGURES)
        runs.checkpoint_run(tx, sound.id, plan("立意"), FIGURES)
        tx.connection().exec_driver_sql(
            "UPDATE runs SET partial = x'00ff' WHERE id = ?", (broken.id,)
        )
    monkeypatch.setattr(runs, "is_alive", lambda owner: False)
    with database.transaction() as tx:
        runs.recover_runs(tx)
        loaded = sessions.load_session(tx, session_id)
    assert [v.plan for v in loaded.plans] == [plan("立意")]
    assert {r.ended for r in loaded.runs} == {Ended.INTERRUPTED}
    assert "is damaged" in caplog.text
    caplog.clear()


def test_an_empty_story_is_no_version(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        run = _start(tx, session_id, Stage.STORY)
        assert runs.finish_run(tx, run.id, Ended.STOPPED, FIGURES, Story()) is None
