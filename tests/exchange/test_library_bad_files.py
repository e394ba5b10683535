"""A library folder that somebody else has had in hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.test_pairs import PAIR
from tests.store.test_triplets import FULL
from writer_gui.exchange import coig
from writer_gui.exchange.library_folder import take_in, write_library
from writer_gui.exchange.pairs import read_pairs
from writer_gui.exchange.plain import to_plain
from writer_gui.exchange.taking_in import take_in_pairs, take_in_triplets
from writer_gui.exchange.triplets import read_triplets
from writer_gui.store import sessions
from writer_gui.store.pairs import PairQuery, each_pair
from writer_gui.store.triplets import TripletQuery, each_triplet

if TYPE_CHECKING:
    from writer_gui.store.database import Database


@pytest.mark.parametrize(
    ("place", "poison", "reason"),
    [
        ("summary.created", "0001-01-01T00:00:00+14:00", "'session.summary.created' cannot be"),
        ("summary.words", 2**63, "larger than any number"),
        ("plans.1.number", 1, "two of its versions have the same number"),
        ("draft.caret", float("nan"), "NaN is not a number"),
        ("plans", {}, "'session.plans' is an object"),
    ],
)
def test_a_session_file_of_somebody_else_does_no_harm(
    library: Database, other: Database, tmp_path: Path, place: str, poison: object, reason: str
) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    (file,) = (tmp_path / "out" / "短篇 2026").glob("*.json")
    value = json.loads(file.read_text("utf-8"))
    *way, last = place.split(".")
    inner = value["session"]
    for name in way:
        inner = inner[int(name) if name.isdecimal() else name]
    inner[last] = poison
    file.write_text(json.dumps(value), "utf-8")
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
    assert [reason in told for _, told in report.rejected] == [True]
    assert len(report.added) == 3  # the text beside it and the other two sessions


def test_odd_values_of_a_session_file_are_taken_as_they_can_be(
    library: Database, other: Database, tmp_path: Path
) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    (file,) = (tmp_path / "out" / "短篇 2026").glob("*.json")
    value = json.loads(file.read_text("utf-8"))
    value["session"]["summary"]["created"] = "2026-01-02T03:04:05"  # no zone
    value["session"]["runs"][0]["model_sha256"] = "\ud800"
    value["session"]["plans"][0]["parent_id"] = 99
    file.write_text(json.dumps(value), "utf-8")
    with other.transaction() as tx:
        report = take_in(tx, [file])
        (added,) = report.added
        read = sessions.load_session(tx, added)
    assert read.summary.created.isoformat() == "2026-01-02T03:04:05+00:00"
    assert (read.runs[0].model_sha256, read.plans[0].parent_id) == ("\ufffd", None)


def test_a_folder_half_written_or_damaged_is_told(
    library: Database, other: Database, tmp_path: Path
) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    triplets = tmp_path / "out" / "triplets.jsonl"
    triplets.write_bytes(triplets.read_bytes()[:-20])
    (tmp_path / "out" / "Trash" / "pairs.jsonl").unlink()
    (tmp_path / "out" / "links.json").write_bytes(b"\xff{")
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
    assert (len(report.added), report.missing, report.missing_records) == (3, 0, 1)
    assert [Path(file).name for file, _ in report.rejected] == ["links.json", "triplets.jsonl"]


def test_no_file_is_believed_the_row_numbers_of_a_record(other: Database, tmp_path: Path) -> None:
    triplet, pair = coig.to_record(FULL), {"writer_gui_pair": to_plain(PAIR)}
    triplet["metadata"]["writer_gui"]["session_id"] = 99  # type: ignore[index]  # a dictionary
    pair["writer_gui_pair"]["session_id"] = 99
    (tmp_path / "t.jsonl").write_text(json.dumps(triplet))
    (tmp_path / "p.jsonl").write_text(json.dumps(pair))
    with other.transaction() as tx:
        assert take_in_triplets(tx, read_triplets(tmp_path / "t.jsonl")).added == 1
        assert take_in_pairs(tx, read_pairs(tmp_path / "p.jsonl")).added == 1
        assert [t.session_id for t in each_triplet(tx, TripletQuery())] == [None]
        assert [p.session_id for p in each_pair(tx, PairQuery())] == [None]
