"""The common reading layer: records out of JSONL, a JSON array or a run of JSON values.

Files are read as a stream, so memory stays within one record, however long the file. A record
that cannot be read is reported with its place and its reason, and reading goes on behind it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from writer_gui.exchange.decoding import UNREADABLE, open_text, without_surrogates
from writer_gui.exchange.files import replacing
from writer_gui.exchange.splitting import LARGEST_RECORD, split_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

DEEPEST = 100
"""Levels of nesting. Known data sets have some five, and all that walks over records recurs."""


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object and where it stands: `number` counts records and `line` lines, from 1."""

    number: int
    line: int
    value: dict[str, object]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be taken, and why, in words that follow "record 3"."""

    record: int
    line: int | None
    reason: str


def read_records(path: Path) -> Iterator[Record | Rejected]:
    """Read the records of a file one by one. Raises UserError where it cannot be opened."""
    with open_text(path) as file:
        for number, (line, raw) in enumerate(split_values(file), start=1):
            yield _record(number, line, raw)


def write_records(path: Path, records: Iterable[Mapping[str, object]]) -> int:
    """Write records and return how many: as an array for `.json`, else one a line (JSONL).

    The file appears only once it is whole. Raises UserError.
    """
    is_array = path.suffix.lower() == ".json"
    count = 0
    with replacing(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[\n" if is_array else "")
        for record in records:
            separator = ",\n" if is_array and count else ""
            file.write(separator + json_text(record) + ("" if is_array else "\n"))
            count += 1
        file.write("\n]\n" if is_array else "")
    return count


def json_text(value: object) -> str:
    """Return JSON on one line that every reader takes: no NaN, no lone surrogates."""
    return without_surrogates(json.dumps(value, ensure_ascii=False, allow_nan=False))


def parse_json(text: str) -> object:
    """Parse strict JSON: no NaN or infinity, nothing nested beyond reason. Raises ValueError."""
    try:
        value: object = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, strict=False
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    _require_shallow(text, value)
    return _clean(value) if "\\u" in text else value


def _record(number: int, line: int, raw: str | None) -> Record | Rejected:
    if raw is None:
        return Rejected(number, line, f"it has more than {LARGEST_RECORD:,} characters")
    if UNREADABLE.search(raw):
        return Rejected(number, line, "it has bytes that are not UTF-8")
    try:
        value = parse_json(raw)
    except json.JSONDecodeError as error:
        return Rejected(number, line, f"broken JSON: {error.msg} at character {error.pos + 1}")
    except ValueError as error:
        return Rejected(number, line, str(error))
    if not isinstance(value, dict):
        return Rejected(number, line, "it is not a JSON object")
    return Record(number, line, value)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is not a finite number")
    return number


def _require_shallow(text: str, value: object) -> None:
    """Refuse what is nested deeper than `DEEPEST`, level by level, as recursion would end early."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    level = [value]
    for _ in range(DEEPEST):
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    if any(isinstance(one, dict | list) for one in level):
        raise ValueError("it is nested too deeply")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _clean(value: object) -> object:
    """Return a JSON value without lone surrogates, which escapes can smuggle in."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(key): _clean(item) for key, item in value.items()}
    return value
