"""Contexts on disk: which there are, whether they are whole, and no more than a bound of them.

Beside each file of llama.cpp lies a note of what it holds. The note comes last, and a file is only
given to llama.cpp when it has the size and the check sum of its note.
"""

from __future__ import annotations

import json
import logging
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

MOST_BYTES = 512 << 20
MOST_DAYS = 30
_READ_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class StoredContext:
    """What a file holds: these tokens, the first `exact` as a fresh reading leaves them."""

    path: Path
    key: str
    tokens: tuple[int, ...]
    exact: int
    bytes: int
    crc: int


class ContextFiles:
    """The contexts in one directory that were made under the same conditions, named by `key`."""

    def __init__(self, directory: Path, key: str, most_bytes: int = MOST_BYTES) -> None:
        self._directory = directory
        self._key = key
        self._most_bytes = most_bytes
        self.entries = [entry for entry in self._all() if entry.key == key]

    def add(self, tokens: list[int], exact: int, write: Callable[[Path], bool]) -> None:
        """Keep a context that `write` puts into a file; one that it continues is given up."""
        path = self._directory / f"{uuid4().hex}.context"
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            if not write(path):
                path.unlink()
                return
            size, crc = path.stat().st_size, _crc(path)
            entry = StoredContext(path, self._key, tuple(tokens), exact, size, crc)
            _write_note(entry)
        except OSError as error:
            log.info("a context was not kept: %s", error)
            path.unlink(missing_ok=True)
            return
        for old in [e for e in self.entries if entry.tokens[: len(e.tokens)] == e.tokens]:
            self.drop(old)
        self.entries.append(entry)
        self._trim()

    def is_whole(self, entry: StoredContext) -> bool:
        """Whether a file still is what its note says; one that is not is given up."""
        try:
            found = entry.path.stat().st_size == entry.bytes and _crc(entry.path) == entry.crc
            if found:
                _note(entry.path).touch()
        except OSError:
            found = False
        if not found:
            self.drop(entry)
        return found

    def drop(self, entry: StoredContext) -> None:
        """Give a context up."""
        if entry in self.entries:
            self.entries.remove(entry)
        _remove(entry.path)

    def _all(self) -> list[StoredContext]:
        """Return every context of the directory, and clear what is none."""
        found = []
        for path in sorted(self._directory.glob("*.context")):
            try:
                age = time.time() - _note(path).stat().st_mtime
                entry = _read_note(path)
            except (OSError, ValueError, TypeError, KeyError):
                _remove(path)
                continue
            if age > MOST_DAYS * 86_400:
                _remove(path)
            else:
                found.append(entry)
        return found

    def _trim(self) -> None:
        """Give up the contexts used longest ago, of whatever model, until the rest is in bounds."""
        known = sorted(self._all(), key=lambda entry: _note(entry.path).stat().st_mtime)
        total = sum(entry.bytes for entry in known)
        for entry in known:
            if total <= self._most_bytes:
                return
            total -= entry.bytes
            self.drop(entry)


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _write_note(entry: StoredContext) -> None:
    note = {
        "key": entry.key,
        "tokens": entry.tokens,
        "exact": entry.exact,
        "bytes": entry.bytes,
        "crc": entry.crc,
    }
    temporary = entry.path.with_suffix(".tmp")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(note), encoding="ascii")
    temporary.replace(_note(entry.path))


def _read_note(path: Path) -> StoredContext:
    """Read what lies beside a file. Raises OSError, ValueError, TypeError or KeyError."""
    note = json.loads(_note(path).read_text(encoding="ascii"))
    tokens = tuple(int(token) for token in note["tokens"])
    exact, size, crc = (int(note[name]) for name in ("exact", "bytes", "crc"))
    if not 0 <= exact <= len(tokens) or path.stat().st_size != size:
        raise ValueError("a note that does not fit its file")
    return StoredContext(path, str(note["key"]), tokens, exact, size, crc)


def _remove(path: Path) -> None:
    for file in (path, _note(path), path.with_suffix(".tmp")):
        file.unlink(missing_ok=True)


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            crc = zlib.crc32(part, crc)
    return crc
