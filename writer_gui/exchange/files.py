"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SPLITS = ("train", "validation")
LONGEST_NAME = 200
"""Bytes of UTF-8."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes its name once all is written and on disk.

    Where `path` is a link, the file it leads to is replaced and the link stays. Raises UserError
    where the file cannot be written; what stood there before then still does.
    """
    target = Path(os.path.realpath(path))
    if is_special(target):
        raise UserError(f"{path} is no regular file and is not written over; choose another name.")
    beside = target.with_name(f".{cut_name(target.name)}.{secrets.token_hex(4)}.tmp")
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} could not be written ({reason}); choose another place.") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def cut_name(name: str) -> str:
    """Return as much of a file name as leaves room for more: systems count 255 bytes at most."""
    return name.encode("utf-8", "ignore")[:LONGEST_NAME].decode("utf-8", "ignore")


def is_special(path: Path) -> bool:
    """Whether there is something that is neither a file nor a folder: a pipe, a device."""
    with suppress(OSError):  # which opening it tells
        return path.exists() and not path.is_file() and not path.is_dir()
    return False


def remove_earlier_splits(folder: Path, written: Collection[str]) -> None:
    """Delete the splits that earlier runs left beside those just written. Raises UserError.

    A trainer would read them too, and what was held back then may be trained on now.
    """
    for name in SPLITS:
        for file in (folder / f"{name}.jsonl", folder / f"{name}.parquet"):
            if file.name not in written and file.is_file():
                _remove(file)


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            f"{file} is of an earlier run and could not be deleted ({reason}); delete it, or "
            "choose another folder."
        ) from error


def write_bytes(path: Path, data: bytes) -> int:
    """Write a whole file and return its size in bytes."""
    with replacing(path) as beside:
        beside.write_bytes(data)
    return len(data)
