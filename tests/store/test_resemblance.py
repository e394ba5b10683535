from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.exchange.test_mix import prose, triplet
from writer_gui.store import resemblance
from writer_gui.store.resemblance import Likeness
from writer_gui.store.triplets import add_triplet, trash_triplets, update_triplet

if TYPE_CHECKING:
    import pytest

    from writer_gui.store.database import Database, Transaction

ONE = triplet(1)
COPY = replace(triplet(50), uid="copy", answer=ONE.answer.replace("灯", "烛", 2))


def learn(likeness: Likeness, tx: Transaction) -> None:
    """Learn everything, in however many steps."""
    for _ in range(100):
        if not likeness.learn(tx):
            return
    raise AssertionError("it never ends")


def test_a_reworded_answer_is_found_and_what_was_changed_since_is_not(database: Database) -> None:
    likeness = Likeness()
    with database.transaction() as tx:
        add_triplet(tx, ONE)
        add_triplet(tx, COPY)
        learn(likeness, tx)
        (twin,) = likeness.twins(tx, ONE)
        assert (twin.uid, twin.part) == ("copy", "answer")
        update_triplet(tx, replace(COPY, answer=prose(77)))
        learn(likeness, tx)
        assert likeness.twins(tx, ONE) == ()


def test_what_is_in_the_trash_is_nobodys_twin(database: Database) -> None:
    likeness = Likeness()
    with database.transaction() as tx:
        add_triplet(tx, ONE)
        add_triplet(tx, COPY)
        learn(likeness, tx)
        trash_triplets(tx, ["copy"])
        assert likeness.twins(tx, ONE) == ()


def test_a_text_changed_and_changed_back_is_one_twin(database: Database) -> None:
    likeness = Likeness()
    with database.transaction() as tx:
        add_triplet(tx, ONE)
        add_triplet(tx, COPY)
        for copy in (COPY, replace(COPY, answer=prose(77)), COPY):
            update_triplet(tx, copy)
            learn(likeness, tx)
        assert [twin.uid for twin in likeness.twins(tx, ONE)] == ["copy"]


def test_a_large_collection_is_learned_bit_by_bit_and_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resemblance, "AT_ONCE", 4)
    monkeypatch.setattr(resemblance, "STEP_S", -1)
    with database.transaction() as tx:
        for n in range(10):
            add_triplet(tx, triplet(n * 10))
        first = Likeness()
        rounds = 1
        while first.learn(tx):
            rounds += 1
        assert rounds == 7  # 10 prompts and 10 answers by four, and one that finds nothing more
        monkeypatch.setattr(resemblance, "STEP_S", 60)
        assert Likeness().learn(tx) is False  # all sketches are kept by now


def test_a_text_that_gets_the_number_of_another_is_learned(database: Database) -> None:
    likeness = Likeness()
    with database.transaction() as tx:
        add_triplet(tx, ONE)
        add_triplet(tx, replace(COPY, answer=prose(77)))
        learn(likeness, tx)
        update_triplet(tx, replace(COPY, answer=""))
        update_triplet(tx, COPY)  # SQLite gives numbers again that are free
        learn(likeness, tx)
        assert [twin.uid for twin in likeness.twins(tx, ONE)] == ["copy"]


def test_a_text_that_is_gone_before_it_is_learned_is_passed_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resemblance, "AT_ONCE", 1)
    monkeypatch.setattr(resemblance, "STEP_S", -1)
    likeness = Likeness()
    with database.transaction() as tx:
        for n in range(4):
            add_triplet(tx, triplet(n * 10))
        assert likeness.learn(tx)
        for n in range(4):
            update_triplet(tx, replace(triplet(n * 10), query=f"改写{n}", answer=prose(90 + n)))
        learn(likeness, tx)
        changed = replace(triplet(0), uid="new", query="改写0", answer=prose(90))
        assert likeness.twins(tx, changed)


def test_a_damaged_text_is_like_none_and_waits_for_a_sound_one(database: Database) -> None:
    with database.transaction() as tx:
        add_triplet(tx, ONE)
        add_triplet(tx, COPY)
        sound = tx.execute(text("select id, body from contents")).all()
        tx.execute(text("update contents set body = zeroblob(9)"))
        likeness = Likeness()
        learn(likeness, tx)
        assert likeness.twins(tx, ONE) == ()
        for row in sound:
            tx.execute(text("update contents set body = :body where id = :id"), row._asdict())
        later = Likeness()  # at the next start
        learn(later, tx)
        assert [twin.uid for twin in later.twins(tx, ONE)] == ["copy"]
