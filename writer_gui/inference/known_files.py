"""What is remembered of model files, so that gigabytes are not read twice.

A remembered fact holds while the file has the same length and time of change.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from writer_gui.errors import UserError
from writer_gui.inference.gguf import Header, read_header
from writer_gui.inference.parts import Stamp, stamp_of

log = logging.getLogger(__name__)

VERSION = 1


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A model file. `own`: the writer's, used in place and never deleted. `lora`: its adapter.

    Length, time of change and hash are those of all parts where the model is split into several.
    """

    path: str
    bytes: int
    mtime_ns: int
    sha256: str = ""
    own: bool = False
    name: str = ""
    lora: str = ""
    header: Header | None = None

    def still_holds(self) -> bool:
        """Whether the file is as it was."""
        try:
            found = stamp_of(Path(self.path), self.header.parts if self.header else 1)
        except OSError:
            return False
        return found == Stamp(self.bytes, self.mtime_ns)


def look_at(path: Path) -> KnownFile:
    """Return what a file is now, its hash left out. Raises UserError."""
    header = read_header(path)
    found = stamp_of(path, header.parts)
    return KnownFile(str(path), found.bytes, found.mtime_ns, header=header)


class Looks:
    """Looks at model files and remembers their headers, so that each is read once.

    The header of a large vocabulary takes 0.15 s and more. What is remembered only saves time,
    so that it is kept apart from what must not be lost and is written without asking others.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, KnownFile] | None = None

    def look_at(self, path: Path) -> KnownFile:
        """Return what a file is now, its hash left out. Raises UserError."""
        if self._files is None:
            self._files = _read(self._path)
        known = self._files.get(str(path))
        if known is not None and known.header is not None and known.still_holds():
            return known
        found = look_at(path)
        self._files = {name: file for name, file in self._files.items() if file.still_holds()}
        self._files[str(path)] = found
        with contextlib.suppress(OSError):
            _write(self._path, self._files)
        return found


class Memory:
    """The remembered files by path, read at each use: another process may have written.

    Hashes of installed models are kept in `shared`, beside the models, so that every data
    directory has them; all that is the writer's is kept in `private`.
    """

    def __init__(self, private: Path, shared: Path) -> None:
        self._private = private
        self._shared = shared

    def files(self) -> dict[str, KnownFile]:
        """Return everything remembered, whether it still holds or not."""
        return _read(self._shared) | _read(self._private)

    def holding(self, path: Path) -> KnownFile | None:
        """Return what is remembered of a file if it still holds."""
        known = self.files().get(str(path))
        return known if known and known.still_holds() else None

    def remember(self, file: KnownFile) -> None:
        """Add or replace a file. Raises UserError."""
        if not file.own and not file.lora:
            with contextlib.suppress(OSError):  # a directory of models for all may be read-only
                _write(self._shared, {**_read(self._shared), file.path: file})
                self._forget_privately(file.path)
                return
        try:
            _write(self._private, {**_read(self._private), file.path: file})
        except OSError as error:
            raise _unsaved(self._private, error) from error

    def forget(self, path: str) -> None:
        """Drop a file from the lists. Raises UserError."""
        try:
            self._forget_privately(path)
            shared = _read(self._shared)
            if shared.pop(path, None):
                _write(self._shared, shared)
        except OSError as error:
            raise _unsaved(self._private, error) from error

    def _forget_privately(self, path: str) -> None:
        private = _read(self._private)
        if private.pop(path, None):
            _write(self._private, private)


def _read(path: Path) -> dict[str, KnownFile]:
    try:
        entries = json.loads(path.read_text("utf-8"))["files"]
        return {file.path: file for file in map(_known_file, entries)}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        log.warning("the list of model files cannot be read: %s", error)
        return {}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        aside = path.with_name(path.name + ".damaged")
        log.warning("the list of model files is damaged and was moved to %s: %s", aside, error)
        with contextlib.suppress(OSError):
            path.replace(aside)
        return {}


def _write(path: Path, files: dict[str, KnownFile]) -> None:
    body = {"version": VERSION, "files": [asdict(file) for file in files.values()]}
    # Of its own for each process: the window and an installation may write at the same time.
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", "utf-8")
    temporary.replace(path)


def _unsaved(path: Path, error: OSError) -> UserError:
    return UserError(
        f"The list of models cannot be saved in {path.parent} ({error.strerror}). "
        "Make room there or choose another directory with --data-dir."
    )


def _known_file(entry: dict[str, Any]) -> KnownFile:
    header = entry.get("header")
    if not isinstance(header, dict) or header.keys() != {f.name for f in fields(Header)}:
        return KnownFile(**{**entry, "header": None})
    return KnownFile(**{**entry, "header": Header(**header)})
