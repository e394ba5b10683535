from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.store.samples import LIGHTHOUSE
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Scores, Triplet, TripletStatus
from writer_gui.errors import UserError
from writer_gui.store import sessions
from writer_gui.store import triplets as store
from writer_gui.store.adding import Taken

if TYPE_CHECKING:
    from writer_gui.store.database import Database

FULL = Triplet(
    uid="one",
    query="写一封信",
    thought="立意：迟到\n\n信：没有拆",
    answer="雾散的那天，信到了。\0“quoted”",
    genre="小说-故事",
    language=Language.ZH,
    status=TripletStatus.REVIEWED,
    scores=Scores(answer_quality=8, query_creativity=3),
    licence="CC-BY-4.0",
    consent=True,
    reason="清楚",
    reviewer="R",
    provenance={"models": ["Tiny"], "model_share": 0.5},
    extra={"tag": ["a", None, 1.5]},
)


def _other(uid: str, answer: str, **changes: object) -> Triplet:
    return replace(FULL, uid=uid, answer=answer, **changes)  # type: ignore[arg-type]  # fields by name


def test_every_field_comes_back(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        whole = replace(FULL, session_id=session_id, plan_version_id=1, story_version_id=2)
        saved = store.add_triplet(tx, whole)
        assert saved is not None
        assert store.get_triplet(tx, "one") == saved
        assert store.list_triplets(tx) == [saved]
    assert replace(saved, created=None, updated=None) == whole


def test_the_same_texts_are_saved_once(database: Database) -> None:
    with database.transaction() as tx:
        store.add_triplet(tx, FULL)
        assert store.add_triplet(tx, replace(FULL, uid="two", query="  写一封信\n")) is None
        assert store.count_triplets(tx) == 1


def test_numbers_of_two_data_sets_may_clash(database: Database) -> None:
    with database.transaction() as tx:
        store.add_triplet(tx, FULL)
        second = store.add_triplet(tx, _other("one", "另一篇"))
        again = store.add_triplet(tx, _other("one", "另一篇"))
    assert second is not None
    assert second.uid.startswith("one-")
    assert again is None


def test_a_number_that_clashed_before_clashes_no_more(database: Database) -> None:
    come = _other("one", "另一篇")
    with database.transaction() as tx:
        store.add_triplet(tx, FULL)
        second = store.add_triplet(tx, come)
        assert second is not None
        store.update_triplet(tx, replace(second, answer="改过的另一篇"))
        assert store.import_triplets(tx, [come, replace(come, thought="别的")]).added == 2
        assert store.count_triplets(tx) == 4


def test_an_import_says_how_many_were_new(database: Database) -> None:
    records = [FULL, replace(FULL, uid="x"), _other("two", "二")]
    with database.transaction() as tx:
        assert store.import_triplets(tx, records) == Taken(added=2, duplicates=1)
        assert store.count_triplets(tx) == 2


def test_an_import_that_fails_leaves_nothing(database: Database) -> None:
    def broken() -> object:
        yield FULL
        raise OSError

    with pytest.raises(OSError), database.transaction() as tx:  # noqa: PT011 - any will do
        store.import_triplets(tx, broken())  # type: ignore[arg-type]  # a generator
    with database.reading() as tx:
        assert store.count_triplets(tx) == 0


def test_filters_orders_and_pages(database: Database) -> None:
    with database.transaction() as tx:
        for n in range(7):
            genre = "诗歌" if n % 2 else "散文"
            store.add_triplet(tx, _other(f"u{n}", "字" * (n + 1) + f" Lamp {n}", genre=genre))
        store.set_status(tx, ["u0", "u1", "gone"], TripletStatus.ACCEPTED)

        def uids(query: store.TripletQuery, **page: int) -> list[str]:
            return [t.uid for t in store.list_triplets(tx, query, **page)]

        assert uids(store.TripletQuery(genre="诗歌")) == ["u5", "u3", "u1"]
        assert uids(store.TripletQuery(text="lamp 3")) == ["u3"]
        assert uids(store.TripletQuery(text="写一封")) == [f"u{n}" for n in range(6, -1, -1)]
        assert uids(store.TripletQuery(text='"%_')) == []
        assert uids(store.TripletQuery(status=TripletStatus.ACCEPTED)) == ["u1", "u0"]
        assert uids(store.TripletQuery(language=Language.EN)) == []
        longest = store.TripletQuery(order=store.TripletOrder.LONGEST)
        assert uids(longest, offset=2, limit=2) == ["u4", "u3"]
        statistics = store.triplet_statistics(tx)
    assert statistics.by_genre == {"散文": 4, "诗歌": 3}
    assert statistics.by_status == {"reviewed": 5, "accepted": 2}
    assert statistics.total == 7


def test_changes_and_trash(database: Database) -> None:
    with database.transaction() as tx:
        store.add_triplet(tx, FULL)
        store.update_triplet(tx, replace(FULL, answer="改过了", consent=False))
        changed = store.get_triplet(tx, "one")
        assert (changed.answer, changed.consent) == ("改过了", False)
        assert tx.scalar(text("SELECT count(*) FROM contents")) == 3  # the old answer is gone
        with pytest.raises(UserError, match="no triplet 'none'"):
            store.update_triplet(tx, replace(FULL, uid="none"))
        assert store.trash_triplets(tx, ["one"]) == 1
        assert store.list_triplets(tx) == []
        assert store.count_triplets(tx, store.TripletQuery(trashed=True)) == 1
        assert store.add_triplet(tx, changed) is None  # the same one is taken out of the trash
        assert store.count_triplets(tx) == 1
        store.trash_triplets(tx, ["one"])
        assert store.purge_triplets(tx, datetime(9000, 1, 1, tzinfo=UTC)) == 1
        assert tx.scalar(text("SELECT count(*) FROM contents")) == 0


def test_a_deleted_session_leaves_its_triplets(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, replace(LIGHTHOUSE, text=FULL.query))
        store.add_triplet(tx, replace(FULL, session_id=session_id))
        sessions.trash_session(tx, session_id)
        sessions.empty_trash(tx, datetime(9000, 1, 1, tzinfo=UTC))
        tx.expire_all()
        kept = store.get_triplet(tx, "one")
    assert kept.session_id is None
    assert kept.query == FULL.query
