"""What changed between two texts: by character in Chinese, by word in English, or by clause.

Sentences are compared first and only the insides of reworded ones after that, so that texts of
novel length take a fraction of a second and unrelated sentences are not torn to confetti.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from writer_gui.domain.language import Language
from writer_gui.text.alignment import align, aligned_rows
from writer_gui.text.segments import clauses, paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TOKEN = {
    Language.ZH: re.compile(r"[A-Za-z0-9]+|.", re.DOTALL),
    Language.EN: re.compile(r"\w+(?:['’]\w+)*|\s+|.", re.DOTALL),
}
_SHORTEST_SAME = {Language.ZH: 2, Language.EN: 4}
"""Characters: fewer standing alone between two changes are changed as well, for the eye's sake."""


class Grain(StrEnum):
    """How finely changes are told: characters or words, or whole clauses."""

    FINE = "fine"
    CLAUSE = "clause"


class ChangeKind(StrEnum):
    """What became of a stretch."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the old text and what stands for it in the new; all of them tile both."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    is_same: bool

    @property
    def kind(self) -> ChangeKind:
        """What became of the stretch."""
        if self.is_same:
            return ChangeKind.SAME
        if self.old_start == self.old_end:
            return ChangeKind.INSERTED
        return ChangeKind.DELETED if self.new_start == self.new_end else ChangeKind.REPLACED


def changes(
    old: str, new: str, language: Language, grain: Grain = Grain.FINE
) -> tuple[Change, ...]:
    """Return the changes that lead from one text to another, in order; never two alike in a row."""
    cut = clauses if grain is Grain.CLAUSE else sentences
    old_parts = [part.of(old) for part in cut(old)]
    new_parts = [part.of(new) for part in cut(new)]
    inside = None if grain is Grain.CLAUSE else language
    pieces = _pieces(old_parts, new_parts, inside)
    return tuple(_merged(pieces, _SHORTEST_SAME[language]))


def aligned_paragraphs(old: str, new: str) -> list[tuple[int | None, int | None]]:
    """Return rows of places in `segments.paragraphs` of both texts, for scrolling together."""
    old_parts = [part.of(old).strip() for part in paragraphs(old)]
    new_parts = [part.of(new).strip() for part in paragraphs(new)]
    return aligned_rows(len(old_parts), len(new_parts), align(old_parts, new_parts))


def _pieces(old: list[str], new: list[str], inside: Language | None) -> Iterator[Change]:
    """Yield changes part by part; parts that are alike are compared within, given a language."""
    at_old = at_new = 0
    for old_place, new_place in aligned_rows(len(old), len(new), align(old, new)):
        before = "" if old_place is None else old[old_place]
        after = "" if new_place is None else new[new_place]
        if before == after or inside is None or not before or not after:
            lengths = [(len(before), len(after), before == after)]
        else:
            lengths = list(_within(before, after, inside))
        for removed, added, is_same in lengths:
            yield Change(at_old, at_old + removed, at_new, at_new + added, is_same)
            at_old, at_new = at_old + removed, at_new + added


def _within(old: str, new: str, language: Language) -> Iterator[tuple[int, int, bool]]:
    """Yield lengths, in both texts, of what is the same and what is not."""
    one, other = _TOKEN[language].findall(old), _TOKEN[language].findall(new)
    for op in Indel.opcodes(one, other):
        removed = _length(one[op.src_start : op.src_end])
        yield removed, _length(other[op.dest_start : op.dest_end]), op.tag == "equal"


def _length(tokens: Sequence[str]) -> int:
    return sum(map(len, tokens))


def _merged(pieces: Iterable[Change], shortest: int) -> list[Change]:
    """Join neighbours of one kind, and changes with only a crumb of sameness between them."""
    joined: list[Change] = []
    for piece in pieces:
        if joined and joined[-1].is_same == piece.is_same:
            joined[-1] = _joined(joined[-1], piece)
        elif len(joined) > 1 and not piece.is_same and _is_crumb(joined, piece, shortest):
            crumb = joined.pop()
            joined[-1] = replace(_joined(_joined(joined[-1], crumb), piece), is_same=False)
        else:
            joined.append(piece)
    return [change for change in joined if change.old_end + change.new_end > 0]


def _is_crumb(joined: list[Change], after: Change, shortest: int) -> bool:
    before, same = joined[-2], joined[-1]
    length = same.old_end - same.old_start
    return length < shortest and _size(before) > length and _size(after) > length


def _size(change: Change) -> int:
    return max(change.old_end - change.old_start, change.new_end - change.new_start)


def _joined(first: Change, second: Change) -> Change:
    return replace(first, old_end=second.old_end, new_end=second.new_end)
