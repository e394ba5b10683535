"""Which parts of two texts, paragraphs or sentences, are the same or the same reworded."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, LCSseq

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.plan import Plan, Step

LEAST_SIMILAR = 0.5
"""Parts less alike than this (by insertions and deletions) are not each other reworded."""

_GRAM = 3
_COMMON = 8  # grams found in more parts than this say nothing about which one is meant

Places = tuple[int, int]


def align(old: Sequence[str], new: Sequence[str]) -> list[Places]:
    """Return the places, rising in both, of parts that are equal or alike enough."""
    pairs: list[Places] = []
    for op in LCSseq.opcodes(old, new):
        if op.tag == "equal":
            same = range(op.src_start, op.src_end)
            pairs += zip(same, range(op.dest_start, op.dest_end), strict=True)
    gaps = zip([(-1, -1), *pairs], [*pairs, (len(old), len(new))], strict=True)
    found = [pair for gap in gaps for pair in _similar(old, new, *gap)]
    return sorted([*pairs, *found])


def aligned_rows(
    count_old: int, count_new: int, pairs: list[Places]
) -> list[tuple[int | None, int | None]]:
    """Return all parts of both sides as rows, in order; parts between two pairs stand alone."""
    rows: list[tuple[int | None, int | None]] = []
    at_old = at_new = 0
    for old, new in [*pairs, (count_old, count_new)]:
        rows += [(place, None) for place in range(at_old, old)]
        rows += [(None, place) for place in range(at_new, new)]
        at_old, at_new = old + 1, new + 1
        if (old, new) != (count_old, count_new):
            rows.append((old, new))
    return rows


def aligned_steps(old: Plan, new: Plan) -> list[tuple[Step | None, Step | None]]:
    """Return steps beside each other: by id, else by title; in the order of the new plan.

    Steps that are gone stand where they stood, behind the step before them.
    """
    partner = _step_partners(old, new)
    rows: list[tuple[Step | None, Step | None]] = [
        (partner.get(place), step) for place, step in enumerate(new.steps)
    ]
    kept = {step.id for step in partner.values()}
    for place, step in enumerate(old.steps):
        if step.id not in kept:
            before = old.steps[place - 1] if place else None
            rows.insert(_row_behind(rows, before), (step, None))
    return rows


def _step_partners(old: Plan, new: Plan) -> dict[int, Step]:
    partner = {place: same for place, step in enumerate(new.steps) if (same := old.step(step.id))}
    used = {step.id for step in partner.values()}
    for place, step in enumerate(new.steps):
        same_title = (s for s in old.steps if s.id not in used and s.title == step.title)
        if place not in partner and step.title and (found := next(same_title, None)):
            partner[place] = found
            used.add(found.id)
    return partner


def _row_behind(rows: list[tuple[Step | None, Step | None]], step: Step | None) -> int:
    if step is None:
        return 0
    return next(place for place, row in enumerate(rows, start=1) if row[0] is step)


def _similar(old: Sequence[str], new: Sequence[str], before: Places, after: Places) -> list[Places]:
    """Pair reworded parts between two pairs that are settled."""
    olds, news = range(before[0] + 1, after[0]), range(before[1] + 1, after[1])
    if not olds or not news:
        return []
    index: dict[str, list[int]] = {}
    for place in olds:
        for gram in _grams(old[place]):
            index.setdefault(gram, []).append(place)
    best = [
        (found, place) for place in news if (found := _best(new[place], old, index)) is not None
    ]
    return _rising(best)


def _grams(part: str) -> set[str]:
    letters = "".join(filter(str.isalnum, part)).casefold()
    return {letters[place : place + _GRAM] for place in range(max(1, len(letters) - _GRAM + 1))}


def _best(part: str, old: Sequence[str], index: dict[str, list[int]]) -> int | None:
    """Return the old part most like a new one, of those that share the most rare grams with it."""
    shared: Counter[int] = Counter()
    for gram in _grams(part):
        places = index.get(gram, ())
        if len(places) <= _COMMON:
            shared.update(places)
    scored = [(_similarity(old[place], part), -place) for place, _ in shared.most_common(3)]
    score, place = max(scored, default=(0.0, 0))
    return -place if score >= LEAST_SIMILAR else None


def _similarity(one: str, other: str) -> float:
    return Indel.normalized_similarity(one.strip(), other.strip(), score_cutoff=LEAST_SIMILAR)


def _rising(pairs: list[Places]) -> list[Places]:
    """Return the longest choice of pairs, given by rising second place, that rises in the first."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for at, (old, _) in enumerate(pairs):
        place = bisect_left(tails, old)
        tails[place:] = [old] if place == len(tails) else [old, *tails[place + 1 :]]
        ends[place:] = [at] if place == len(ends) else [at, *ends[place + 1 :]]
        previous.append(ends[place - 1] if place else -1)
    chosen: list[Places] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = previous[at]
    return chosen[::-1]
