"""A collection as a Hugging Face data set folder: records by split, and a card."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from writer_gui.domain.genre import find_genre
from writer_gui.errors import UserError
from writer_gui.exchange import coig
from writer_gui.exchange.fields import METADATA
from writer_gui.exchange.files import SPLITS, remove_earlier_splits, replacing, write_bytes
from writer_gui.exchange.mix import split
from writer_gui.exchange.records import json_text, write_records
from writer_gui.exchange.samples import sample_of_triplet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from writer_gui.domain.triplet import Triplet

VALIDATION = 0.05
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))
_LICENCES = {
    "CC0-1.0": "cc0-1.0",
    "CC-BY-4.0": "cc-by-4.0",
    "CC-BY-SA-4.0": "cc-by-sa-4.0",
    "CC-BY-NC-4.0": "cc-by-nc-4.0",
    "ODC-BY-1.0": "odc-by",
}


def write_folder(
    folder: Path,
    triplets: Sequence[Triplet],
    *,
    validation: float = VALIDATION,
    seed: int = 0,
    parquet: bool = False,
) -> dict[str, int]:
    """Write a data set and return how many records each split has. Raises UserError.

    Near-duplicates are never in different splits. Triplets of one licence share a card with it;
    of several, the card says "other" and each record its own.
    """
    if not triplets:
        raise UserError("There are no triplets to write; save or import some first.")
    by_key = {triplet.uid: triplet for triplet in triplets}
    samples = [sample_of_triplet(triplet) for triplet in triplets]
    train, held = split(samples, validation, random.Random(seed))
    _make(folder / "data")
    counts = {}
    for name, part in zip(SPLITS, (train, held), strict=True):
        records = [_record(by_key[sample.key]) for sample in part]
        if records:
            write = _write_parquet if parquet else _write_jsonl
            write(folder / "data", name, records)
            counts[name] = len(records)
    suffix = "parquet" if parquet else "jsonl"
    remove_earlier_splits(folder / "data", {f"{name}.{suffix}" for name in counts})
    write_bytes(folder / "README.md", _card(triplets, counts, suffix).encode())
    return counts


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{folder} could not be made ({reason}); choose another place.") from error


def _record(triplet: Triplet) -> dict[str, object]:
    """Return a record whose every field has one type throughout, as Arrow wants it."""
    record = coig.to_record(triplet)
    return {
        **{name: record[name] for name in ("id", "query", "thought", "answer")},
        "genre": triplet.genre,
        "language": triplet.language.value,
        "licence": triplet.licence,
        METADATA: record[METADATA],
    }


def _write_jsonl(folder: Path, name: str, records: list[dict[str, object]]) -> None:
    write_records(folder / f"{name}.jsonl", records)


def _write_parquet(folder: Path, name: str, records: list[dict[str, object]]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UserError(
            "Parquet needs pyarrow; install it with 'pip install pyarrow', or leave --parquet out."
        ) from None
    flat = [record | {METADATA: json_text(record[METADATA])} for record in records]
    with replacing(folder / f"{name}.parquet") as beside:
        pq.write_table(pa.Table.from_pylist(flat), beside, compression="zstd")


def _card(triplets: Sequence[Triplet], counts: dict[str, int], suffix: str) -> str:
    licences = {triplet.licence for triplet in triplets}
    licence = _LICENCES.get(next(iter(licences)), "other") if len(licences) == 1 else "other"
    languages = sorted({triplet.language.value for triplet in triplets})
    total = len(triplets)
    size = next((name for bound, name in _SIZES if total < bound), "n>1M")
    head = [
        "---",
        f"license: {licence}",
        "language:",
        *(f"- {language}" for language in languages),
        "task_categories:",
        "- text-generation",
        "size_categories:",
        f"- {size}",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    for name in counts:
        head += [f"  - split: {name}", f"    path: data/{name}.{suffix}"]
    return "\n".join([*head, "---", "", *_told(triplets, counts)]) + "\n"


def _told(triplets: Sequence[Triplet], counts: dict[str, int]) -> list[str]:
    total = len(triplets)
    genres = Counter(triplet.genre or "–" for triplet in triplets)
    lengths = {
        part: [len(getattr(t, part)) for t in triplets] for part in ("query", "thought", "answer")
    }
    consent = sum(triplet.consent for triplet in triplets)
    accepted = Counter(triplet.status.value for triplet in triplets)
    return [
        "# Creative writing triplets",
        "",
        f"{total:,} records of a writing prompt (`query`), the plan behind the text (`thought`) "
        "and the text (`answer`), in the shape of COIG-Writer.",
        "",
        "| split | records |",
        "|---|---:|",
        *(f"| {name} | {count:,} |" for name, count in counts.items()),
        "",
        "No two records in different splits are near-duplicates of each other.",
        "",
        "| field | shortest | mean | longest (characters) |",
        "|---|---:|---:|---:|",
        *(
            f"| {part} | {min(found):,} | {sum(found) / total:,.0f} | {max(found):,} |"
            for part, found in lengths.items()
        ),
        "",
        "| genre | records |",
        "|---|---:|",
        *(f"| {_genre_name(tag)} | {count:,} |" for tag, count in genres.most_common()),
        "",
        "Review: "
        + ", ".join(f"{name} {count:,}" for name, count in sorted(accepted.items()))
        + ".",
        f"Consent of the writer is noted for {consent:,} of {total:,}.",
        "Each record names its licence in `licence`. `metadata.writer_gui` holds scores, review "
        "and provenance, and may be ignored.",
    ]


def _genre_name(tag: str) -> str:
    genre = find_genre(tag)
    return f"{tag} ({genre.english_name})" if genre else tag
