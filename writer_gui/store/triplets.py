"""Triplets: saved, found, reviewed, counted. Their texts are stored as all texts are, once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, UnaryExpression, func, select

from writer_gui.domain.language import Language
from writer_gui.domain.triplet import LEAST_SCORE, LEAST_TOTAL, Scores, Triplet, TripletStatus
from writer_gui.store import codec, contents, records
from writer_gui.store.adding import Kind, add_new, import_all
from writer_gui.store.clock import from_stamp, now, to_stamp
from writer_gui.store.meta import TRIPLETS_TOUCHED, count_up
from writer_gui.store.schema import TripletRow
from writer_gui.store.triplet_search import CONTENTS, holding
from writer_gui.text.counting import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute

    from writer_gui.store.adding import Row, Taken
    from writer_gui.store.database import Transaction

_PAGE = 500


class TripletOrder(StrEnum):
    """How triplets are sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST = "longest"
    SHORTEST = "shortest"
    BEST = "best"
    GENRE = "genre"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class TripletQuery:
    """Which triplets to list; None means any. All words of `text` are in some of their parts."""

    text: str = ""
    genre: str | None = None
    language: Language | None = None
    status: TripletStatus | None = None
    session_id: int | None = None
    trashed: bool = False
    order: TripletOrder = TripletOrder.NEWEST


ANY_TRIPLET = TripletQuery()

_NEWEST = TripletRow.id.desc()
_SCORES = [getattr(TripletRow, field.name) for field in fields(Scores)]
_TOTAL = sum((func.coalesce(score, 0) for score in _SCORES[1:]), func.coalesce(_SCORES[0], 0))
_ORDERS: dict[TripletOrder, tuple[UnaryExpression[int] | UnaryExpression[str], ...]] = {
    TripletOrder.NEWEST: (_NEWEST,),
    TripletOrder.OLDEST: (TripletRow.id.asc(),),
    TripletOrder.LONGEST: (TripletRow.words.desc(), _NEWEST),
    TripletOrder.SHORTEST: (TripletRow.words.asc(), _NEWEST),
    TripletOrder.BEST: (_TOTAL.desc(), _NEWEST),
    TripletOrder.GENRE: (TripletRow.genre.asc(), _NEWEST),
    TripletOrder.STATUS: (TripletRow.status.asc(), _NEWEST),
}


@dataclass(frozen=True, slots=True)
class TripletStatistics:
    """How many triplets there are of each kind; `words` counts their answers."""

    total: int
    words: int
    by_genre: dict[str, int]
    by_language: dict[str, int]
    by_status: dict[str, int]


def add_triplet(tx: Transaction, triplet: Triplet, *, trashed: bool = False) -> Triplet | None:
    """Save a triplet; None where one with the same three texts is there already.

    Its `uid` is kept unless another triplet has it, and its times where they are given. A same
    one in the trash is taken out again; a new one that is `trashed` goes there.
    """
    row = add_new(tx, _KIND, [triplet], trashed=trashed)[0]
    if row is None:
        return None
    created, updated = from_stamp(row["created"]), from_stamp(row["updated"])
    return replace(triplet, uid=row["uid"], created=created, updated=updated)


def import_triplets(tx: Transaction, found: Iterable[Triplet], *, trashed: bool = False) -> Taken:
    """Save the records of a file, all in the transaction of the caller."""
    return import_all(tx, _KIND, found, trashed=trashed)


def known_triplets(tx: Transaction) -> set[bytes]:
    """Return what `same_triplet` gives for those that an import would not add."""
    return records.present(tx, TripletRow)


def get_triplet(tx: Transaction, uid: str) -> Triplet:
    """Return a triplet. Raises UserError if there is none of that uid."""
    return _triplets(tx, [_row(tx, uid)])[0]


def find_triplet(tx: Transaction, beginning: str) -> str:
    """Return the uid of the one triplet whose uid begins so. Raises UserError."""
    return records.find_uid(tx, TripletRow, "triplet", beginning)


def list_triplets(
    tx: Transaction,
    query: TripletQuery = ANY_TRIPLET,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[Triplet]:
    """Return triplets with their texts; `limit` None means all of them."""
    found = select(TripletRow).where(*_conditions(tx, query)).order_by(*_ORDERS[query.order])
    return _triplets(tx, tx.scalars(found.offset(offset).limit(limit)).all())


def list_uids(tx: Transaction, query: TripletQuery = ANY_TRIPLET) -> list[str]:
    """Return which triplets a query finds, without their texts."""
    found = select(TripletRow.uid).where(*_conditions(tx, query)).order_by(*_ORDERS[query.order])
    return list(tx.scalars(found))


def each_triplet(tx: Transaction, query: TripletQuery = ANY_TRIPLET) -> Iterator[Triplet]:
    """Yield what a query finds, a page in memory at a time."""
    offset = 0
    while page := list_triplets(tx, query, offset=offset, limit=_PAGE):
        yield from page
        offset += len(page)


def count_triplets(tx: Transaction, query: TripletQuery = ANY_TRIPLET) -> int:
    """Return how many triplets a query finds."""
    return tx.scalars(select(func.count(TripletRow.id)).where(*_conditions(tx, query))).one()


def update_triplet(tx: Transaction, triplet: Triplet) -> None:
    """Save a changed triplet over the one of the same uid. Raises UserError if there is none."""
    row = _row(tx, triplet.uid)
    before = _content_ids(row)
    same = same_triplet(triplet)
    if same != row.sameness:
        row.sameness, row.touched = same, count_up(tx, TRIPLETS_TOUCHED)
    for name, value in _columns(tx, [triplet])[0].items():
        setattr(row, name, value)
    row.updated = now()
    tx.flush()
    contents.release(tx, before - _content_ids(row))


def set_status(tx: Transaction, uids: Sequence[str], status: TripletStatus) -> int:
    """Set the status of many triplets; return how many there were."""
    return records.set_fields(tx, TripletRow, uids, status=status.value, updated=now())


def accept(tx: Transaction, uids: Sequence[str]) -> int:
    """Accept those of many triplets whose scores allow it; return how many there were."""
    allowed = [score >= LEAST_SCORE for score in _SCORES]
    rule = select(TripletRow.uid).where(*allowed, _TOTAL >= LEAST_TOTAL)
    fit = set(tx.scalars(rule).all())
    return set_status(tx, [uid for uid in uids if uid in fit], TripletStatus.ACCEPTED)


def set_genre(tx: Transaction, uids: Sequence[str], genre: str) -> int:
    """Set the genre of many triplets; return how many there were."""
    name = codec.one_line(genre)
    return records.set_fields(tx, TripletRow, uids, genre=name, updated=now())


def set_licence(tx: Transaction, uids: Sequence[str], licence: str) -> int:
    """Set the licence of many triplets; return how many there were."""
    name = codec.one_line(licence)
    return records.set_fields(tx, TripletRow, uids, licence=name, updated=now())


def trash_triplets(tx: Transaction, uids: Sequence[str]) -> int:
    """Put triplets into the trash; return how many there were."""
    return records.trash(tx, TripletRow, uids)


def restore_triplets(tx: Transaction, uids: Sequence[str]) -> int:
    """Take triplets out of the trash; return how many there were."""
    return records.untrash(tx, TripletRow, uids)


def purge_triplets(tx: Transaction, older_than: datetime) -> int:
    """Delete for good what has been in the trash since before `older_than`."""
    return records.purge(tx, TripletRow, CONTENTS, older_than)


def triplet_statistics(tx: Transaction, query: TripletQuery = ANY_TRIPLET) -> TripletStatistics:
    """Count the triplets a query finds."""
    wanted = _conditions(tx, query)
    total, words = tx.execute(
        select(func.count(TripletRow.id), func.coalesce(func.sum(TripletRow.words), 0)).where(
            *wanted
        )
    ).one()
    return TripletStatistics(
        total=total,
        words=words,
        by_genre=_counts(tx, TripletRow.genre, wanted),
        by_language=_counts(tx, TripletRow.language, wanted),
        by_status=_counts(tx, TripletRow.status, wanted),
    )


def _row(tx: Transaction, uid: str) -> TripletRow:
    row = tx.scalar(select(TripletRow).where(TripletRow.uid == uid))
    if row is None:
        raise records.missing("triplet", uid)
    return row


def _counts(
    tx: Transaction, column: InstrumentedAttribute[str], wanted: list[ColumnElement[bool]]
) -> dict[str, int]:
    found = tx.execute(
        select(column, func.count()).where(*wanted).group_by(column).order_by(func.count().desc())
    )
    return {row[0]: row[1] for row in found}


def _conditions(tx: Transaction, query: TripletQuery) -> list[ColumnElement[bool]]:
    trashed = TripletRow.trashed
    wanted: list[ColumnElement[bool]] = [
        trashed.is_not(None) if query.trashed else trashed.is_(None)
    ]
    for column, value in (
        (TripletRow.genre, query.genre),
        (TripletRow.language, query.language),
        (TripletRow.status, query.status),
        (TripletRow.session_id, query.session_id),
    ):
        if value is not None:
            wanted.append(column == value)
    if query.text.strip():
        wanted.append(holding(tx, query.text))
    return wanted


def same_triplet(triplet: Triplet) -> bytes:
    """Return what two triplets have in common that are the same."""
    return records.sameness(triplet.query, triplet.thought, triplet.answer)


def _content_ids(row: TripletRow) -> set[int]:
    return {row.query_content_id, row.thought_content_id, row.answer_content_id}


def _new_rows(tx: Transaction, found: Sequence[Triplet]) -> list[Row]:
    rows = _columns(tx, found)
    last = count_up(tx, TRIPLETS_TOUCHED, len(rows))
    for touched, row, triplet in zip(
        range(last - len(rows) + 1, last + 1), rows, found, strict=True
    ):
        created = to_stamp(triplet.created) if triplet.created else now()
        updated = to_stamp(triplet.updated) if triplet.updated else created
        row |= {"touched": touched, "created": created, "updated": updated}
    return rows


def _columns(tx: Transaction, found: Sequence[Triplet]) -> list[Row]:
    texts = contents.put_all(tx, (text for t in found for text in (t.query, t.thought, t.answer)))
    return [_row_of(triplet, texts[3 * i : 3 * i + 3]) for i, triplet in enumerate(found)]


def _row_of(triplet: Triplet, texts: list[int]) -> Row:
    return {
        **dict(zip((column.key for column in CONTENTS), texts, strict=True)),
        **asdict(triplet.scores),
        "words": count_words(triplet.answer, triplet.language),
        "genre": codec.one_line(triplet.genre),
        "language": triplet.language.value,
        "status": triplet.status.value,
        "licence": codec.one_line(triplet.licence),
        "consent": triplet.consent,
        "reason": codec.without_surrogates(triplet.reason),
        "reviewer": codec.one_line(triplet.reviewer),
        "session_id": triplet.session_id,
        "plan_version_id": triplet.plan_version_id,
        "story_version_id": triplet.story_version_id,
        "provenance": codec.canonical(triplet.provenance),
        "extra": codec.canonical(triplet.extra),
    }


def _weight(triplet: Triplet) -> int:
    return len(triplet.query) + len(triplet.thought) + len(triplet.answer)


_KIND = Kind(TripletRow, same_triplet, _weight, _new_rows)


def _triplets(tx: Transaction, found: Sequence[TripletRow]) -> list[Triplet]:
    texts = contents.get_many(tx, (i for row in found for i in _content_ids(row)))
    return [_triplet(row, texts) for row in found]


def _triplet(row: TripletRow, texts: dict[int, str]) -> Triplet:
    return Triplet(
        uid=row.uid,
        query=texts[row.query_content_id],
        thought=texts[row.thought_content_id],
        answer=texts[row.answer_content_id],
        genre=row.genre,
        language=codec.member(Language, row.language, Language.ZH),
        status=codec.member(TripletStatus, row.status, TripletStatus.DRAFT),
        scores=Scores(**{field.name: getattr(row, field.name) for field in fields(Scores)}),
        licence=row.licence,
        consent=row.consent,
        reason=row.reason,
        reviewer=row.reviewer,
        session_id=row.session_id,
        plan_version_id=row.plan_version_id,
        story_version_id=row.story_version_id,
        provenance=codec.json_object(row.provenance),
        extra=codec.json_object(row.extra),
        created=from_stamp(row.created),
        updated=from_stamp(row.updated),
    )
