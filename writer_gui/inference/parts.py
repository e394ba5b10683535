"""The files of a model that is split into several, as llama.cpp finds them: by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PART = re.compile(r"(.*)-(\d{5})-of-(\d{5})(\.gguf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a change of a model's files is noticed: their length together, the last change."""

    bytes: int
    mtime_ns: int


def parts_of(path: Path, count: int) -> list[Path]:
    """Return the files of a model in order, `path` being the first of as many as `count` says.

    Only `path` itself where its name is not that of such a first part.
    """
    matched = _PART.fullmatch(path.name)
    if not matched or int(matched[2]) != 1 or int(matched[3]) != count:
        return [path]
    names = (
        f"{matched[1]}-{number:05}-of-{matched[3]}{matched[4]}" for number in range(2, count + 1)
    )
    return [path, *(path.parent / name for name in names)]


def is_later_part(path: Path) -> bool:
    """Whether a file is the second or a later part of a model that is split into several."""
    matched = _PART.fullmatch(path.name)
    return bool(matched and int(matched[2]) > 1)


def stamp_of(path: Path, count: int) -> Stamp:
    """Return the stamp of a model's files; other parts that are missing count as nothing.

    Raises OSError where `path` itself is missing.
    """
    found = [path.stat()]
    found += [part.stat() for part in parts_of(path, count)[1:] if part.is_file()]
    return Stamp(sum(one.st_size for one in found), max(one.st_mtime_ns for one in found))
