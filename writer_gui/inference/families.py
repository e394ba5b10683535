"""How the makers of a model advise to sample it, by family: `assets/families.json`.

Each entry names the page it was read from and when. What its makers say nothing of is as the
drafting method was tuned. The ends from calm to wild are ours: a step below what is advised, and
the highest temperature at which such a model is expected to write sense still; none was measured.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from writer_gui import paths
from writer_gui.domain.run import Sampling

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Family:
    """Models that are sampled alike. `title` and `source` are empty where no makers advise.

    `calm` and `wild` are the lowest and the highest temperature on the way from calm to wild, in
    the middle of which is that of `sampling`. `read`: the day the source was read.
    """

    name: str
    title: str
    sampling: Sampling
    calm: float
    wild: float
    source: str = ""
    read: str = ""

    def temperature(self, wildness: float) -> float:
        """Return the temperature for a place between calm, 0, and wild, 1."""
        middle = self.sampling.temperature
        way = wildness * 2 - 1
        reach = self.wild - middle if way > 0 else middle - self.calm
        return round(middle + way * reach, 3)

    def wildness(self, temperature: float) -> float:
        """Return the place between calm and wild of a temperature; inverse of `temperature`."""
        middle = self.sampling.temperature
        reach = self.wild - middle if temperature > middle else middle - self.calm
        return round(max(0.0, min(1.0, (1 + (temperature - middle) / reach) / 2)), 3)


UNKNOWN = Family("", "", Sampling(), calm=0.6, wild=1.3)
"""Of models no entry is about, and of the default model: the drafting method was tuned with it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    family: Family
    architectures: tuple[str, ...]
    words: tuple[str, ...]
    without: tuple[str, ...]

    def fits(self, architecture: str, told: str) -> bool:
        if architecture and architecture not in self.architectures:
            return False
        is_named = any(word in told for word in self.words)
        return is_named and not any(word in told for word in self.without)


@dataclass(frozen=True, slots=True)
class Families:
    """All families, those first that are told from others by a longer name."""

    entries: tuple[_Entry, ...]

    @property
    def all(self) -> tuple[Family, ...]:
        """The families in the order of the file."""
        return tuple(entry.family for entry in self.entries)

    def of(self, architecture: str, *names: str) -> Family:
        """Return the family of a model by what it is called, UNKNOWN where nothing fits.

        `architecture` is that of its GGUF file, "" where it is not known. The name decides, as very
        different models share an architecture ("llama").
        """
        told = " ".join(names).casefold()
        found = (entry.family for entry in self.entries if entry.fits(architecture, told))
        return next(found, UNKNOWN)


def load(path: Path | None = None) -> Families:
    """Read the shipped families, or those at `path`."""
    text = (path or paths.assets_dir() / "families.json").read_text("utf-8")
    return Families(tuple(_entry(entry) for entry in json.loads(text)["families"]))


def _entry(told: dict[str, Any]) -> _Entry:
    family = Family(
        told["name"],
        told["title"],
        Sampling(**told["sampling"]),
        told["calm"],
        told["wild"],
        told["source"],
        told["read"],
    )
    return _Entry(
        family,
        tuple(told["architectures"]),
        tuple(told["words"]),
        tuple(told.get("without", ())),
    )
