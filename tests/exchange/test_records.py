from __future__ import annotations

import json
import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.text.strategies import writable
from writer_gui.errors import UserError
from writer_gui.exchange import splitting
from writer_gui.exchange.files import write_bytes
from writer_gui.exchange.records import Record, Rejected, parse_json, read_records, write_records

if TYPE_CHECKING:
    from pathlib import Path

objects = st.dictionaries(writable, writable | st.integers() | st.none() | st.lists(writable))
SAME_FILE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def outcome(path: Path) -> list[object]:
    """The value of each good record and the reason of each bad one."""
    return [r.value if isinstance(r, Record) else r.reason for r in read_records(path)]


@SAME_FILE
@given(st.lists(objects, max_size=5), st.sampled_from([".json", ".jsonl"]))
def test_what_is_written_is_read(
    tmp_path: Path, records: list[dict[str, object]], suffix: str
) -> None:
    path = tmp_path / f"records{suffix}"
    assert write_records(path, records) == len(records)
    assert outcome(path) == records


@SAME_FILE
@given(st.lists(objects, max_size=4), st.sampled_from([None, 1, "\t"]), st.integers(1, 40))
def test_arrays_are_cut_alike_however_they_are_laid_out_and_read(
    tmp_path: Path, records: list[dict[str, object]], indent: int | str | None, chunk: int
) -> None:
    path = written(tmp_path / "a.json", json.dumps(records, indent=indent))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "_CHUNK", chunk)
        assert outcome(path) == records


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    lines = '{"query": "写一个灯塔看守人"}\n{"query": "lighthouse"}\n'
    path = written(tmp_path / "a.jsonl", lines.encode(encoding))
    assert outcome(path) == [{"query": "写一个灯塔看守人"}, {"query": "lighthouse"}]


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [f'{{"n": {n}}}' for n in range(1, 10_001)]
    lines[8411] = '{"n": 8412'
    read = list(read_records(written(tmp_path / "a.jsonl", "\n".join(lines))))
    bad = [r for r in read if isinstance(r, Rejected)]
    assert len(read) == 10_000
    assert [(r.record, r.line) for r in bad] == [(8412, 8412)]
    assert "broken JSON" in bad[0].reason


def test_a_truncated_first_line_does_not_swallow_the_others(tmp_path: Path) -> None:
    read = outcome(written(tmp_path / "a.jsonl", '{"n": 1, "q": "x\n{"n": 2}\n'))
    assert read[1:] == [{"n": 2}]


def test_a_missing_quote_in_an_array_costs_one_record(tmp_path: Path) -> None:
    text = '[\n {\n  "q": "one\n },\n {\n  "q": "two"\n }\n]\n'
    broken, good = read_records(written(tmp_path / "a.json", text))
    assert isinstance(broken, Rejected) or broken.value == {"q": "one\n }"}
    assert good == Record(2, 5, {"q": "two"})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"score": NaN}', "NaN is not a number"),
        ('{"score": -Infinity}', "-Infinity is not a number"),
        ('{"score": 1e999}', "1e999 is not a finite number"),
        ('{"a": ' * 100_000 + "1" + "}" * 100_000, "it is nested too deeply"),
        ("[1, 2]", "it is not a JSON object"),
        ('"text"', "it is not a JSON object"),
    ],
)
def test_what_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    path = written(tmp_path / "a.jsonl", f'{{"n": 1}}\n{line}\n{{"n": 3}}\n')
    assert outcome(path) == [{"n": 1}, reason, {"n": 3}]


def test_bytes_of_no_encoding_cost_their_record_alone(tmp_path: Path) -> None:
    lines = '{"q": "潮"}\n'.encode() + b'{"q": "\xff\xfe\xff"}\n' + '{"q": "水"}\n'.encode()
    read = outcome(written(tmp_path / "a.jsonl", lines))
    assert read == [{"q": "潮"}, "it has bytes that are not UTF-8", {"q": "水"}]


@pytest.mark.parametrize("innermost", ["x", "\\u4e00"])
def test_a_record_nested_too_deeply_is_refused_before_anything_walks_over_it(
    tmp_path: Path, innermost: str
) -> None:
    def nested(depth: int) -> str:
        lists = depth - 1
        return '{"q": ' + "[" * lists + f'"{innermost}"' + "]" * lists + "}\n"

    path = written(tmp_path / "a.jsonl", nested(600) + nested(101) + nested(100))
    found = outcome(path)
    assert found[:2] == ["it is nested too deeply"] * 2
    assert isinstance(found[2], dict)


def test_lone_surrogates_do_not_get_in() -> None:
    assert parse_json(r'{"q\ud800": ["\udc00", "\ud83d\ude00"]}') == {
        "q\ufffd": ["\ufffd", "\U0001f600"]
    }


@pytest.mark.parametrize("layout", ["lines", "array"])
@pytest.mark.parametrize("kind", ["text", "quotes"])
def test_a_record_of_50_megabytes_is_refused_in_little_memory(
    tmp_path: Path, layout: str, kind: str
) -> None:
    content = {"text": '"' + "a" * 50_000_000 + '"', "quotes": '"' + '\\"x' * 16_000_000 + '"'}
    texts = ['{"n": 1}', f'{{"n": {content[kind]}}}', '{"n": 3}']
    whole = "\n".join(texts) if layout == "lines" else f"[{','.join(texts)}]"
    path = written(tmp_path / "a.json", whole)
    del whole, texts, content
    tracemalloc.start()
    read = outcome(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == [{"n": 1}, "it has more than 10,000,000 characters", {"n": 3}]
    assert peak < 80_000_000


@pytest.mark.parametrize("chunk", [1, 7, 64, 5000])
def test_records_behind_one_of_many_small_parts_are_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(splitting, "_CHUNK", chunk)
    monkeypatch.setattr(splitting, "LARGEST_RECORD", 200)
    parts = [{"a": 'b"]', "c": ["\\", {}]}] * 30
    path = written(tmp_path / "a.json", json.dumps([{"n": 1}, parts, {"q": '"\\,' * 99}, {"n": 3}]))
    assert outcome(path) == [{"n": 1}, *["it has more than 10,000,000 characters"] * 2, {"n": 3}]


def test_no_file_is_an_error_of_the_world(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"could not be read.*choose another file"):
        list(read_records(tmp_path / "none.jsonl"))


def test_nothing_is_left_of_a_file_that_failed_half_way(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", "before")

    with pytest.raises(ValueError, match="Out of range"):
        write_records(path, [{"a": 1}, {"b": float("nan")}])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one_and_its_file_is_replaced(tmp_path: Path) -> None:
    real = written(tmp_path / "real.jsonl", "before")
    link = tmp_path / "link.jsonl"
    link.symlink_to(real)
    write_records(link, [{"a": 1}])
    assert link.is_symlink()
    assert real.read_text() == '{"a": 1}\n'


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(UserError, match="is no regular file and is not written over"):
        write_bytes(tmp_path / "pipe.md", b"text")
    assert (tmp_path / "pipe.md").is_fifo()
