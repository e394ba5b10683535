"""Triplets, pairs and the round of choices of a library folder, and what ties them to its sessions.

The records are data sets that any program reads, and have no row numbers in them. So these stand in
`links.json`, where they are those of the session files beside it; the round, which only this
program knows, stands there too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from writer_gui.domain.judging import JudgingRound
from writer_gui.domain.triplet import Triplet
from writer_gui.errors import UserError
from writer_gui.exchange.decoding import read_text
from writer_gui.exchange.files import write_bytes
from writer_gui.exchange.judging import load_round, save_round, waiting
from writer_gui.exchange.pairs import PairFormat, read_pairs, write_pairs
from writer_gui.exchange.plain import from_plain, to_plain
from writer_gui.exchange.records import Rejected, json_text, parse_json
from writer_gui.exchange.taking_in import ImportReport, take_in_pairs, take_in_triplets
from writer_gui.exchange.triplets import read_triplets, write_triplets
from writer_gui.store.pairs import PairQuery, count_pairs, each_pair
from writer_gui.store.triplets import TripletOrder, TripletQuery, count_triplets, each_triplet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from writer_gui.domain.pair import Pair
    from writer_gui.store.database import Transaction
    from writer_gui.store.whole_sessions import Moved

TRIPLETS, PAIRS, LINKS, TRASH = "triplets.jsonl", "pairs.jsonl", "links.json", "Trash"

R = TypeVar("R", Triplet, "Pair")


@dataclass(frozen=True, slots=True)
class Ties:
    """The session a record is of, and for a triplet the versions."""

    session_id: int | None = None
    plan_version_id: int | None = None
    story_version_id: int | None = None

    def moved(self, moved: Moved) -> Ties:
        """Return them as they are in this library; what is not here has none."""
        return Ties(
            moved.sessions.get(self.session_id or 0),
            moved.plans.get(self.plan_version_id or 0),
            moved.stories.get(self.story_version_id or 0),
        )


@dataclass(slots=True)
class Links:
    """The ties of all records by their uid, and the round under way."""

    triplets: dict[str, object] = field(default_factory=dict)
    pairs: dict[str, object] = field(default_factory=dict)
    round: JudgingRound | None = None


@dataclass(slots=True)
class RecordsTaken:
    """What became of the records of a folder."""

    triplets: int = 0
    pairs: int = 0
    read: int = 0
    rejected: list[tuple[str, str]] = field(default_factory=list)


def write_records(tx: Transaction, folder: Path) -> tuple[int, int]:
    """Write all records, and what ties them; return how many are out of the trash."""
    links = Links(round=load_round(tx))
    (folder / TRASH).mkdir(exist_ok=True)
    counts = _write(tx, folder, links, trashed=False)
    _write(tx, folder / TRASH, links, trashed=True)
    write_bytes(folder / LINKS, json_text(to_plain(links)).encode())
    return counts


def count_records(tx: Transaction) -> int:
    """Return how many records there are, the trash included."""
    return sum(
        count_triplets(tx, TripletQuery(trashed=trashed))
        + count_pairs(tx, PairQuery(trashed=trashed))
        for trashed in (False, True)
    )


def take_in_records(tx: Transaction, folder: Path, moved: Moved) -> RecordsTaken:
    """Take in the records of a folder whose sessions are here."""
    taken = RecordsTaken()
    links = _read_links(folder / LINKS, taken)
    for place, trashed in ((folder, False), (folder / TRASH, True)):
        if (place / TRIPLETS).is_file():
            tied = _tied(read_triplets(place / TRIPLETS), links.triplets, moved)
            report = take_in_triplets(tx, tied, trashed=trashed)
            taken.triplets += _account(taken, place / TRIPLETS, report)
        if (place / PAIRS).is_file():
            of_session = _of_session(read_pairs(place / PAIRS), links.pairs, moved)
            report = take_in_pairs(tx, of_session, trashed=trashed)
            taken.pairs += _account(taken, place / PAIRS, report)
    _take_in_round(tx, links.round, moved, taken)
    return taken


def _write(tx: Transaction, folder: Path, links: Links, *, trashed: bool) -> tuple[int, int]:
    triplets = each_triplet(tx, TripletQuery(order=TripletOrder.OLDEST, trashed=trashed))
    pairs = each_pair(tx, PairQuery(trashed=trashed, oldest_first=True))
    return (
        write_triplets(folder / TRIPLETS, _noted(triplets, links.triplets)).records,
        write_pairs(folder / PAIRS, _noted(pairs, links.pairs), PairFormat.OWN).records,
    )


def _noted(records: Iterable[R], ties: dict[str, object]) -> Iterator[R]:
    """Yield records, noting those that belong to a session."""
    for record in records:
        if record.session_id is not None:
            ties[record.uid] = to_plain(_ties(record))
        yield record


def _ties(record: Triplet | Pair) -> Ties:
    if isinstance(record, Triplet):
        return Ties(record.session_id, record.plan_version_id, record.story_version_id)
    return Ties(record.session_id)


def _tied(
    found: Iterable[Triplet | Rejected], ties: dict[str, object], moved: Moved
) -> Iterator[Triplet | Rejected]:
    for record in found:
        if isinstance(record, Rejected):
            yield record
        else:
            here = _known(ties, record.uid).moved(moved)
            yield replace(
                record,
                session_id=here.session_id,
                plan_version_id=here.plan_version_id,
                story_version_id=here.story_version_id,
            )


def _of_session(
    found: Iterable[Pair | Rejected], ties: dict[str, object], moved: Moved
) -> Iterator[Pair | Rejected]:
    for record in found:
        if isinstance(record, Rejected):
            yield record
        else:
            yield replace(record, session_id=_known(ties, record.uid).moved(moved).session_id)


def _known(ties: dict[str, object], uid: str) -> Ties:
    """Return the ties of a record; a file that was changed by hand may have none of it."""
    try:
        return from_plain(Ties, ties.get(uid, {}))
    except ValueError:
        return Ties()


def _take_in_round(
    tx: Transaction, judged: JudgingRound | None, moved: Moved, taken: RecordsTaken
) -> None:
    """Take the round in, unless there is one here, which nothing may write over."""
    if judged is None:
        return
    tasks = (
        replace(task, session_id=moved.sessions.get(task.session_id or 0)) for task in judged.tasks
    )
    come, here = replace(judged, tasks=tuple(tasks)), load_round(tx)
    if here is None or not waiting(here):
        save_round(tx, come)
    elif here.seed != come.seed:
        told = "A round of choices is under way here already; finish it, then import again."
        taken.rejected.append((LINKS, told))


def _read_links(file: Path, taken: RecordsTaken) -> Links:
    """Return the ties of a folder; none where an early program wrote it or they are damaged."""
    if not file.is_file():
        return Links()
    try:
        return _links(parse_json(read_text(file)))
    except (UserError, ValueError) as error:
        told = f"{file.name} is damaged: {error}."
        taken.rejected.append((str(file), told))
        return Links()


def _links(value: object) -> Links:
    given = value if isinstance(value, dict) else {}
    triplets, pairs = (given.get(name) for name in ("triplets", "pairs"))
    judged = given.get("round")
    return Links(
        triplets if isinstance(triplets, dict) else {},
        pairs if isinstance(pairs, dict) else {},
        None if judged is None else from_plain(JudgingRound, judged, "round"),
    )


def _account(taken: RecordsTaken, file: Path, report: ImportReport) -> int:
    taken.read += report.read
    taken.rejected += [
        (str(file), f"Record {r.record} of {file.name} cannot be taken in: {r.reason}.")
        for r in report.rejected
    ]
    return report.added
