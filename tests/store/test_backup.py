from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import LETTER, LIGHTHOUSE, draft
from writer_gui.errors import UserError
from writer_gui.store import backup as backups
from writer_gui.store import recovery, sessions
from writer_gui.store.copying import problem_in
from writer_gui.store.database import Database
from writer_gui.store.naming import name_in
from writer_gui.store.problems import BusyError, DamagedError, NewerDatabaseError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2025, 6, 15, 12)


@pytest.fixture
def session_id(database: Database) -> int:
    with database.transaction() as tx:
        made = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, made, draft())
    return made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    """Return another library, whose backups are in the same folder."""
    opened = Database.open(tmp_path / "other" / "writer.db")
    with opened.transaction() as tx:
        sessions.create_session(tx, LETTER)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def _titles(path: Path) -> list[str]:
    opened = Database.open(path)
    with opened.reading() as tx:
        found = [s.title for s in sessions.list_sessions(tx)]
    opened.close()
    return found


def test_a_backup_is_one_sound_file_with_everything(
    database: Database, session_id: int, tmp_path: Path
) -> None:
    target = tmp_path / "new folder" / "copy.db"
    with database.transaction() as open_tx:
        sessions.list_sessions(open_tx)  # a transaction under way does not matter
        size = backups.backup(database, target)
    assert size == target.stat().st_size
    assert [p.name for p in target.parent.iterdir()] == ["copy.db"]
    assert problem_in(target) is None
    assert len(_titles(target)) == 1


@pytest.mark.parametrize(
    "way", ["writer.db", "writer.db-wal", "../library/writer.db", "link/writer.db"]
)
def test_a_backup_over_the_library_is_refused(database: Database, way: str) -> None:
    folder = database.path.parent
    (folder / "link").symlink_to(folder)
    with pytest.raises(UserError, match="library itself"):
        backups.backup(database, folder / way)
    with pytest.raises(UserError, match="library itself"):
        backups.restore(database, folder / way, folder / "backups")


def test_a_backup_that_cannot_be_written_leaves_nothing(
    database: Database, session_id: int, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="choose another"):
        backups.backup(database, tmp_path / "file" / "copy.db")
    (tmp_path / "taken.db").mkdir()
    with pytest.raises(StoreError):
        backups.backup(database, tmp_path / "taken.db")
    assert not list(tmp_path.glob(".*.part"))


def test_a_backup_follows_a_link_and_replaces_no_pipe(
    database: Database, session_id: int, tmp_path: Path
) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    backups.backup(database, tmp_path / "link.db")
    assert (tmp_path / "link.db").is_symlink()
    assert problem_in(tmp_path / "real.db") is None
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(StoreError, match="is no regular file"):
        backups.backup(database, tmp_path / "pipe.db")
    assert (tmp_path / "pipe.db").is_fifo()


def test_restoring_keeps_what_was_there(
    database: Database, session_id: int, tmp_path: Path, folder: Path
) -> None:
    copy = tmp_path / "copy.db"
    backups.backup(database, copy)
    with database.transaction() as tx:
        sessions.create_session(tx, LETTER)
    with database.reading() as tx:
        assert len(sessions.list_sessions(tx)) == 2
    before = backups.restore(database, copy, folder)
    with database.transaction() as tx:
        (only,) = sessions.list_sessions(tx)
        assert sessions.load_session(tx, only.id).draft == draft()
    assert len(_titles(before)) == 2
    assert recovery.check(database) is None


def test_restoring_over_a_library_that_another_program_holds_is_a_sentence(
    path: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("writer_gui.store.database.BUSY_TIMEOUT_MS", 50)
    with closing(Database.open(path)) as database:
        backups.backup(database, tmp_path / "then.db")
        with database.transaction() as tx:
            sessions.create_session(tx, LIGHTHOUSE)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(BusyError, match="Another program"):
                backups.restore(database, tmp_path / "then.db", folder)
        with database.reading() as tx:
            assert len(sessions.list_sessions(tx)) == 1
        backups.restore(database, tmp_path / "then.db", folder)
        with database.reading() as tx:
            assert sessions.list_sessions(tx) == []


def test_restoring_twice_in_a_second_overwrites_neither_library(
    database: Database, session_id: int, folder: Path, tmp_path: Path
) -> None:
    backups.backup(database, tmp_path / "then.db")
    first = backups.restore(database, tmp_path / "then.db", folder)
    second = backups.restore(database, first, folder)
    assert first != second
    assert {first, second} <= {known.path for known in backups.list_backups(folder)}


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    database: Database, tmp_path: Path, folder: Path
) -> None:
    old = tmp_path / "old.db"
    fixture = Path(__file__).parent.parent / "fixtures" / "schema1.sql"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(fixture.read_text("utf-8"))
    backups.restore(database, old, folder)
    with database.transaction() as tx:
        assert [s.title for s in sessions.list_sessions(tx)] == ["灯塔"]
        sessions.create_session(tx, LETTER)


def test_only_a_sound_backup_of_ours_is_restored(
    database: Database, session_id: int, tmp_path: Path, folder: Path
) -> None:
    garbage, other, newer = (tmp_path / name for name in ("garbage.db", "other.db", "newer.db"))
    garbage.write_bytes(b"x" * 10_000)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (id)")
    backups.backup(database, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for path, error in (
        (garbage, DamagedError),
        (other, DamagedError),
        (newer, NewerDatabaseError),
        (tmp_path / "none.db", UserError),
        (database.path, UserError),
    ):
        with pytest.raises(error):
            backups.restore(database, path, folder)
    assert list(folder.iterdir()) == []
    with database.reading() as tx:
        assert len(sessions.list_sessions(tx)) == 1


def test_automatic_backups_are_hourly_at_most_and_only_on_change(
    database: Database, session_id: int, folder: Path
) -> None:
    assert backups.back_up_if_due(database, folder, NOW) is not None
    with database.transaction() as tx:
        sessions.save_draft(tx, session_id, replace(draft(), caret=1))
    assert backups.back_up_if_due(database, folder, NOW + timedelta(minutes=59)) is None
    assert backups.back_up_if_due(database, folder, NOW + timedelta(minutes=61)) is not None
    assert backups.back_up_if_due(database, folder, NOW + timedelta(days=1)) is None  # no change
    assert [b.taken for b in backups.list_backups(folder)] == [NOW, NOW + timedelta(minutes=61)]


def test_a_clock_that_was_wrong_does_not_stop_backups(
    database: Database, session_id: int, folder: Path
) -> None:
    backups.back_up_if_due(database, folder, NOW + timedelta(days=3650))
    with database.transaction() as tx:
        sessions.create_session(tx, LETTER)
    assert backups.back_up_if_due(database, folder, NOW) is not None


def test_a_backup_from_the_future_does_not_make_one_at_every_look(
    database: Database, session_id: int, folder: Path
) -> None:
    backups.back_up_if_due(database, folder, NOW + timedelta(days=3650))
    made = 0
    for minutes in range(0, 180, 10):
        with database.transaction() as tx:
            sessions.create_session(tx, LETTER)
        made += bool(backups.back_up_if_due(database, folder, NOW + timedelta(minutes=minutes)))
    assert made == 3
    assert backups.back_up_if_due(database, folder, NOW + timedelta(days=1)) is not None
    assert backups.back_up_if_due(database, folder, NOW + timedelta(days=2)) is None  # no change


@pytest.mark.parametrize("name", ["writer-20261301-000000.db", "writer-20260230-250000.db"])
def test_a_name_that_is_no_time_is_no_backup(folder: Path, name: str) -> None:
    (folder / name).touch()
    assert backups.list_backups(folder) == []


def test_old_backups_are_thinned(
    database: Database, session_id: int, folder: Path, tmp_path: Path
) -> None:
    backups.backup(database, tmp_path / "copy.db")
    with database.transaction() as tx:
        sessions.create_session(tx, LETTER)
    for hours in range(100, 200):
        stamp = NOW - timedelta(hours=hours)
        shutil.copyfile(tmp_path / "copy.db", folder / f"writer-{stamp:%Y%m%d-%H%M%S}.db")
    (folder / "my own.db").touch()
    dead = folder / ".writer-20200101-000000.db.part"
    dead.touch()
    os.utime(dead, (0, 0))
    backups.back_up_if_due(database, folder, NOW)
    kept = backups.list_backups(folder)
    assert 3 <= len(kept) <= 8
    assert kept[-1].taken == NOW
    assert (folder / "my own.db").exists()
    assert not dead.exists()


def test_each_library_of_a_folder_has_backups_of_its_own(
    database: Database, other: Database, session_id: int, folder: Path
) -> None:
    ours = backups.back_up_if_due(database, folder, NOW)
    theirs = backups.back_up_if_due(other, folder, NOW)
    assert ours is not None
    assert theirs is not None
    assert ours != theirs
    assert len(_titles(ours)) == len(_titles(theirs)) == 1
    assert backups.newest_good_backup(folder, name_in(database.path)) == backups.Backup(ours, NOW)
    later = NOW + timedelta(days=800)
    for number in range(60):
        with other.transaction() as tx:
            sessions.create_session(tx, LETTER)
        backups.back_up_if_due(other, folder, NOW + timedelta(hours=5 * number))
    assert backups.back_up_if_due(other, folder, later) is None  # no change
    assert ours.exists()


def test_the_backups_of_a_library_stay_its_own_through_a_restore(
    database: Database, other: Database, session_id: int, folder: Path
) -> None:
    name = name_in(database.path)
    first = backups.back_up_if_due(database, folder, NOW)
    theirs = backups.back_up_if_due(other, folder, NOW + timedelta(hours=2))
    assert first is not None
    assert theirs is not None
    before = backups.restore(database, theirs, folder)
    assert name_in(database.path) == name_in(before) == name != name_in(theirs)
    later = backups.back_up_if_due(database, folder, datetime.now() + timedelta(hours=2))
    assert later is not None
    assert name_in(later) == name


def test_the_newest_good_backup_passes_over_bad_ones(
    database: Database, session_id: int, folder: Path
) -> None:
    good = backups.back_up_if_due(database, folder, NOW)
    (folder / "writer-20260101-000000.db").write_bytes(b"broken" * 1000)
    found = backups.newest_good_backup(folder, name_in(database.path))
    assert found is not None
    assert found.path == good


BACK_UP = """
import sys
from pathlib import Path
from writer_gui.store.backup import backup
from writer_gui.store.database import Database
database = Database.open(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    backup(database, Path(sys.argv[2]))
"""


def test_a_backup_killed_half_way_never_gets_the_name_of_one(
    database: Database, session_id: int, folder: Path
) -> None:
    target = folder / "writer-20250101-000000.db"
    for moment in (0.0, 0.003, 0.006, 0.01, 0.02):
        command = [sys.executable, "-c", BACK_UP, str(database.path), str(target)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moment)  # the moment is the point
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert not target.exists() or problem_in(target) is None
    backups.backup(database, target)
    assert len(_titles(target)) == 1
