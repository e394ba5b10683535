"""What a killed process left beside the library is cut, zeroed or has bits flipped.

Frames of a log carry sums: SQLite reads up to the first that is wrong. So the library is one that
was there once, and what lies behind in the file itself is never lost.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from writer_gui.domain.session import Prompt
from writer_gui.store import recovery, sessions
from writer_gui.store.index_care import tend_index
from writer_gui.store.search import search_sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from writer_gui.store.database import Database

IN_FILE, IN_LOG = 20, 30

WRITE = f"""
import sqlite3, sys
from pathlib import Path
from writer_gui.domain.session import Prompt
from writer_gui.store import sessions
from writer_gui.store.database import Database
from writer_gui.store.search import update_index

def write(count, what):
    for n in range(count):
        with database.transaction() as tx:
            sessions.create_session(tx, Prompt(f"{{what}} {{n}} whale"))
            update_index(tx)

database = Database.open(Path(sys.argv[1]))
write({IN_FILE}, "file")
for name in ("writer.db", "writer.search"):
    other = sqlite3.connect(database.path.with_name(name))
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
write({IN_LOG}, "log")
print("written", flush=True)
sys.stdin.read()
"""


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _zero(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    length = min(len(data) - start, chance.choice((100, 5000, len(data))))
    return data[:start] + bytes(length) + data[start + length :]


def _flip(data: bytes, chance: random.Random) -> bytes:
    harmed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        harmed[chance.randrange(len(harmed))] ^= 1 << chance.randrange(8)
    return bytes(harmed)


@pytest.fixture
def left_behind(path: Path) -> Path:
    """Return a library whose process was killed with part of it in the log."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"written\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    return path


def _opened_with_harm(
    library: Path, name: str, harm: Callable[[bytes, random.Random], bytes], room: Path
) -> Iterator[Database]:
    """Open copies of a library in each of which one file is harmed in another way."""
    whole = {file.name: file.read_bytes() for file in library.parent.iterdir()}
    assert whole[name]
    chance = random.Random(harm.__name__)
    for n in range(8):
        folder = room / f"harm{n}"
        folder.mkdir()
        for known, data in whole.items():
            (folder / known).write_bytes(harm(data, chance) if known == name else data)
        started = recovery.start_up(folder / "writer.db", room / "backups")
        assert started.notes == ()
        yield started.database
        started.database.close()


@pytest.mark.parametrize("harm", [_cut, _zero, _flip])
@pytest.mark.parametrize("name", ["writer.db-wal", "writer.db-shm"])
def test_a_damaged_log_leaves_a_library_that_was_there_once(
    left_behind: Path, name: str, harm: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    for database in _opened_with_harm(left_behind, name, harm, tmp_path):
        with database.reading() as tx:
            found = [s.title for s in sessions.list_sessions(tx, limit=100)][::-1]
        assert found[:IN_FILE] == [f"file {i} whale" for i in range(IN_FILE)]
        assert found[IN_FILE:] == [f"log {i} whale" for i in range(len(found) - IN_FILE)]
        if name.endswith("-shm"):
            assert len(found) == IN_FILE + IN_LOG
        assert recovery.check(database) is None


@pytest.mark.parametrize("harm", [_cut, _zero, _flip])
@pytest.mark.parametrize("name", ["writer.search", "writer.search-wal", "writer.search-shm"])
def test_a_damaged_index_finds_everything_again(
    left_behind: Path, name: str, harm: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    for database in _opened_with_harm(left_behind, name, harm, tmp_path):
        with database.transaction() as tx:
            sessions.create_session(tx, Prompt("one more whale"))
            assert search_sessions(tx, "whale", limit=100)
        assert tend_index(database, lambda: True)
        with database.transaction() as tx:
            assert len(search_sessions(tx, "whale", limit=100)) == IN_FILE + IN_LOG + 1
