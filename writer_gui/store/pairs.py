"""Preference pairs: saved as judged, found, counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from writer_gui.domain.judging import BLIND
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.store import codec, contents, records
from writer_gui.store.adding import Kind, add_new, import_all
from writer_gui.store.clock import from_stamp, now, to_stamp
from writer_gui.store.schema import PairRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from writer_gui.store.adding import Row, Taken
    from writer_gui.store.database import Transaction

CONTENTS = (PairRow.prompt_content_id, PairRow.first_content_id, PairRow.second_content_id)


_PAGE = 500


@dataclass(frozen=True, slots=True)
class PairQuery:
    """Which pairs to list; None means any. `text` is looked for in prompt and both sides.

    The newest come first, unless `oldest_first`.
    """

    text: str = ""
    genre: str | None = None
    language: Language | None = None
    level: PairLevel | None = None
    verdict: Verdict | None = None
    origin: str | None = None
    session_id: int | None = None
    trashed: bool = False
    oldest_first: bool = False


ANY_PAIR = PairQuery()


@dataclass(frozen=True, slots=True)
class PairStatistics:
    """How many pairs there are of each kind."""

    total: int
    by_genre: dict[str, int]
    by_level: dict[str, int]
    by_verdict: dict[str, int]


def add_pair(tx: Transaction, pair: Pair, *, trashed: bool = False) -> Pair | None:
    """Save a pair; None where the same two texts have got the same verdict already.

    It makes no difference which of the two comes first. One that was chosen blind is the same only
    as itself. `created` is kept where it is given. One that is `trashed` goes into the trash.
    """
    row = add_new(tx, _KIND, [pair], trashed=trashed)[0]
    if row is None:
        return None
    return replace(pair, uid=row["uid"], created=from_stamp(row["created"]))


def import_pairs(tx: Transaction, found: Iterable[Pair], *, trashed: bool = False) -> Taken:
    """Save the records of a file, all in the transaction of the caller."""
    return import_all(tx, _KIND, found, trashed=trashed)


def known_pairs(tx: Transaction) -> set[bytes]:
    """Return what `same_pair` gives for those that an import would not add."""
    return records.present(tx, PairRow)


def has_pair(tx: Transaction, uid: str) -> bool:
    """Whether there is a pair of that uid, in the trash or not."""
    return tx.scalar(select(PairRow.id).where(PairRow.uid == uid)) is not None


def get_pair(tx: Transaction, uid: str) -> Pair:
    """Return a pair. Raises UserError if there is none of that uid."""
    return _pairs(tx, [_row(tx, uid)])[0]


def list_pairs(
    tx: Transaction, query: PairQuery = ANY_PAIR, *, offset: int = 0, limit: int | None = None
) -> list[Pair]:
    """Return pairs with their texts; `limit` None means all of them."""
    place = PairRow.id.asc() if query.oldest_first else PairRow.id.desc()
    found = select(PairRow).where(*_conditions(query)).order_by(place)
    return _pairs(tx, tx.scalars(found.offset(offset).limit(limit)).all())


def each_pair(tx: Transaction, query: PairQuery = ANY_PAIR) -> Iterator[Pair]:
    """Yield what a query finds, a page in memory at a time."""
    offset = 0
    while page := list_pairs(tx, query, offset=offset, limit=_PAGE):
        yield from page
        offset += len(page)


def count_pairs(tx: Transaction, query: PairQuery = ANY_PAIR) -> int:
    """Return how many pairs a query finds."""
    return tx.scalars(select(func.count(PairRow.id)).where(*_conditions(query))).one()


def trash_pairs(tx: Transaction, uids: Sequence[str]) -> int:
    """Put pairs into the trash; return how many there were."""
    return records.trash(tx, PairRow, uids)


def restore_pairs(tx: Transaction, uids: Sequence[str]) -> int:
    """Take pairs out of the trash; return how many there were."""
    return records.untrash(tx, PairRow, uids)


def purge_pairs(tx: Transaction, older_than: datetime) -> int:
    """Delete for good what has been in the trash since before `older_than`."""
    return records.purge(tx, PairRow, CONTENTS, older_than)


def pair_statistics(tx: Transaction, query: PairQuery = ANY_PAIR) -> PairStatistics:
    """Count the pairs a query finds."""
    wanted = _conditions(query)
    counted = {}
    for column in (PairRow.genre, PairRow.level, PairRow.verdict):
        found = tx.execute(select(column, func.count()).where(*wanted).group_by(column))
        counted[column.key] = {row[0]: row[1] for row in found}
    return PairStatistics(
        total=count_pairs(tx, query),
        by_genre=counted["genre"],
        by_level=counted["level"],
        by_verdict=counted["verdict"],
    )


def _row(tx: Transaction, uid: str) -> PairRow:
    row = tx.scalar(select(PairRow).where(PairRow.uid == uid))
    if row is None:
        raise records.missing("pair", uid)
    return row


def _conditions(query: PairQuery) -> list[ColumnElement[bool]]:
    trashed = PairRow.trashed
    wanted: list[ColumnElement[bool]] = [
        trashed.is_not(None) if query.trashed else trashed.is_(None)
    ]
    for column, value in (
        (PairRow.genre, query.genre),
        (PairRow.language, query.language),
        (PairRow.level, query.level),
        (PairRow.verdict, query.verdict),
        (PairRow.origin, query.origin),
        (PairRow.session_id, query.session_id),
    ):
        if value is not None:
            wanted.append(column == value)
    if query.text.strip():
        wanted.append(records.holds(CONTENTS, query.text))
    return wanted


def same_pair(pair: Pair) -> bytes:
    """Return what two pairs have in common that are the same."""
    better = {Verdict.FIRST: pair.first.text, Verdict.SECOND: pair.second.text}
    verdict = better.get(pair.verdict, pair.verdict.value)
    texts = sorted((pair.first.text, pair.second.text))
    # Each choice made blind counts, also where it is the same as before.
    how = (BLIND, pair.uid) if pair.origin == BLIND else ()
    return records.sameness(pair.level.value, pair.prompt, *texts, verdict, *how)


def _content_ids(row: PairRow) -> set[int]:
    return {row.prompt_content_id, row.first_content_id, row.second_content_id}


def _rows(tx: Transaction, found: Sequence[Pair]) -> list[Row]:
    texts = contents.put_all(tx, (text for pair in found for text in _texts(pair)))
    return [_row_of(pair, texts[3 * i : 3 * i + 3]) for i, pair in enumerate(found)]


def _row_of(pair: Pair, texts: list[int]) -> Row:
    return {
        **dict(zip((column.key for column in CONTENTS), texts, strict=True)),
        "first_side": _side_json(pair.first),
        "second_side": _side_json(pair.second),
        "genre": codec.one_line(pair.genre),
        "language": pair.language.value,
        "level": pair.level.value,
        "verdict": pair.verdict.value,
        "shown_swapped": pair.shown_swapped,
        "reasons": codec.canonical({"reasons": list(pair.reasons)}),
        "note": codec.without_surrogates(pair.note),
        "seconds": pair.seconds,
        "origin": codec.one_line(pair.origin),
        "prompt_id": codec.one_line(pair.prompt_id),
        "session_id": pair.session_id,
        "extra": codec.canonical(pair.extra),
        "created": to_stamp(pair.created) if pair.created else now(),
    }


def _texts(pair: Pair) -> tuple[str, str, str]:
    return pair.prompt, pair.first.text, pair.second.text


_KIND = Kind(PairRow, same_pair, lambda pair: sum(map(len, _texts(pair))), _rows)


def _pairs(tx: Transaction, found: Sequence[PairRow]) -> list[Pair]:
    texts = contents.get_many(tx, (i for row in found for i in _content_ids(row)))
    return [_pair(row, texts) for row in found]


def _pair(row: PairRow, texts: dict[int, str]) -> Pair:
    return Pair(
        uid=row.uid,
        prompt=texts[row.prompt_content_id],
        genre=row.genre,
        language=codec.member(Language, row.language, Language.ZH),
        level=codec.member(PairLevel, row.level, PairLevel.STORY),
        first=_side(texts[row.first_content_id], row.first_side),
        second=_side(texts[row.second_content_id], row.second_side),
        verdict=codec.member(Verdict, row.verdict, Verdict.TIE),
        shown_swapped=row.shown_swapped,
        reasons=tuple(codec.json_object(row.reasons).get("reasons", ())),
        note=row.note,
        seconds=row.seconds,
        origin=row.origin,
        prompt_id=row.prompt_id,
        session_id=row.session_id,
        extra=codec.json_object(row.extra),
        created=from_stamp(row.created),
    )


def _side_json(side: PairSide) -> str:
    return codec.canonical({"score": side.score, "model": side.model, "extra": side.extra})


def _side(text: str, about: str) -> PairSide:
    value = codec.json_object(about)
    return PairSide(text, value.get("score"), value.get("model", ""), value.get("extra", {}))
