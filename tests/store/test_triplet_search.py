"""Search over triplets: the same before, while and after they are indexed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Triplet
from writer_gui.store import triplets as store
from writer_gui.store.database import Database
from writer_gui.store.index_care import suspect_index, tend_index
from writer_gui.store.triplet_search import TRIPLETS, update_triplet_index
from writer_gui.store.triplets import TripletOrder, TripletQuery

WHALE = Triplet("whale", "写一首关于鲸的诗", "先定意象：海。", "鲸落万物生。", "诗歌", Language.ZH)
KEEPER = Triplet(
    "keeper",
    "A lighthouse keeper",
    "Begin with the Café at dusk.",
    "He kept the light, year by year.",
    "小说-故事",
    Language.EN,
)
LETTER = Triplet(
    "letter", "写一封信", "立意：迟到", "雾散的那天，信到了……", "小说-故事", Language.ZH
)
ALL = (WHALE, KEEPER, LETTER)


def _found(database: Database, wanted: str, **query: object) -> list[str]:
    with database.reading() as tx:
        asked = TripletQuery(text=wanted, order=TripletOrder.OLDEST, **query)  # type: ignore[arg-type]  # fields by name
        found = [triplet.uid for triplet in store.list_triplets(tx, asked)]
        assert store.count_triplets(tx, asked) == len(found)
    return found


def _read_texts(database: Database) -> int:
    """Return how many triplets the index does not know yet."""
    with database.reading() as tx:
        seen = TRIPLETS.index_of(tx).state().seen
        return int(tx.scalar(text(f"SELECT count(*) FROM triplets WHERE touched > {seen}")) or 0)


@pytest.fixture(params=["read", "partly", "indexed"])
def collection(database: Database, request: pytest.FixtureRequest) -> Database:
    """Three triplets, of which the index knows none, the first, or all."""
    with database.transaction() as tx:
        store.import_triplets(tx, ALL[:1])
    if request.param != "read":
        assert tend_index(database, lambda: True)
    with database.transaction() as tx:
        store.import_triplets(tx, ALL[1:])
    if request.param == "indexed":
        assert tend_index(database, lambda: True)
    assert _read_texts(database) == {"read": 3, "partly": 2, "indexed": 0}[request.param]
    return database


@pytest.mark.parametrize(
    ("wanted", "uids"),
    [
        ("鲸", ["whale"]),
        ("一封", ["letter"]),
        ("写一", ["whale", "letter"]),
        ("雾散的那天，信到了", ["letter"]),
        ("鲸 意象", ["whale"]),  # one word in the answer, one in the thought
        ("鲸 信", []),
        ("LIGHT", ["keeper"]),
        ("light keep", ["keeper"]),
        ("house", []),  # a word is found by its beginning
        ("cafe", ["keeper"]),
        ("Café", ["keeper"]),
        ("犇", []),
        ("", ["whale", "keeper", "letter"]),
        ("……", ["letter"]),
        ('"', []),
    ],
)
def test_words_are_found(collection: Database, wanted: str, uids: list[str]) -> None:
    assert _found(collection, wanted) == uids


def test_a_search_and_a_filter_go_together(collection: Database) -> None:
    assert _found(collection, "写", genre="诗歌") == ["whale"]
    assert _found(collection, "写", language=Language.EN) == []
    with collection.transaction() as tx:
        store.trash_triplets(tx, ["whale"])
    assert _found(collection, "鲸") == []
    assert _found(collection, "鲸", trashed=True) == ["whale"]


def test_what_was_changed_is_found_as_it_is_now(collection: Database) -> None:
    with collection.transaction() as tx:
        store.update_triplet(tx, replace(store.get_triplet(tx, "whale"), answer="海豚跃起。"))
        assert store.count_triplets(tx, TripletQuery(text="海豚")) == 1
        assert store.count_triplets(tx, TripletQuery(text="鲸落")) == 0
    assert tend_index(collection, lambda: True)
    assert _found(collection, "海豚") == ["whale"]
    assert _found(collection, "鲸落") == []


class CancelledError(Exception):
    """What a writer's change of mind is here."""


def test_what_was_rolled_back_is_not_found(collection: Database) -> None:
    def change() -> None:
        with collection.transaction() as tx:
            store.update_triplet(tx, replace(store.get_triplet(tx, "whale"), answer="海豚跃起。"))
            assert update_triplet_index(tx, 100)
            raise CancelledError

    with pytest.raises(CancelledError):
        change()
    assert _found(collection, "海豚") == []
    assert _found(collection, "鲸落") == ["whale"]


def test_what_is_gone_leaves_the_index(collection: Database) -> None:
    with collection.transaction() as tx:
        tx.execute(text("DELETE FROM triplets WHERE uid = 'whale'"))
    assert tend_index(collection, lambda: True)
    assert tend_index(collection, lambda: True)  # one that knew too little sees it at the next look
    with collection.reading() as tx:
        assert TRIPLETS.index_of(tx).state().documents == 2
    assert _found(collection, "写") == ["letter"]


def test_a_broken_index_is_no_obstacle(collection: Database, path: Path) -> None:
    collection.close()
    path.with_suffix(".triplets").write_bytes(b"not an index" * 500)
    opened = Database.open(path)
    assert _found(opened, "鲸") == ["whale"]
    assert tend_index(opened, lambda: True)
    assert _found(opened, "鲸") == ["whale"]
    assert _read_texts(opened) == 0
    opened.close()


def test_an_index_with_wrong_letters_is_made_anew_after_a_crash(collection: Database) -> None:
    assert tend_index(collection, lambda: True)
    with collection.transaction() as tx:
        TRIPLETS.index_of(tx).forget([1])  # as damage can do it, seen by no check
        suspect_index(tx)
    assert _found(collection, "鲸") == []
    assert tend_index(collection, lambda: True)
    assert _found(collection, "鲸") == ["whale"]


def test_the_index_of_another_library_is_not_asked(tmp_path: Path) -> None:
    first, second = (Database.open(tmp_path / name / "writer.db") for name in ("one", "two"))
    for database, triplet in ((first, WHALE), (second, LETTER)):
        with database.transaction() as tx:
            store.import_triplets(tx, [triplet])
        assert tend_index(database, lambda: True)
        database.close()
    index = tmp_path / "two" / "writer.triplets"
    index.write_bytes((tmp_path / "one" / "writer.triplets").read_bytes())
    opened = Database.open(tmp_path / "two" / "writer.db")
    assert _found(opened, "信") == ["letter"]
    assert _found(opened, "鲸") == []
    opened.close()


def test_triplets_of_an_older_schema_are_found(path: Path) -> None:
    fixture = Path(__file__).parent.parent / "fixtures" / "schema3.sql"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(fixture.read_text("utf-8"))
    opened = Database.open(path)
    with opened.reading() as tx:
        (triplet,) = store.list_triplets(tx)
    word = triplet.answer[:2]
    assert _found(opened, word) == [triplet.uid]
    assert tend_index(opened, lambda: True)
    assert _read_texts(opened) == 0
    assert _found(opened, word) == [triplet.uid]
    opened.close()


def test_an_index_found_broken_by_a_search_hides_nothing(database: Database) -> None:
    with database.transaction() as tx:
        store.import_triplets(tx, ALL)
        assert update_triplet_index(tx, 100)
    with closing(sqlite3.connect(database.path.with_suffix(".triplets"))) as connection:
        connection.execute("UPDATE words_data SET block = x'ff00ff00ff'")
        connection.commit()
    assert _found(database, "lighthouse") == ["keeper"]
