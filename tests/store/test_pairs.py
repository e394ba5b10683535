from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from writer_gui.domain.judging import BLIND
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.errors import UserError
from writer_gui.exchange.pair_fields import IMPORTED
from writer_gui.store import pairs as store
from writer_gui.store.adding import Taken

if TYPE_CHECKING:
    from writer_gui.store.database import Database

PAIR = Pair(
    uid="p1",
    prompt="写一首诗",
    genre="诗歌",
    language=Language.ZH,
    level=PairLevel.STORY,
    first=PairSide("灯火\0", 3, "Tiny", {"word_len": 2}),
    second=PairSide("雾", 1, "Other"),
    verdict=Verdict.FIRST,
    shown_swapped=True,
    reasons=("意象",),
    note="一行\n两行",
    seconds=12.5,
    origin="blind",
    prompt_id="507488ae",
    extra={"gap": 2},
)


def test_every_field_comes_back(database: Database) -> None:
    with database.transaction() as tx:
        saved = store.add_pair(tx, PAIR)
        assert saved is not None
        assert store.get_pair(tx, "p1") == saved
    assert replace(saved, created=None) == PAIR


def test_a_time_that_is_given_is_kept(database: Database) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, 10, tzinfo=UTC)
    with database.transaction() as tx:
        store.add_pair(tx, replace(PAIR, created=moment))
        assert store.get_pair(tx, "p1").created == moment


def test_a_judgement_is_kept_once_whichever_side_comes_first(database: Database) -> None:
    one = replace(PAIR, origin=IMPORTED)
    swapped = replace(one, first=one.second, second=one.first, verdict=Verdict.SECOND, uid="q")
    other_verdict = replace(one, verdict=Verdict.TIE, uid="r")
    with database.transaction() as tx:
        taken = store.import_pairs(tx, [one, swapped, other_verdict])
    assert taken == Taken(added=2, duplicates=1)


def test_each_choice_made_blind_counts_but_is_taken_in_once(database: Database) -> None:
    first = replace(PAIR, origin=BLIND)
    again = replace(first, uid="second judge")
    with database.transaction() as tx:
        assert store.add_pair(tx, first) is not None
        assert store.add_pair(tx, again) is not None
        assert store.import_pairs(tx, [first, again]) == Taken(added=0, duplicates=2)


def test_filters_changes_and_trash(database: Database) -> None:
    with database.transaction() as tx:
        store.add_pair(tx, PAIR)
        plan = replace(PAIR, uid="p2", level=PairLevel.PLAN, genre="散文", verdict=Verdict.TIE)
        store.add_pair(tx, plan)

        def uids(query: store.PairQuery) -> list[str]:
            return [pair.uid for pair in store.list_pairs(tx, query)]

        assert uids(store.ANY_PAIR) == ["p2", "p1"]
        assert uids(store.PairQuery(level=PairLevel.STORY)) == ["p1"]
        assert uids(store.PairQuery(verdict=Verdict.TIE)) == ["p2"]
        assert uids(store.PairQuery(text="灯火")) == ["p2", "p1"]
        assert uids(store.PairQuery(genre="散文", text="没有")) == []
        assert store.get_pair(tx, "p1").first.text == PAIR.first.text
        statistics = store.pair_statistics(tx)
        assert statistics.by_verdict == {"first": 1, "tie": 1}
        assert store.trash_pairs(tx, ["p1"]) == 1
        assert uids(store.ANY_PAIR) == ["p2"]
        assert store.restore_pairs(tx, ["p1"]) == 1
        store.trash_pairs(tx, ["p1", "p2"])
        assert store.purge_pairs(tx, datetime(9000, 1, 1, tzinfo=UTC)) == 2
        with pytest.raises(UserError, match="no pair 'p1'"):
            store.get_pair(tx, "p1")
