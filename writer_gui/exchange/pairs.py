"""Preference pairs in and out of files, whichever format they are in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.pair import Pair
from writer_gui.exchange import trl, wpb
from writer_gui.exchange.fields import ROW_NUMBERS, UnfitError, Written
from writer_gui.exchange.plain import from_plain, to_plain
from writer_gui.exchange.records import Record, Rejected, write_records
from writer_gui.exchange.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path


class PairFormat(StrEnum):
    """A record format pairs can be written in; all of them can be read.

    Only our own has a place for ties.
    """

    WPB = "wpb"
    TRL = "trl"
    OWN = "own"


_OWN = "writer_gui_pair"


def read_pairs(path: Path) -> Iterator[Pair | Rejected]:
    """Read the pairs of a file one by one; the format is told from each record.

    Raises UserError where the file cannot be opened.
    """
    for record in read_source(path):
        yield record if isinstance(record, Rejected) else _read(record)


def write_pairs(path: Path, pairs: Iterable[Pair], form: PairFormat = PairFormat.WPB) -> Written:
    """Write pairs: a JSON array where the name ends in `.json`, else JSONL. Raises UserError.

    Ties are left out, and counted, where the format has no place for them.
    """
    left_out = 0

    def records() -> Iterator[dict[str, object]]:
        nonlocal left_out
        for pair in pairs:
            record = _WRITERS[form](pair)
            left_out += record is None
            if record is not None:
                yield record

    written = write_records(path, records())
    return Written(written, left_out)


def pair_from_record(record: Mapping[str, object]) -> Pair:
    """Read a record in any of the formats. Raises UnfitError."""
    if _OWN in record:
        return _from_own(record)
    if wpb.recognises_pair(record):
        return wpb.from_pair_record(record)
    if trl.recognises_pair(record):
        return trl.from_pair_record(record)
    names = ", ".join(list(record)[:8])
    raise UnfitError(f"it has the fields of no known format ({names[:120]})")


def _read(record: Record) -> Pair | Rejected:
    try:
        return pair_from_record(record.value)
    except UnfitError as error:
        return Rejected(record.number, record.line, str(error))


def _own(pair: Pair) -> dict[str, object]:
    return {_OWN: _without_row_numbers(to_plain(pair))}


def _from_own(record: Mapping[str, object]) -> Pair:
    try:
        return from_plain(Pair, _without_row_numbers(record[_OWN]))
    except ValueError as error:
        raise UnfitError(str(error)) from None


def _without_row_numbers(value: object) -> object:
    given = value if isinstance(value, dict) else {}
    return {name: known for name, known in given.items() if name not in ROW_NUMBERS}


_WRITERS: dict[PairFormat, Callable[[Pair], dict[str, object] | None]] = {
    PairFormat.WPB: wpb.to_pair_record,
    PairFormat.TRL: trl.to_pair_record,
    PairFormat.OWN: _own,
}
