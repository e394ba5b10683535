"""Where records come from: a file of JSON, a Parquet file, or the folder of a data set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.exchange.parquet import SUFFIX, read_parquet
from writer_gui.exchange.records import Rejected, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.exchange.records import Record

_SUFFIXES = {".jsonl", ".json", SUFFIX}
_NO_RECORDS = {"dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"}
"""What the `datasets` library keeps of its own beside the records."""


def read_source(path: Path) -> Iterator[Record | Rejected]:
    """Read the records of a file or of a data set's folder, split after split.

    Raises UserError where it cannot be opened.
    """
    if not path.is_dir():
        yield from read_parquet(path) if path.suffix.lower() == SUFFIX else read_records(path)
        return
    files = _files(path)
    if not files:
        raise UserError(
            f"{path} has no JSONL, JSON or Parquet file in it; choose the folder of a data set."
        )
    found = (record for file in files for record in read_source(file))
    for number, record in enumerate(found, start=1):
        if isinstance(record, Rejected):
            yield replace(record, record=number)
        else:
            yield replace(record, number=number)


def _files(folder: Path) -> list[Path]:
    """Return the files of records, those in `data` alone where there is such a folder."""
    within = folder / "data" if (folder / "data").is_dir() else folder
    return sorted(
        file
        for file in within.rglob("*")
        if file.suffix.lower() in _SUFFIXES
        and file.name not in _NO_RECORDS
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
