"""Near-duplicates: texts that share most of their runs of three characters or words.

Each text is held as a sketch, the smallest hashes of its runs (bottom-k, Cohen and Kaplan 2007),
from which the share of runs two texts have in common is estimated. Sketches are small enough to
be stored beside the texts, and one is compared with ten thousand others at a stroke.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from writer_gui.text.language import HAN

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

Hashes: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint64]]"

SKETCH_SIZE = 256
"""Hashes. The share of common runs is then right to within about 0.03."""

NEAR_DUPLICATE = 0.25
NEAR_DUPLICATE_SHORT = 0.15
"""Texts that share so many of their runs are copies of each other, lightly reworded; in a short
one (its sketch holds every run) one reworded sentence is much of it. Among 101 prompts and 334
answers of WritingPreferenceBench the most alike share 0.05 and 0.21."""

_CANDIDATES = 100  # at most so many, those with most hashes in common, are looked at closely

_RUN = 3
_WORD = re.compile(rf"{HAN.pattern}|(?:(?!{HAN.pattern})[^\W_])+")
_MIX = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def sketch(text: str) -> bytes:
    """Return the sketch of a text: up to `SKETCH_SIZE` hashes of 8 bytes, smallest first.

    Case, punctuation, spacing and full-width forms do not matter.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    codes = np.fromiter(map(_code, words), np.uint64, len(words))
    if len(codes) < _RUN:
        codes = np.concatenate([codes, np.zeros(_RUN - len(codes), np.uint64)])
    count = len(codes) - _RUN + 1
    runs = np.zeros(count, np.uint64)
    for place in range(_RUN):
        runs = _mixed(runs + codes[place : place + count])
    return np.unique(runs)[:SKETCH_SIZE].tobytes()


def similarity(first: bytes, second: bytes) -> float:
    """Return the share of runs, 0 to 1, that two sketched texts have in common."""
    return _share(_hashes(first), _hashes(second))


def are_near_duplicates(first: bytes, second: bytes) -> bool:
    """Return whether two sketched texts are copies of each other, lightly reworded."""
    return similarity(first, second) >= _least(_hashes(first), _hashes(second))


class NearDuplicates:
    """Finds the texts that are near-duplicates of one, among any number of sketched texts."""

    def __init__(self, sketches: Iterable[tuple[Hashable, bytes]] = ()) -> None:
        self._keys: list[Hashable] = []
        self._sketches: list[Hashes] = []
        self._hashes: Hashes = np.empty(0, np.uint64)
        self._owners = np.empty(0, np.int64)
        self._indexed = 0
        for key, sketched in sketches:
            self.add(key, sketched)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: Hashable, sketched: bytes) -> None:
        """Add a text; the same key may be given to several."""
        self._keys.append(key)
        self._sketches.append(_hashes(sketched))

    def find(self, sketched: bytes, least: float | None = None) -> list[tuple[Hashable, float]]:
        """Return keys and shares of the texts that share at least so much, most first.

        Without `least` they are the near-duplicates. At most a hundred are returned.
        """
        wanted = _hashes(sketched)
        shares = [(owner, _share(wanted, self._sketches[owner])) for owner in self._near(wanted)]
        found = [
            (self._keys[owner], share)
            for owner, share in shares
            if share >= (_least(wanted, self._sketches[owner]) if least is None else least)
        ]
        return sorted(found, key=lambda pair: -pair[1])

    def _near(self, wanted: Hashes) -> list[int]:
        """Return the texts with most hashes in common."""
        self._index()
        left = np.searchsorted(self._hashes, wanted, "left")
        right = np.searchsorted(self._hashes, wanted, "right")
        hits = [self._owners[a:b] for a, b in zip(left, right, strict=True) if a < b]
        if not hits:
            return []
        common = np.bincount(np.concatenate(hits))
        most = np.argsort(-common, kind="stable")[:_CANDIDATES]
        return [int(owner) for owner in most if common[owner]]

    def _index(self) -> None:
        """Bring the sorted table of hashes up to date."""
        if self._indexed == len(self._sketches):
            return
        hashes = np.concatenate(self._sketches)
        owners = np.repeat(np.arange(len(self._sketches)), [len(s) for s in self._sketches])
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]
        self._indexed = len(self._sketches)


def _code(word: str) -> int:
    return ord(word) if len(word) == 1 else zlib.crc32(word.encode("utf-8", "replace")) | 1 << 32


def _mixed(values: Hashes) -> Hashes:
    """Scatter values over all 64 bits (the finalizer of SplitMix64)."""
    values = values + _MIX[0]
    values = (values ^ (values >> np.uint64(30))) * _MIX[1]
    values = (values ^ (values >> np.uint64(27))) * _MIX[2]
    return values ^ (values >> np.uint64(31))


def _hashes(sketched: bytes) -> Hashes:
    return np.frombuffer(sketched, np.uint64)


def _share(first: Hashes, second: Hashes) -> float:
    """Return the share of the smallest hashes of both that are in each of them."""
    union = np.union1d(first, second)
    if max(len(first), len(second)) >= SKETCH_SIZE:
        union = union[:SKETCH_SIZE]
    common = np.intersect1d(first, second, assume_unique=True)
    return float(np.isin(union, common, assume_unique=True).sum() / len(union))


def _least(first: Hashes, second: Hashes) -> float:
    is_short = min(len(first), len(second)) < SKETCH_SIZE
    return NEAR_DUPLICATE_SHORT if is_short else NEAR_DUPLICATE
