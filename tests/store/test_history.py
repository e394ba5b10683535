from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import LIGHTHOUSE, draft, plan, story
from tests.store.test_pairs import PAIR
from tests.store.test_triplets import FULL
from writer_gui.errors import UserError
from writer_gui.store import history, pairs, sessions, triplets, versions
from writer_gui.store.versions import VersionKind

if TYPE_CHECKING:
    from writer_gui.store.database import Database

NOW = datetime.now(UTC)


@pytest.fixture
def session_id(database: Database) -> int:
    with database.transaction() as tx:
        return sessions.create_session(tx, LIGHTHOUSE)


def test_going_back_keeps_what_was_on_the_desk(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        first = versions.add_plan(tx, session_id, plan("old"))
        old = versions.add_story(tx, session_id, story("old"), plan_version_id=first.id)
        typed = replace(draft(), plan_base_id=first.id, story_base_id=old.id)
        sessions.save_draft(tx, session_id, typed)
        restored = history.restore_version(tx, VersionKind.STORY, old.id)
        session = sessions.load_session(tx, session_id)
    assert restored == session.draft
    assert session.draft.story == story("old")
    assert session.draft.plan == typed.plan
    assert session.draft.story_base_id == old.id
    assert [v.story for v in session.stories] == [story("old"), typed.story]
    assert session.stories[1].parent_id == old.id
    assert session.stories[1].plan_version_id == first.id
    assert [v.plan for v in session.plans] == [plan("old"), typed.plan]


def test_a_plan_is_laid_on_the_desk_alone(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        old = versions.add_plan(tx, session_id, plan("old"))
        sessions.save_draft(tx, session_id, draft())
        history.restore_version(tx, VersionKind.PLAN, old.id)
        session = sessions.load_session(tx, session_id)
    assert session.draft.plan == plan("old")
    assert session.draft.story == draft().story
    assert len(session.plans) == 2


def test_what_is_a_version_already_is_not_kept_twice(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        sessions.save_draft(tx, session_id, draft())
        once = history.keep_desk(tx, session_id, "before the cut")
        assert history.keep_desk(tx, session_id) == once
        session = sessions.load_session(tx, session_id)
    assert [v.name for v in session.plans] == ["before the cut"]
    assert [v.name for v in session.stories] == ["before the cut"]
    assert session.stories[0].plan_version_id == session.plans[0].id
    assert session.draft.plan_base_id == session.plans[0].id


def test_an_empty_desk_makes_no_versions(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        assert history.keep_desk(tx, session_id) == history.Snapshot(None, None)
        assert sessions.load_session(tx, session_id).plans == ()


def test_names_and_stars(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        version = versions.add_plan(tx, session_id, plan("a"))
        versions.name_version(tx, VersionKind.PLAN, version.id, " the\nquiet one ")
        versions.star_version(tx, VersionKind.PLAN, version.id, True)
        loaded = versions.load_plan(tx, version.id)
        assert (loaded.name, loaded.starred) == ("the quiet one", True)
        with pytest.raises(UserError, match="no version 99"):
            versions.star_version(tx, VersionKind.STORY, 99, True)
        with pytest.raises(UserError, match="no version 99"):
            history.restore_version(tx, VersionKind.STORY, 99)


def test_the_trash_keeps_everything_for_thirty_days(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        triplets.add_triplet(tx, FULL)
        pairs.add_pair(tx, PAIR)
        sessions.trash_session(tx, session_id)
        triplets.trash_triplets(tx, [FULL.uid])
        pairs.trash_pairs(tx, [PAIR.uid])
        assert sessions.tidy_trash(tx, NOW + timedelta(days=29)) == 0
        assert sessions.tidy_trash(tx, NOW + timedelta(days=31)) == 0
        assert sessions.tidy_trash(tx, NOW + timedelta(days=32)) == 3


def test_one_start_with_a_wrong_clock_deletes_nothing(database: Database, session_id: int) -> None:
    with database.transaction() as tx:
        sessions.tidy_trash(tx, NOW)
        sessions.trash_session(tx, session_id)
        assert sessions.tidy_trash(tx, NOW + timedelta(days=365)) == 0
        assert sessions.tidy_trash(tx, NOW) == 0
