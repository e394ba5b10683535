from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from writer_gui.domain.session import Prompt
from writer_gui.store import index_care, sessions
from writer_gui.store.index_care import suspect_index, tend_index
from writer_gui.store.meta import read_meta
from writer_gui.store.search import search_sessions, update_index

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.store.database import Database

SESSIONS = 250


@pytest.fixture
def whales(database: Database) -> Database:
    with database.transaction() as tx:
        for n in range(SESSIONS):
            sessions.create_session(tx, Prompt(f"whale {n}"))
    return database


def _indexed(database: Database) -> int:
    with database.reading() as tx:
        return int(tx.info["search_index"].state().documents)


def _index_anew_of_what(database: Database, path: Path) -> int:
    """Return which file the index is: another one where it was made anew."""
    with database.transaction() as tx:
        search_sessions(tx, "whale")
    return path.with_suffix(".search").stat().st_ino


def test_all_is_indexed_before_anybody_searches(whales: Database) -> None:
    assert tend_index(whales, lambda: True)
    assert _indexed(whales) == SESSIONS


def test_it_stops_when_told_and_goes_on_where_it_was(whales: Database) -> None:
    assert not tend_index(whales, lambda: False)
    assert _indexed(whales) == index_care.AT_ONCE
    assert tend_index(whales, lambda: True)
    assert _indexed(whales) == SESSIONS


def test_a_small_index_is_made_anew_after_a_crash(whales: Database, path: Path) -> None:
    assert tend_index(whales, lambda: True)
    before = _index_anew_of_what(whales, path)
    assert tend_index(whales, lambda: True)
    assert _index_anew_of_what(whales, path) == before
    with whales.transaction() as tx:
        tx.info["search_index"].forget(range(1, 100))  # as damage can do it, seen by no check
        assert len(search_sessions(tx, "whale", limit=500)) < SESSIONS
        suspect_index(tx)
    assert tend_index(whales, lambda: True)
    with whales.transaction() as tx:
        assert len(search_sessions(tx, "whale", limit=500)) == SESSIONS


def test_a_large_index_is_made_anew_only_where_it_is_broken(
    whales: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_care, "SMALL_ENOUGH", 0)
    with whales.transaction() as tx:
        update_index(tx)
    assert tend_index(whales, lambda: True)
    with whales.transaction() as tx:
        tx.info["search_index"].forget([1])
        suspect_index(tx)
    assert tend_index(whales, lambda: True)
    assert _indexed(whales) == SESSIONS - 1  # left as it was
    whales.close()
    index = path.with_suffix(".search")
    whole = index.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    index.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])
    with whales.transaction() as tx:
        suspect_index(tx)
    assert tend_index(whales, lambda: True)
    assert _indexed(whales) == SESSIONS


def test_a_start_beside_another_process_is_no_crash(whales: Database, path: Path) -> None:
    """A command that writes as the window starts has a log as well; the index stays as it is."""
    assert tend_index(whales, lambda: True)
    ready = "from writer_gui.store.recovery import start_up; import sys; from pathlib import Path"
    run = "start_up(Path(sys.argv[1]), Path(sys.argv[2])).database.close()"
    command = [sys.executable, "-c", f"{ready}\n{run}", str(path), str(path.parent / "b")]
    with whales.transaction() as tx:
        sessions.create_session(tx, Prompt("one more whale"))
    subprocess.run(command, check=True)
    with whales.reading() as tx:
        assert read_meta(tx, "index_checked")
