"""The records of a file taken into the library: what is new is added, the rest is accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from writer_gui.exchange.records import Rejected
from writer_gui.store.pairs import import_pairs
from writer_gui.store.triplets import import_triplets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from writer_gui.domain.pair import Pair
    from writer_gui.domain.triplet import Triplet
    from writer_gui.store.database import Transaction
    from writer_gui.store.records import Taken

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the records of a file."""

    read: int
    added: int
    duplicates: int
    rejected: tuple[Rejected, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return what the `import` commands print."""
        return {
            "read": self.read,
            "added": self.added,
            "duplicates": self.duplicates,
            "rejected": [{"record": r.record, "reason": r.reason} for r in self.rejected],
        }


def take_in_triplets(tx: Transaction, found: Iterable[Triplet | Rejected]) -> ImportReport:
    """Save the triplets a reader yields, all in the transaction of the caller."""
    sieve = _Sieve(found)
    return sieve.report(import_triplets(tx, sieve))


def take_in_pairs(tx: Transaction, found: Iterable[Pair | Rejected]) -> ImportReport:
    """Save the pairs a reader yields, all in the transaction of the caller."""
    sieve = _Sieve(found)
    return sieve.report(import_pairs(tx, sieve))


@dataclass(slots=True)
class _Sieve(Generic[T]):
    """Lets records through and holds back the rejected ones."""

    found: Iterable[T | Rejected]
    rejected: list[Rejected] = field(default_factory=list)

    def __iter__(self) -> Iterator[T]:
        for record in self.found:
            if isinstance(record, Rejected):
                self.rejected.append(record)
            else:
                yield record

    def report(self, taken: Taken) -> ImportReport:
        read = taken.added + taken.duplicates + len(self.rejected)
        return ImportReport(read, taken.added, taken.duplicates, tuple(self.rejected))
