"""Data sets as folders and Parquet files, whole and hostile. pyarrow is an extra."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.exchange.test_mix import triplet
from writer_gui.domain.triplet import Triplet
from writer_gui.errors import UserError
from writer_gui.exchange import parquet
from writer_gui.exchange.dataset_folder import write_folder
from writer_gui.exchange.records import Record, Rejected
from writer_gui.exchange.samples import Sample, read_samples
from writer_gui.exchange.sources import read_source
from writer_gui.exchange.triplets import read_triplets

if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.mark.parametrize("as_parquet", [True, False])
def test_a_data_set_folder_comes_back_whole(tmp_path: Path, as_parquet: bool) -> None:
    triplets = [triplet(n * 10) for n in range(40)]
    write_folder(tmp_path / "set", triplets, validation=0.1, parquet=as_parquet)
    (tmp_path / "set" / "dataset_info.json").write_text('{"query": 1}')
    read = list(read_triplets(tmp_path / "set"))
    assert {t.uid: t for t in read if isinstance(t, Triplet)} == {t.uid: t for t in triplets}
    assert len(read) == len(triplets)


def test_a_folder_without_records_is_said(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing")
    with pytest.raises(UserError, match="no JSONL, JSON or Parquet"):
        list(read_source(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(UserError, match="is no regular file; save what comes out of it"):
        list(read_source(tmp_path / name))


def test_rows_are_numbered_on_across_the_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"x": 1}\n{broken\n')
    (tmp_path / "b.jsonl").write_text('{"x": 2}\n')
    first, broken, last = read_source(tmp_path)
    assert isinstance(broken, Rejected)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert (first.number, broken.record, last.number) == (1, 2, 3)


def test_conversations_nested_in_parquet_are_read(tmp_path: Path) -> None:
    file = tmp_path / "general.parquet"
    turns = [{"role": "user", "content": "问"}, {"role": "assistant", "content": "答"}]
    pq.write_table(pa.Table.from_pylist([{"messages": turns, "source": None}] * 3), file)
    samples = list(read_samples(file))
    assert [s.response for s in samples if isinstance(s, Sample)] == ["答"] * 3


def test_rows_with_nan_dates_and_nothing_are_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    rows = [
        {"query": "q", "thought": "t", "answer": "a", "score": 1.0},
        {"query": None, "thought": "t", "answer": "a", "score": 1.0},
        {"query": "q", "thought": "t", "answer": "b", "score": float("nan")},
    ]
    pq.write_table(pa.Table.from_pylist(rows), file)
    good, missing, nan = read_triplets(file)
    assert isinstance(good, Triplet)
    assert missing == Rejected(2, 0, "the field 'query' is missing")
    assert nan == Rejected(3, None, "NaN is not a number")


def test_texts_in_columns_of_bytes_are_texts(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    texts = {"query": "写信", "thought": "想", "answer": "答"}
    table = {name: pa.array([text.encode(), b"\xe5"]) for name, text in texts.items()}
    pq.write_table(pa.table(table), file)
    found, refused = read_triplets(file)
    assert isinstance(found, Triplet)
    assert (found.query, found.thought, found.answer) == ("写信", "想", "答")
    assert refused == Rejected(2, None, "it has bytes that are not UTF-8")


def test_what_is_no_parquet_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    file.write_bytes(b"PAR1 nothing of the kind PAR1")
    with pytest.raises(UserError, match="could not be read"):
        list(read_source(file))


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "zeros.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "LARGEST_GROUP", 1 << 20)
        table = pa.table({"query": ["0" * (1 << 22)]})
        pq.write_table(table, file, compression="zstd", use_dictionary=False)
        assert file.stat().st_size < 1 << 14
        with pytest.raises(UserError, match="unpack at once; write it with smaller row groups"):
            list(read_source(file))


def test_a_text_that_all_rows_share_is_not_unpacked_for_each(tmp_path: Path) -> None:
    file = tmp_path / "shared.parquet"
    long = "0" * 41_000_000
    rows = 500  # 19 GiB if each had its own
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([long]))
    pq.write_table(pa.table({"query": shared}), file, compression="zstd")
    assert file.stat().st_size < 1 << 20
    before = pa.total_allocated_bytes()
    reasons = {r.reason for r in read_source(file) if isinstance(r, Rejected)}
    assert reasons == {"it has more than 10,000,000 characters"}
    assert pa.total_allocated_bytes() - before < 1 << 28


def test_nested_texts_that_all_share_are_not_unpacked_either(tmp_path: Path) -> None:
    file = tmp_path / "nested.parquet"
    turn = {"role": "user", "content": "0" * 1_000_000}
    pq.write_table(pa.Table.from_pylist([{"messages": [turn] * 60}] * 4), file, compression="zstd")
    found = list(read_source(file))
    assert [isinstance(one, Rejected) for one in found] == [True] * 4


def test_without_pyarrow_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_text(json.dumps({}))
    with pytest.raises(UserError, match="pip install pyarrow"):
        list(read_source(tmp_path / "a.parquet"))
