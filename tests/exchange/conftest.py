"""A library with some of everything in it, and another to take it in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import LETTER, LIGHTHOUSE, draft, plan, story
from tests.store.test_pairs import PAIR
from tests.store.test_triplets import FULL
from writer_gui.domain.pair import PairSide
from writer_gui.domain.run import Ended, RunFigures, Stage
from writer_gui.exchange.session_triplet import triplet_from_session
from writer_gui.store import sessions, versions
from writer_gui.store.database import Database
from writer_gui.store.pairs import add_pair
from writer_gui.store.runs import finish_run, start_run
from writer_gui.store.triplets import add_triplet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.store.database import Transaction


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "one" / "writer.db")
    with opened.transaction() as tx:
        _fill(tx)
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "two" / "writer.db")
    with opened.transaction() as tx:  # so that no id is the same
        sessions.create_session(tx, LETTER)
    yield opened
    opened.close()


def _fill(tx: Transaction) -> None:
    first = sessions.create_session(tx, LIGHTHOUSE)
    run = start_run(
        tx, first, Stage.PLAN, model="m", model_sha256="ab", seed=7, settings={"t": [0.9]}
    )
    made = finish_run(tx, run.id, Ended.CUT, RunFigures(1, 2, 3, 0.5, 1.5), plan("迟到"), "Cut.")
    assert made is not None
    edited = versions.add_plan(tx, first, plan("早到"), parent_id=made.id)
    versions.name_version(tx, versions.VersionKind.PLAN, edited.id, "早到的信")
    told = versions.add_story(tx, first, story("雾散了。"), plan_version_id=edited.id)
    sessions.save_draft(tx, first, replace(draft(), plan_base_id=edited.id, story_base_id=told.id))
    sessions.set_tags(tx, first, ["海", "信"])
    sessions.move_to_folder(tx, first, "短篇/2026")
    sessions.set_starred(tx, first, True)
    add_triplet(tx, triplet_from_session(sessions.load_session(tx, first)))
    add_pair(tx, PAIR)
    add_pair(tx, replace(PAIR, uid="thrown away", first=PairSide("thrown away")), trashed=True)
    add_triplet(tx, replace(FULL, uid="thrown away", query="thrown away"), trashed=True)
    second = sessions.create_session(tx, LETTER)
    sessions.rename_session(tx, second, 'A "title": with/odd\\characters?')
    gone = sessions.create_session(tx, replace(LETTER, text="--- thrown: away"))
    sessions.trash_session(tx, gone)
