from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import LETTER, LIGHTHOUSE, draft, plan, story
from writer_gui.domain.language import Language
from writer_gui.domain.session import Draft, Prompt
from writer_gui.store import sessions
from writer_gui.store.backup import backup, restore
from writer_gui.store.database import Database
from writer_gui.store.problems import BusyError
from writer_gui.store.search import (
    SearchField,
    rebuild_index,
    search,
    search_sessions,
    update_index,
)
from writer_gui.store.sessions import SessionQuery
from writer_gui.store.versions import add_story

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def index_file(path: Path) -> Path:
    return path.with_suffix(".search")


def _found(database: Database, text: str, query: SessionQuery | None = None) -> list[int]:
    with database.transaction() as tx:
        return [s.id for s in search_sessions(tx, text, query or SessionQuery())]


def test_each_field_is_found_and_named(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        sessions.rename_session(tx, session_id, "北方的海")
        named = {
            word: [(hit.session.id, hit.field) for hit in search(tx, word)]
            for word in ("北方", "克制", "和解", "雾散", "没有拆", "第2步", "信")
        }
    assert named == {
        "北方": [(session_id, SearchField.TITLE)],
        "克制": [(session_id, SearchField.PROMPT)],
        "和解": [(session_id, SearchField.PLAN)],
        "雾散": [(session_id, SearchField.STORY)],
        "没有拆": [(session_id, SearchField.PLAN)],
        "第2步": [(session_id, SearchField.PLAN)],
        "信": [(session_id, SearchField.PROMPT)],
    }


def test_words_may_lie_in_different_fields(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        (hit,) = search(tx, "克制 雾散 信到了")
    assert hit.field is SearchField.STORY
    marked = [hit.excerpt.text[start:end] for start, end in hit.excerpt.marks]
    assert marked == ["雾散", "信到了"]


def test_a_text_only_an_older_version_has_is_found(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        add_story(tx, session_id, story("鲸鱼搁浅了。"), plan_version_id=None)
        sessions.save_draft(tx, session_id, draft())
    assert _found(database, "鲸鱼") == [session_id]


def test_what_was_changed_is_found_anew_and_no_longer_as_it_was(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, replace(draft(), story=story("鲸鱼")))
    assert _found(database, "鲸鱼") == [session_id]
    with database.transaction() as tx:
        sessions.save_draft(tx, session_id, replace(draft(), story=story("海豚")))
    assert _found(database, "鲸鱼") == []
    assert _found(database, "海豚") == [session_id]


def test_filters_order_and_pages(database: Database) -> None:
    with database.transaction() as tx:
        made = [
            sessions.create_session(tx, replace(LETTER, text=f"Letter {n}", genre="诗歌"))
            for n in range(5)
        ]
        other = sessions.create_session(tx, replace(LIGHTHOUSE, text="letter 灯"))
        sessions.set_starred(tx, made[1], True)
        sessions.trash_session(tx, made[4])
        first = search_sessions(tx, "letter", limit=2)
        second = search_sessions(tx, "letter", after=first[-1], limit=9)
    assert [s.id for s in first] == [other, made[3]]
    assert [s.id for s in second] == [made[2], made[1], made[0]]
    assert _found(database, "letter", SessionQuery(language=Language.ZH)) == [other]
    assert _found(database, "letter", SessionQuery(starred=True)) == [made[1]]
    assert _found(database, "letter", SessionQuery(trashed=True)) == [made[4]]
    assert _found(database, "letter", SessionQuery(genre="散文")) == []


def test_one_frequent_character_is_found_everywhere(database: Database) -> None:
    with database.transaction() as tx:
        made = [sessions.create_session(tx, Prompt(f"我的第{n}封信")) for n in range(120)]
        assert [s.id for s in search_sessions(tx, "的", limit=5)] == made[:-6:-1]
        rare = sessions.create_session(tx, Prompt("鲸"))
        assert [s.id for s in search_sessions(tx, "鲸")] == [rare]
        assert len(search_sessions(tx, "信", limit=500)) == 120


@pytest.mark.parametrize("nothing", ["", "   ", '"', "——", "*", "🙂", "\udcff"])
def test_what_has_no_letters_finds_nothing(database: Database, nothing: str) -> None:
    with database.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
        assert search(tx, nothing) == []


def test_odd_texts_are_indexed(database: Database) -> None:
    odd = Prompt("NUL \0 inside, lone \ud800 surrogate, 灯\u200b塔 𠮷野家")
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, odd)
        assert [s.id for s in search_sessions(tx, "surrogate")] == [session_id]
        assert [s.id for s in search_sessions(tx, "𠮷野")] == [session_id]
        sessions.save_draft(tx, session_id, Draft(Prompt("anew")))
        assert search(tx, "surrogate") == []


@pytest.mark.parametrize("harm", ["garbage", "zeros", "cut", "gone", "dropped"])
def test_a_broken_index_is_made_anew(
    database: Database, path: Path, index_file: Path, harm: str
) -> None:
    with database.transaction() as tx:
        for n in range(50):
            sessions.save_draft(tx, sessions.create_session(tx, LETTER), draft())
            sessions.create_session(tx, Prompt(f"whale {n}"))
    assert len(_found(database, "whale")) == 50
    database.close()
    whole = index_file.read_bytes()
    match harm:
        case "garbage":
            index_file.write_bytes(b"garbage" * 9999)
        case "zeros":
            index_file.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
        case "cut":
            index_file.write_bytes(whole[: len(whole) // 2])
        case "gone":
            index_file.unlink()
        case "dropped":
            index_file.write_bytes(b"")
    opened = Database.open(path)
    assert len(_found(opened, "whale")) == 50
    opened.close()


@pytest.mark.parametrize("table", ["words_data SET block", "documents SET body"])
@pytest.mark.parametrize("wanted", ["灯塔", "灯"])
def test_an_index_found_broken_by_a_search_is_asked_again(
    database: Database, table: str, wanted: str
) -> None:
    """Made anew it would be empty, and the writer told that there is nothing."""
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        assert update_index(tx)
    index = database.path.with_suffix(".search")
    with closing(sqlite3.connect(index)) as connection:
        connection.execute(f"UPDATE {table} = x'ff00ff00ff'")
        connection.commit()
    with database.transaction() as tx:
        assert [hit.session.id for hit in search(tx, wanted)] == [session_id]


def test_an_index_in_use_is_not_taken_for_a_broken_one(
    database: Database, index_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("writer_gui.store.search_index.WAIT_S", 0.05)
    with database.transaction() as tx:
        sessions.create_session(tx, Prompt("whale"))
    assert len(_found(database, "whale")) == 1
    with closing(sqlite3.connect(index_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with database.transaction() as tx:
            sessions.create_session(tx, Prompt("whale again"))
        with pytest.raises(BusyError):
            _found(database, "whale")
        other.execute("ROLLBACK")
    assert len(_found(database, "whale")) == 2


def test_a_restored_library_is_indexed_anew(database: Database, tmp_path: Path) -> None:
    with database.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
    backup(database, tmp_path / "copy.db")
    with database.transaction() as tx:
        for n in range(3):
            sessions.create_session(tx, Prompt(f"whale {n}"))
    assert len(_found(database, "whale")) == 3
    restore(database, tmp_path / "copy.db", tmp_path)
    assert _found(database, "whale") == []
    assert len(_found(database, "灯塔")) == 1


def test_what_is_deleted_for_good_leaves_the_index_too(
    database: Database, index_file: Path
) -> None:
    with database.transaction() as tx:
        kept = sessions.create_session(tx, Prompt("lamp"))
        gone = sessions.create_session(tx, Prompt("secret whale"))
    assert _found(database, "whale") == [gone]
    with database.transaction() as tx:
        sessions.trash_session(tx, gone)
        sessions.empty_trash(tx, datetime(9000, 1, 1, tzinfo=UTC))
    assert _found(database, "whale") == []
    with database.transaction() as tx:
        assert tx.info["search_index"].ids() == {kept}
        after = sessions.create_session(tx, Prompt("another whale"))
    assert _found(database, "whale") == [after]


def test_a_long_way_behind_is_caught_up_in_steps(database: Database) -> None:
    with database.transaction() as tx:
        for n in range(250):
            sessions.create_session(tx, Prompt(f"whale {n}"))
        rebuild_index(tx)
        assert update_index(tx, at_once=100) is False
        assert update_index(tx, at_once=100) is False
        assert update_index(tx, at_once=100) is True
        assert len(search_sessions(tx, "whale", limit=500)) == 250


def test_a_snapshot_can_be_searched_without_harm_to_the_index(database: Database) -> None:
    with database.transaction() as tx:
        sessions.create_session(tx, Prompt("whale"))
        update_index(tx)
    with database.reading() as snapshot:
        assert len(search_sessions(snapshot, "whale")) == 1
        with database.transaction() as tx:
            sessions.create_session(tx, Prompt("whale again"))
            assert len(search_sessions(tx, "whale")) == 2
        assert len(search_sessions(snapshot, "whale")) == 1
        assert snapshot.info["search_index"].state().documents == 2


def test_plans_are_searched_by_title_and_text(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, Prompt(""))
        sessions.save_draft(tx, session_id, Draft(Prompt(""), plan=plan("Salt and iron")))
        (hit,) = search(tx, "iron salt")
    assert hit.field is SearchField.PLAN


def test_a_library_that_was_carried_away_and_back_is_indexed_anew(
    database: Database, tmp_path: Path
) -> None:
    """As a file, and worked on elsewhere: its name and its counter say nothing of that."""
    with database.transaction() as tx:
        here, there = (sessions.create_session(tx, Prompt(text)) for text in ("whale", "whale"))
    backup(database, tmp_path / "carried.db")
    with database.transaction() as tx:
        sessions.save_draft(tx, here, Draft(Prompt("heron")))
    assert _found(database, "heron") == [here]
    database.close()
    elsewhere = Database.open(tmp_path / "carried.db")
    with elsewhere.transaction() as tx:
        sessions.save_draft(tx, there, Draft(Prompt("otter")))
        sessions.create_session(tx, Prompt("lark"))
    elsewhere.close()
    (tmp_path / "carried.db").replace(database.path)
    with closing(Database.open(database.path)) as back:
        assert _found(back, "heron") == []
        assert _found(back, "otter") == [there]
        assert _found(back, "whale") == [here]
