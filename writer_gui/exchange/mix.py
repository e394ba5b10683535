"""Training mixes: triplets among general-purpose samples, balanced by language, split cleanly.

COIG-Writer's paper found that 1,665 triplets alone made a model worse than general data alone,
and that with 12 general samples to each its Chinese writing was preferred (62.75 %); in English
it was not (46.46 %). Only four ratios were tried (arXiv 2510.14763, section 3).
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.errors import UserError
from writer_gui.exchange.records import Rejected

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from writer_gui.exchange.samples import Sample

RATIO = 12.0
VALIDATION = 0.02
CHINESE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class MixWish:
    """How to mix: general samples to a triplet, the Chinese share of them, the validation share."""

    ratio: float = RATIO
    chinese_share: float = CHINESE_SHARE
    validation: float = VALIDATION
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Mix:
    """The samples in the order they are trained on, and how many there were to draw from."""

    train: tuple[Sample, ...]
    validation: tuple[Sample, ...]
    wanted_general: int
    available_general: int
    rejected: int

    @property
    def general(self) -> int:
        """How many general-purpose samples are in it."""
        return sum(not sample.is_creative for sample in (*self.train, *self.validation))

    @property
    def creative(self) -> int:
        """How many triplets are in it."""
        return sum(sample.is_creative for sample in (*self.train, *self.validation))

    def by_language(self) -> dict[str, int]:
        """Return how many samples there are of each language."""
        return dict(Counter(s.language.value for s in (*self.train, *self.validation)))


def mix(creative: Sequence[Sample], general: Iterable[Sample | Rejected], wish: MixWish) -> Mix:
    """Mix triplets with general samples drawn at random. Raises UserError where there are none.

    The general file is read as a stream: only what is drawn is held.
    """
    if not creative:
        raise UserError(
            "There are no triplets to mix in; accept some first, or take all with --status any."
        )
    chance = random.Random(wish.seed)
    wanted = round(len(creative) * wish.ratio)
    counts = {Language.ZH: round(wanted * wish.chinese_share)}
    counts[Language.EN] = wanted - counts[Language.ZH]
    drawn = {language: _Reservoir(count, chance) for language, count in counts.items()}
    rejected = available = 0
    known = {sample.prompt.strip() for sample in creative}
    for found in general:
        if isinstance(found, Rejected) or found.prompt.strip() in known:
            rejected += 1
            continue
        available += 1
        drawn[found.language].offer(found)
    samples = [*creative, *(s for reservoir in drawn.values() for s in reservoir.kept)]
    chance.shuffle(samples)
    train, validation = split(samples, wish.validation, chance)
    return Mix(tuple(train), tuple(validation), wanted, available, rejected)


def split(
    samples: Sequence[Sample], share: float, chance: random.Random
) -> tuple[list[Sample], list[Sample]]:
    """Part samples in two so that no near-duplicates are on different sides.

    Whole families of samples that resemble each other, by prompt or by answer, go to one side.
    Something is always left to train on.
    """
    families = _families(samples)
    chance.shuffle(families)
    wanted = min(round(len(samples) * share), len(samples) - 1)
    held: set[int] = set()
    for family in families:
        if len(held) + len(family) <= wanted:
            held.update(family)
    train = [sample for place, sample in enumerate(samples) if place not in held]
    return train, [samples[place] for place in sorted(held)]


def _families(samples: Sequence[Sample]) -> list[list[int]]:
    # What it computes with would cost every start 0.09 s.
    from writer_gui.text.similarity import NearDuplicates, sketch

    parent = list(range(len(samples)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for texts in ([s.prompt for s in samples], [s.response for s in samples]):
        sketches = [sketch(text) for text in texts]
        index = NearDuplicates(enumerate(sketches))
        for place, sketched in enumerate(sketches):
            for other, _ in index.find(sketched):
                parent[root(place)] = root(_place(other))
    families: dict[int, list[int]] = {}
    for place in range(len(samples)):
        families.setdefault(root(place), []).append(place)
    return list(families.values())


def _place(key: Hashable) -> int:
    if not isinstance(key, int):
        raise TypeError(key)
    return key


class _Reservoir:
    """Keeps so many of any number of samples, each as likely as the others (Vitter 1985)."""

    def __init__(self, size: int, chance: random.Random) -> None:
        self.kept: list[Sample] = []
        self._size = size
        self._chance = chance
        self._seen = 0
        self._keys: set[str] = set()

    def offer(self, sample: Sample) -> None:
        """Keep a sample, or not; one that is kept already counts once."""
        if sample.key in self._keys or not self._size:
            return
        self._seen += 1
        if len(self.kept) < self._size:
            self.kept.append(sample)
            self._keys.add(sample.key)
            return
        place = self._chance.randrange(self._seen)
        if place < self._size:
            self._keys.discard(self.kept[place].key)
            self.kept[place] = sample
            self._keys.add(sample.key)
