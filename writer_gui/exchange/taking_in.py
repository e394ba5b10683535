"""The records of a file taken into the library: what is new is added, the rest is accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from writer_gui.errors import UserError
from writer_gui.exchange.records import Rejected
from writer_gui.store.pairs import import_pairs
from writer_gui.store.triplets import import_triplets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from writer_gui.domain.pair import Pair
    from writer_gui.domain.triplet import Triplet
    from writer_gui.store.adding import Taken
    from writer_gui.store.database import Transaction

T = TypeVar("T")

_TOLD_EVERY = 50


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


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds, before anything is written: an import would report just that."""

    read: int
    new: int
    duplicates: int
    rejected: tuple[Rejected, ...] = ()

    def as_report(self) -> ImportReport:
        """Return what an import would report."""
        return ImportReport(self.read, self.new, self.duplicates, self.rejected)


class StoppedError(UserError):
    """The reading was stopped by the one who asked for it; nothing was written."""


def survey(
    found: Iterable[T | Rejected], same: Callable[[T], bytes], known: Collection[bytes]
) -> Survey:
    """Read a file through, keeping only the reasons of what cannot be taken in.

    Two records with the same `same` are one; `known` are those that are in the library.
    """
    seen = set(known)
    sieve = _Sieve(found)
    new = duplicates = 0
    for record in sieve:
        key = same(record)
        if key in seen:
            duplicates += 1
        else:
            new += 1
            seen.add(key)
    return Survey(new + duplicates + len(sieve.rejected), new, duplicates, tuple(sieve.rejected))


def watched(
    found: Iterable[T], tell: Callable[[int], None], is_stopped: Callable[[], bool]
) -> Iterator[T]:
    """Yield records, telling now and then how many there were. Raises StoppedError when told to."""
    for count, record in enumerate(found, start=1):
        if is_stopped():
            raise StoppedError(
                f"Stopped after {count - 1:,} records; nothing was written. Import the file again "
                "to have them."
            )
        if count % _TOLD_EVERY == 0:
            tell(count)
        yield record


def take_in_triplets(
    tx: Transaction, found: Iterable[Triplet | Rejected], *, trashed: bool = False
) -> ImportReport:
    """Save the triplets a reader yields, all in the transaction of the caller."""
    sieve = _Sieve(found)
    return sieve.report(import_triplets(tx, sieve, trashed=trashed))


def take_in_pairs(
    tx: Transaction, found: Iterable[Pair | Rejected], *, trashed: bool = False
) -> ImportReport:
    """Save the pairs a reader yields, all in the transaction of the caller."""
    sieve = _Sieve(found)
    return sieve.report(import_pairs(tx, sieve, trashed=trashed))


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
