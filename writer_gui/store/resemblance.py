"""Which saved triplets resemble one: sketches of their texts, made once and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from writer_gui.store import contents
from writer_gui.store.schema import ContentRow, SketchRow, TripletRow
from writer_gui.text.similarity import NearDuplicates, sketch

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy.orm import InstrumentedAttribute

    from writer_gui.domain.triplet import Triplet
    from writer_gui.store.database import Transaction

AT_ONCE = 100
"""Texts sketched in one go: some tenth of a second, so that a filter need not wait long."""

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
    """The sketches of one part of all triplets; `known` is the text each uid was sketched with."""

    column: InstrumentedAttribute[int]
    index: NearDuplicates = field(default_factory=NearDuplicates)
    known: dict[str, int] = field(default_factory=dict)

    def owner(self, key: Hashable) -> tuple[str, int]:
        """Return the uid and the text that a key of the index stands for."""
        if not isinstance(key, tuple):
            raise TypeError(key)
        return key


class Likeness:
    """Learns the triplets of one database bit by bit, and finds the near-duplicates of one.

    Content numbers tell it what it has not seen. A text that was changed is learned anew; what
    it was before stays in the index and is passed over when found.
    """

    def __init__(self) -> None:
        self._parts = {name: _Part(column) for name, column in _PARTS.items()}

    def learn(self, tx: Transaction) -> bool:
        """Learn some of the triplets not known yet; return whether more are left."""
        is_done = True
        for part in self._parts.values():
            now = _contents_of(tx, part.column)
            part.known = {uid: i for uid, i in part.known.items() if now.get(uid) == i}
            fresh = [(uid, i) for uid, i in now.items() if uid not in part.known]
            sketches = _sketches(tx, [i for _, i in fresh])
            for uid, content_id in fresh:
                if content_id in sketches:
                    part.index.add((uid, content_id), sketches[content_id])
                    part.known[uid] = content_id
                else:
                    is_done = False
        return not is_done

    def twins(self, triplet: Triplet) -> tuple[Twin, ...]:
        """Return the near-duplicates among what has been learned, most alike first."""
        texts = {"query": triplet.query, "answer": triplet.answer}
        found: list[Twin] = []
        for name, part in self._parts.items():
            for key, share in part.index.find(sketch(texts[name])):
                uid, content_id = part.owner(key)
                if uid != triplet.uid and part.known.get(uid) == content_id:
                    found.append(Twin(uid, name, share))
        return tuple(sorted(found, key=lambda twin: -twin.share))


def _contents_of(tx: Transaction, column: InstrumentedAttribute[int]) -> dict[str, int]:
    rows = tx.execute(select(TripletRow.uid, column).where(TripletRow.trashed.is_(None)))
    return {row.uid: row[1] for row in rows}


def _sketches(tx: Transaction, content_ids: list[int]) -> dict[int, bytes]:
    """Return the sketches of texts: all that are kept, and some made now."""
    found: dict[int, bytes] = {}
    missing: list[int] = []
    for start in range(0, len(content_ids), AT_ONCE):
        wanted = content_ids[start : start + AT_ONCE]
        rows = tx.execute(
            select(ContentRow.id, SketchRow.sketch)
            .join(SketchRow, SketchRow.sha256 == ContentRow.sha256)
            .where(ContentRow.id.in_(wanted))
        )
        kept = {row.id: row.sketch for row in rows}
        found |= kept
        missing += [content_id for content_id in wanted if content_id not in kept]
    return found | _make(tx, missing[:AT_ONCE])


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
