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

_Key = tuple[str, bytes]
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
    """The sketches of one part of all triplets. A key is a uid and the hash of its text."""

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
        sketches = _sketches(tx, [sha256 for _, sha256 in some])
        self.learned.update(some)
        for key in some:
            if key[1] in sketches:  # the text may be damaged, or gone for good by now
                self.index.add(key, sketches[key[1]])

    def found(self, tx: Transaction, text: str) -> Iterator[tuple[str, float]]:
        """Yield the triplets whose text is like this one now, each with its share."""
        near = [(_key(key), share) for key, share in self.index.find(sketch(text))]
        now = _keys(tx, self.column, [uid for (uid, _), _ in near])
        yield from ((key[0], share) for key, share in near if key in now)


class Likeness:
    """Learns the triplets of one database bit by bit, and finds the near-duplicates of one.

    The hashes of their texts tell it what it has not seen. A text that was changed is learned
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
    wanted = select(TripletRow.uid, ContentRow.sha256).where(TripletRow.trashed.is_(None))
    wanted = wanted.join(ContentRow, ContentRow.id == column)
    if uids is not None:
        wanted = wanted.where(TripletRow.uid.in_(uids))
    return {(row[0], row[1]) for row in tx.execute(wanted)}


def _sketches(tx: Transaction, hashes: list[bytes]) -> dict[bytes, bytes]:
    """Return the sketches of sound texts by their hashes; those not kept yet are made now."""
    rows = tx.execute(
        select(SketchRow.sha256, SketchRow.sketch).where(SketchRow.sha256.in_(hashes))
    )
    kept = {row.sha256: row.sketch for row in rows}
    return kept | _make(tx, [sha256 for sha256 in hashes if sha256 not in kept])


def _make(tx: Transaction, hashes: list[bytes]) -> dict[bytes, bytes]:
    found = tx.execute(
        select(ContentRow.id, ContentRow.sha256).where(ContentRow.sha256.in_(hashes))
    ).all()
    texts = contents.get_sound(tx, [row.id for row in found])
    made = {row.sha256: sketch(texts[row.id]) for row in found if row.id in texts}
    if made:
        rows = [{"sha256": sha256, "sketch": sketched} for sha256, sketched in made.items()]
        tx.execute(insert(SketchRow).on_conflict_do_nothing(), rows)
    return made
