"""Which saved triplets resemble one: sketches of their texts, made once and kept."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from writer_gui.store import contents
from writer_gui.store.schema import ContentRow, SketchRow, TripletRow
from writer_gui.text.similarity import NearDuplicates, sketch

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from sqlalchemy.orm import InstrumentedAttribute

    from writer_gui.domain.triplet import Triplet
    from writer_gui.store.database import Transaction

STEP_S = 0.05
"""How long one step of learning may take, as a filter of the collection waits for it."""

AT_ONCE = 20
"""Texts sketched between two looks at the clock: 0.02 s."""

_Key = tuple[str, int]
_PARTS: dict[str, InstrumentedAttribute[int]] = {
    "query": TripletRow.query_content_id,
    "answer": TripletRow.answer_content_id,
}


@dataclass(frozen=True, slots=True)
class Twin:
    """A triplet whose `part` shares so much with the one asked about."""

    uid: str
    part: str
    share: float


@dataclass(slots=True)
class _Part:
    """The sketches of one part of all triplets. A key is a uid and the number of its text."""

    column: InstrumentedAttribute[int]
    index: NearDuplicates = field(default_factory=NearDuplicates)
    learned: set[_Key] = field(default_factory=set)
    waiting: list[_Key] = field(default_factory=list)

    def look(self, tx: Transaction) -> bool:
        """See what there is to learn; return whether that is anything."""
        if not self.waiting:
            self.waiting = sorted(_keys(tx, self.column) - self.learned, key=lambda key: key[1])
        return bool(self.waiting)

    def learn(self, tx: Transaction) -> None:
        """Learn a few of the texts that wait."""
        some, self.waiting = self.waiting[:AT_ONCE], self.waiting[AT_ONCE:]
        sketches = _sketches(tx, [content_id for _, content_id in some])
        for key in some:
            if key[1] in sketches:  # it may be gone for good by now
                self.index.add(key, sketches[key[1]])
            self.learned.add(key)

    def found(self, tx: Transaction, text: str) -> Iterator[tuple[str, float]]:
        """Yield the triplets whose text is like this one now, each with its share."""
        near = [(_key(key), share) for key, share in self.index.find(sketch(text))]
        now = _keys(tx, self.column, [uid for (uid, _), _ in near])
        yield from ((uid, share) for (uid, text_id), share in near if (uid, text_id) in now)


class Likeness:
    """Learns the triplets of one database bit by bit, and finds the near-duplicates of one.

    The numbers of their texts tell it what it has not seen. A text that was changed is learned
    anew; what it was before stays in the index and is passed over when found.
    """

    def __init__(self) -> None:
        self._parts = {name: _Part(column) for name, column in _PARTS.items()}

    def learn(self, tx: Transaction) -> bool:
        """Learn for `STEP_S` of what is not known yet; return whether more may be left."""
        until = time.monotonic() + STEP_S
        for part in self._parts.values():
            while part.look(tx):
                part.learn(tx)
                if time.monotonic() > until:
                    return True
        return False

    def twins(self, tx: Transaction, triplet: Triplet) -> tuple[Twin, ...]:
        """Return the near-duplicates among what has been learned, most alike first."""
        texts = {"query": triplet.query, "answer": triplet.answer}
        found = [
            Twin(uid, name, share)
            for name, part in self._parts.items()
            for uid, share in part.found(tx, texts[name])
            if uid != triplet.uid
        ]
        return tuple(sorted(found, key=lambda twin: -twin.share))


def _key(key: Hashable) -> _Key:
    if not isinstance(key, tuple):
        raise TypeError(key)
    return key


def _keys(
    tx: Transaction, column: InstrumentedAttribute[int], uids: Sequence[str] | None = None
) -> set[_Key]:
    """Return which texts the triplets have, or those of them that are named."""
    wanted = select(TripletRow.uid, column).where(TripletRow.trashed.is_(None))
    if uids is not None:
        wanted = wanted.where(TripletRow.uid.in_(uids))
    return {(row[0], row[1]) for row in tx.execute(wanted)}


def _sketches(tx: Transaction, content_ids: list[int]) -> dict[int, bytes]:
    """Return the sketches of texts, of which those that are not kept yet are made now."""
    rows = tx.execute(
        select(ContentRow.id, SketchRow.sketch)
        .join(SketchRow, SketchRow.sha256 == ContentRow.sha256)
        .where(ContentRow.id.in_(content_ids))
    )
    kept = {row.id: row.sketch for row in rows}
    return kept | _make(tx, [content_id for content_id in content_ids if content_id not in kept])


def _make(tx: Transaction, content_ids: list[int]) -> dict[int, bytes]:
    if not content_ids:
        return {}
    texts = contents.get_sound(tx, content_ids)
    hashes = tx.execute(
        select(ContentRow.id, ContentRow.sha256).where(ContentRow.id.in_(content_ids))
    )
    made = {content_id: sketch(texts.get(content_id, "")) for content_id in content_ids}
    rows = [{"sha256": sha256, "sketch": made[content_id]} for content_id, sha256 in hashes]
    tx.execute(insert(SketchRow).on_conflict_do_nothing(), rows)
    return made
