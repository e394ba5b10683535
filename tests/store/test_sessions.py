from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.store.samples import LETTER, LIGHTHOUSE, draft, plan, story
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended, RunFigures, Stage
from writer_gui.domain.session import Draft, Prompt
from writer_gui.errors import UserError
from writer_gui.store import clock, sessions
from writer_gui.store.runs import finish_run, start_run
from writer_gui.store.versions import add_plan, add_story

if TYPE_CHECKING:
    from writer_gui.store.database import Database, Transaction

FUTURE = datetime(9000, 1, 1, tzinfo=UTC)


def _count(tx: Transaction, table: str) -> int:
    return int(tx.scalar(text(f"SELECT count(*) FROM {table}")))


def test_a_draft_comes_back_as_it_was_typed(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
    with database.reading() as tx:
        session = sessions.load_session(tx, session_id)
    assert session.draft == draft()
    assert session.summary.title == "写一个灯塔看守人收到一封迟到三十年的信的故事"
    assert session.summary.words == 18
    assert session.summary.preview.startswith("雾散的那天")


def test_a_missing_session_is_a_sentence(database: Database) -> None:
    with database.reading() as tx, pytest.raises(UserError, match=r"no session 7; .*sessions"):
        sessions.load_session(tx, 7)
    with database.reading() as tx, pytest.raises(UserError, match="no session"):
        sessions.load_session(tx, 10**30)
    with pytest.raises(UserError, match="no session 7"), database.transaction() as tx:
        sessions.save_draft(tx, 7, draft())


def test_titles_follow_the_prompt_until_the_writer_names_the_session(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, Prompt(""))
        sessions.save_draft(tx, session_id, draft(LETTER))
        followed = sessions.session_summary(tx, session_id).title
        sessions.rename_session(tx, session_id, " My\nlighthouse ")
        sessions.save_draft(tx, session_id, draft(LIGHTHOUSE))
        named = sessions.session_summary(tx, session_id).title
        sessions.rename_session(tx, session_id, "")
        again = sessions.session_summary(tx, session_id).title
    assert followed == "A lighthouse keeper opens a letter"
    assert named == "My lighthouse"
    assert again.startswith("写一个灯塔")


def test_newest_first_also_when_the_clock_goes_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as tx:
        first = sessions.create_session(tx, LIGHTHOUSE)
        second = sessions.create_session(tx, LETTER)
    earlier = clock.now() - 10**15
    for module in ("sessions", "desk", "versions"):
        monkeypatch.setattr(f"writer_gui.store.{module}.now", lambda: earlier)
    with database.transaction() as tx:
        sessions.save_draft(tx, first, draft())
        one = add_plan(tx, first, plan("a"))
        two = add_plan(tx, first, plan("b"))
    with database.reading() as tx:
        assert [s.id for s in sessions.list_sessions(tx)] == [first, second]
        loaded = sessions.load_session(tx, first)
    assert [v.id for v in loaded.plans] == [one.id, two.id]
    assert [v.number for v in loaded.plans] == [1, 2]


def test_a_moved_caret_is_kept_and_does_not_reorder_the_list(database: Database) -> None:
    with database.transaction() as tx:
        first = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, first, draft())
        second = sessions.create_session(tx, LETTER)
        sessions.save_draft(tx, first, replace(draft(), caret=3))
        assert [s.id for s in sessions.list_sessions(tx)] == [second, first]
        assert sessions.load_session(tx, first).draft.caret == 3


def test_texts_are_stored_once_and_dropped_when_unused(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        add_plan(tx, session_id, draft().plan)
        add_story(tx, session_id, draft().story, plan_version_id=None)
        assert _count(tx, "contents") == 3
        for n in range(5):
            sessions.save_draft(tx, session_id, replace(draft(), story=story(f"{n}")))
        assert _count(tx, "contents") == 4  # the version's story and the last one typed
        sessions.trash_session(tx, session_id)
        sessions.empty_trash(tx, FUTURE)
        assert _count(tx, "contents") == 0


def test_paging_meets_every_session_once_in_every_order(database: Database) -> None:
    with database.transaction() as tx:
        for n in range(23):
            made = sessions.create_session(tx, replace(LETTER, text=f"Title {n % 5}"))
            sessions.save_draft(
                tx, made, Draft(Prompt(f"Title {n % 5}"), story=story("字" * (n % 4)))
            )
        for order in sessions.SessionOrder:
            query = sessions.SessionQuery(order=order)
            seen: list[int] = []
            page = sessions.list_sessions(tx, query, limit=5)
            while page:
                seen += [s.id for s in page]
                page = sessions.list_sessions(tx, query, after=page[-1], limit=5)
            assert sorted(seen) == list(range(1, 24)), order


def test_filters(database: Database) -> None:
    with database.transaction() as tx:
        chinese = sessions.create_session(tx, LIGHTHOUSE)
        english = sessions.create_session(tx, replace(LETTER, genre="诗歌"))
        sessions.set_starred(tx, english, True)
        sessions.set_tags(tx, chinese, ["海", "信"])
        sessions.move_to_folder(tx, english, "Letters")
        start_run(
            tx, chinese, Stage.PLAN, model="tiny", model_sha256="", seed=1, settings={}
        )  # fmt: skip
        summary = sessions.session_summary(tx, english)

        def found(**wanted: object) -> list[int]:
            query = sessions.SessionQuery(**wanted)  # type: ignore[arg-type]  # the point of the test
            return [s.id for s in sessions.list_sessions(tx, query)]

        assert found(genre="诗歌") == [english]
        assert found(language=Language.ZH) == [chinese]
        assert found(starred=True) == [english]
        assert found(tag="海") == [chinese]
        assert found(folder="Letters") == [english]
        assert found(folder="") == [chinese]
        assert found(model="tiny") == [chinese]
        assert found(since=summary.updated + timedelta(days=1)) == []
        assert set(found(until=summary.updated + timedelta(days=1))) == {english, chinese}
        assert sessions.session_summary(tx, chinese).tags == ("信", "海")
        assert sessions.list_tags(tx) == {"信": 1, "海": 1}
        assert sessions.list_folders(tx) == {"Letters": 1}


def test_the_trash_gives_back_and_is_emptied_by_age(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.set_last_session(tx, session_id)
        sessions.trash_session(tx, session_id)
        assert sessions.list_sessions(tx) == []
        assert sessions.last_session(tx) is None
        trashed = sessions.list_sessions(tx, sessions.SessionQuery(trashed=True))
        assert [s.id for s in trashed] == [session_id]
        assert sessions.empty_trash(tx, datetime.now(UTC) - timedelta(days=30)) == 0
        sessions.restore_session(tx, session_id)
        assert sessions.last_session(tx) == session_id
        sessions.trash_session(tx, session_id)
        assert sessions.empty_trash(tx, FUTURE) == 1
        assert sessions.create_session(tx, LETTER) == session_id + 1  # a number is never used again


def test_a_copy_has_the_text_and_no_history(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        sessions.set_tags(tx, session_id, ["海"])
        run = start_run(
            tx, session_id, Stage.PLAN, model="m", model_sha256="", seed=1, settings={}
        )  # fmt: skip
        finish_run(tx, run.id, Ended.COMPLETE, RunFigures(), draft().plan)
        copy = sessions.load_session(tx, sessions.duplicate_session(tx, session_id))
    assert copy.draft == draft()
    assert copy.summary.tags == ("海",)
    assert copy.plans == ()
    assert copy.runs == ()
