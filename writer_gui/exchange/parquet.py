"""Records out of Parquet files, so read that no file can fill the memory.

A small file can unpack to terabytes: a page of zeros, or one long text that a million rows refer
to. So what a file says of itself is looked at first, texts that rows share stay shared, and a
row is unpacked alone, after its size is known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from writer_gui.errors import UserError
from writer_gui.exchange.decoding import require_file
from writer_gui.exchange.records import Record, Rejected, parse_json
from writer_gui.exchange.splitting import LARGEST_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX = ".parquet"
LARGEST_GROUP = 1 << 29
"""Bytes a group of rows may unpack to. Parquet's own advice for groups is 128 MiB to 1 GiB packed;
data sets of texts are written with far smaller ones."""

_ROWS = 256
_METADATA = "metadata"


def read_parquet(path: Path) -> Iterator[Record | Rejected]:
    """Read the rows of a file one by one. Raises UserError where that cannot or must not be."""
    pa = _pyarrow()
    number = 0
    try:
        require_file(path)
        with _opened(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                for place in range(batch.num_rows):
                    number += 1
                    yield _row(number, batch, place)
    except (OSError, pa.ArrowException) as error:
        told = str(error).splitlines()[0][:120]
        raise UserError(f"{path} could not be read ({told}); choose another file.") from error


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UserError(
            "Parquet needs pyarrow; install it with 'pip install pyarrow', or save the data set "
            "as JSONL."
        ) from None
    return pyarrow


def _opened(path: Path) -> Any:
    """Open a file whose groups are of a bearable size, with texts that rows share kept shared."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as plain:
        about = plain.metadata
        for group in range(about.num_row_groups):
            columns = range(about.num_columns)
            size = sum(about.row_group(group).column(n).total_uncompressed_size for n in columns)
            if size > LARGEST_GROUP:
                raise UserError(
                    f"{path} has {size / 2**30:,.1f} GiB of rows that unpack at once; write it "
                    "with smaller row groups."
                )
        shared = [
            about.schema.column(n).path
            for n in range(about.num_columns)
            if about.schema.column(n).physical_type == "BYTE_ARRAY"
        ]
    return pq.ParquetFile(path, read_dictionary=shared)


def _row(number: int, batch: Any, place: int) -> Record | Rejected:
    if _size(batch, place) > 4 * LARGEST_RECORD:  # bytes; a character has four at most
        return Rejected(number, None, f"it has more than {LARGEST_RECORD:,} characters")
    plain = batch.slice(place, 1).to_pylist()[0]
    try:
        row = parse_json(json.dumps(plain, ensure_ascii=False, default=_as_json))
    except ValueError as error:
        return Rejected(number, None, str(error))
    given = {name: value for name, value in dict(row).items() if value is not None}  # type: ignore[call-overload]  # an object
    return Record(number, 0, _with_metadata(given))


def _as_json(value: object) -> str:
    """Return what JSON lacks as text; texts are kept in columns of bytes too."""
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise ValueError("it has bytes that are not UTF-8") from None


def _size(batch: Any, place: int) -> int:
    """Return how many bytes a row unpacks to."""
    return sum(_value_size(column.slice(place, 1)) for column in batch.columns)


def _value_size(value: Any) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(value, pa.DictionaryArray):
        index = value.indices[0].as_py()
        if index is None:
            return 0
        # The length alone: to take the text itself out would copy it.
        return int(pc.binary_length(value.dictionary.slice(index, 1))[0].as_py())
    if isinstance(value, pa.ListArray | pa.LargeListArray):
        inner = value.flatten()
        return sum(_value_size(inner.slice(n, 1)) for n in range(len(inner)))
    if isinstance(value, pa.StructArray):
        return sum(_value_size(part) for part in value.flatten())
    return int(value.nbytes)


def _with_metadata(row: dict[str, object]) -> dict[str, object]:
    """Return a row whose metadata, which we write as a text of JSON, is an object again."""
    text = row.get(_METADATA)
    if not isinstance(text, str):
        return row
    try:
        return row | {_METADATA: parse_json(text)}
    except ValueError:
        return row
