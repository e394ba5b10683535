"""Triplets in and out of files, whichever format they are in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.exchange import alpaca, coig, sharegpt, trl
from writer_gui.exchange.fields import UnfitError, Written
from writer_gui.exchange.records import Record, Rejected, write_records
from writer_gui.exchange.sources import read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from writer_gui.domain.triplet import Triplet

    Recognises = Callable[[Mapping[str, object]], bool]
    Read = Callable[[Mapping[str, object]], Triplet]


class TripletFormat(StrEnum):
    """A record format triplets can be written in; all of them can be read."""

    COIG = "coig"
    COIG_CARD = "coig-card"
    COIG_DRAFT = "coig-draft"
    TRL = "trl"
    TRL_PROMPT = "trl-prompt"
    SHAREGPT = "sharegpt"
    ALPACA = "alpaca"


_READERS: tuple[tuple[Recognises, Read], ...] = (
    (sharegpt.recognises, sharegpt.from_record),
    (alpaca.recognises, alpaca.from_record),
    (trl.recognises, trl.from_record),
    (coig.recognises, coig.from_record),
)
_WRITERS: dict[TripletFormat, Callable[[Triplet], dict[str, object]]] = {
    TripletFormat.COIG: coig.to_record,
    TripletFormat.COIG_CARD: coig.to_card_record,
    TripletFormat.COIG_DRAFT: coig.to_draft_record,
    TripletFormat.TRL: trl.to_record,
    TripletFormat.TRL_PROMPT: trl.to_prompt_record,
    TripletFormat.SHAREGPT: sharegpt.to_record,
    TripletFormat.ALPACA: alpaca.to_record,
}


def read_triplets(path: Path) -> Iterator[Triplet | Rejected]:
    """Read the triplets of a file one by one; the format is told from each record.

    Raises UserError where the file cannot be opened.
    """
    for record in read_source(path):
        yield record if isinstance(record, Rejected) else _read(record)


def write_triplets(
    path: Path, triplets: Iterable[Triplet], form: TripletFormat = TripletFormat.COIG
) -> Written:
    """Write triplets: a JSON array where the name ends in `.json`, else JSONL. Raises UserError."""
    return Written(write_records(path, map(_WRITERS[form], triplets)))


def triplet_from_record(record: Mapping[str, object]) -> Triplet:
    """Read a record in any of the formats. Raises UnfitError."""
    for recognises, read in _READERS:
        if recognises(record):
            return read(record)
    names = ", ".join(list(record)[:8])
    raise UnfitError(f"it has the fields of no known format ({names[:120]})")


def _read(record: Record) -> Triplet | Rejected:
    try:
        return triplet_from_record(record.value)
    except UnfitError as error:
        return Rejected(record.number, record.line, str(error))
