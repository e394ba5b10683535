"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes its name once all is written and on disk.

    Raises UserError where the file cannot be written; what stood there before then still does.
    """
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} could not be written ({reason}); choose another place.") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Whether there is something that is neither a file nor a folder: a pipe, a device."""
    return path.exists() and not path.is_file() and not path.is_dir()


def write_bytes(path: Path, data: bytes) -> int:
    """Write a whole file and return its size in bytes."""
    with replacing(path) as beside:
        beside.write_bytes(data)
    return len(data)
