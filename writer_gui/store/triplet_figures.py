"""The figures of a collection: counts over all of it, and what needs the texts over a sample."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Scores
from writer_gui.store import triplets as store
from writer_gui.store.schema import TripletRow
from writer_gui.text.diversity import Diversity, diversity

if TYPE_CHECKING:
    from writer_gui.domain.triplet import Triplet
    from writer_gui.store.database import Transaction
    from writer_gui.store.triplets import TripletStatistics

SAMPLE = 200
"""Triplets whose texts are read, evenly spread: enough for a mean, and a second at most."""

LENGTH_BINS = (100, 500, 1_000, 2_000, 4_000, 8_000)
"""Upper bounds of the bins of answer lengths; the last bin has none."""


@dataclass(frozen=True, slots=True)
class PartLength:
    """Shortest, mean and longest in characters."""

    shortest: int
    mean: float
    longest: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that is shown of a collection as a whole.

    `lengths` counts answers by `LENGTH_BINS`. `scores` are means of those given; `parts` and
    `diversity` are of the `sampled` triplets alone.
    """

    counts: TripletStatistics
    lengths: tuple[int, ...]
    scores: dict[str, float | None]
    without_consent: int
    without_licence: int
    sampled: int
    parts: dict[str, PartLength]
    diversity: dict[Language, Diversity]


def overview(tx: Transaction) -> Overview:
    """Return the figures of all triplets that are not in the trash."""
    counts = store.triplet_statistics(tx)
    sample = _sample(tx, counts.total)
    return Overview(
        counts=counts,
        lengths=_lengths(tx),
        scores=_scores(tx),
        without_consent=_count(tx, TripletRow.consent.is_(False)),
        without_licence=_count(tx, TripletRow.licence == ""),
        sampled=len(sample),
        parts=_parts(sample),
        diversity=_diversity(sample),
    )


def _sample(tx: Transaction, total: int) -> list[Triplet]:
    ids = tx.scalars(select(TripletRow.uid).where(TripletRow.trashed.is_(None))).all()
    step = max(1, total // SAMPLE)
    return [store.get_triplet(tx, uid) for uid in ids[::step][:SAMPLE]]


def _lengths(tx: Transaction) -> tuple[int, ...]:
    found = [0] * (len(LENGTH_BINS) + 1)
    for words in tx.scalars(select(TripletRow.words).where(TripletRow.trashed.is_(None))):
        found[sum(words >= bound for bound in LENGTH_BINS)] += 1
    return tuple(found)


def _scores(tx: Transaction) -> dict[str, float | None]:
    names = [field.name for field in fields(Scores)]
    means = tx.execute(
        select(*(func.avg(getattr(TripletRow, name)) for name in names)).where(
            TripletRow.trashed.is_(None)
        )
    ).one()
    return dict(zip(names, means, strict=True))


def _count(tx: Transaction, condition: object) -> int:
    wanted = select(func.count(TripletRow.id)).where(TripletRow.trashed.is_(None), condition)  # type: ignore[arg-type]  # a column's condition
    return tx.scalars(wanted).one()


def _parts(sample: list[Triplet]) -> dict[str, PartLength]:
    found = {}
    for part in ("query", "thought", "answer"):
        lengths = [len(getattr(triplet, part)) for triplet in sample] or [0]
        found[part] = PartLength(min(lengths), sum(lengths) / len(lengths), max(lengths))
    return found


def _diversity(sample: list[Triplet]) -> dict[Language, Diversity]:
    """Return the means of the figures of single answers, by language."""
    found = {}
    for language in Language:
        shapes = [diversity(t.answer, language) for t in sample if t.language is language]
        if shapes:
            found[language] = Diversity(
                **{
                    f.name: sum(getattr(s, f.name) for s in shapes) / len(shapes)
                    for f in fields(Diversity)
                }
            )
    return found
