"""What every download has in common: the file under way, and the one who watches it."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

REPORT_INTERVAL_S = 0.1
HASH_CHUNK = 4 << 20


class SourceError(Exception):
    """One source could not give the file; `str()` says why in a few words. The next is tried."""


class InstallStopped(UserError):  # noqa: N818 - the writer's wish is no error
    """The writer stopped an installation; what has arrived is kept for the next time."""


class Watch:
    """Reports bytes done of bytes in all, ten times a second at most, and asks whether to stop."""

    def __init__(
        self,
        report: Callable[[int, int], None] = lambda done, total: None,
        note: Callable[[str], None] = lambda text: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._report = report
        self._stopped = stopped
        self._next_report = 0.0
        self.note = note

    def at(self, done: int, total: int) -> None:
        """Say where the work stands. Raises InstallStopped."""
        self.check()
        now = time.monotonic()
        if now >= self._next_report or done == total:
            self._next_report = now + REPORT_INTERVAL_S
            self._report(done, total)

    def check(self) -> None:
        """Raise InstallStopped if the writer wishes to stop."""
        if self._stopped():
            raise InstallStopped("Stopped. What has arrived is kept; install again to go on.")

    def pause(self, seconds: float) -> None:
        """Wait, but not for a writer who wishes to stop."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.check()
            time.sleep(REPORT_INTERVAL_S)


class Partial:
    """A file under way: `path` holds its first bytes, from whichever source they came.

    Sources are interchangeable because the hash of the whole decides in the end.
    """

    def __init__(self, path: Path, total: int) -> None:
        self.path = path
        self.total = total
        self._stream = path.open("ab")

    @property
    def size(self) -> int:
        """How many bytes have arrived."""
        return self._stream.tell()

    @property
    def complete(self) -> bool:
        """Whether all bytes have arrived."""
        return self.size == self.total

    def append(self, chunk: bytes) -> None:
        """Add the next bytes. Raises SourceError for more than there should be."""
        if self.size + len(chunk) > self.total:
            raise SourceError("it sends more than the file should have")
        self._stream.write(chunk)

    def clear(self) -> None:
        """Forget what has arrived."""
        self._stream.truncate(0)
        self._stream.seek(0)

    def flush(self) -> None:
        """Bring everything to the disk."""
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._stream.close()


def sha256_of(files: Sequence[Path], watch: Watch | None = None) -> str:
    """Return the hash of a file, or of several one after the other as if they were one.

    In lower case. Raises InstallStopped when told to.
    """
    digest = hashlib.sha256()
    total, done = sum(file.stat().st_size for file in files), 0
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(HASH_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                if watch is not None:
                    watch.at(done, max(done, total))
    return digest.hexdigest()
