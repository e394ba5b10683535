from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.store.samples import LETTER, LIGHTHOUSE, draft
from writer_gui.domain.session import Prompt, Standing
from writer_gui.errors import UserError
from writer_gui.store import migrations, places, sessions
from writer_gui.store.backup import backup
from writer_gui.store.database import Database, Transaction
from writer_gui.store.meta import read_meta
from writer_gui.store.problems import (
    DamagedError,
    DiskFullError,
    ForeignDatabaseError,
    NewerDatabaseError,
    StoreError,
    UnwritableError,
    problem_of,
)


def _ids(database: Database) -> list[int]:
    with database.reading() as tx:
        return [s.id for s in sessions.list_sessions(tx)]


def test_it_is_opened_for_safety_first(database: Database) -> None:
    with database.transaction() as tx:
        found = {
            name: tx.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    def fail(tx: Transaction) -> None:
        sessions.create_session(tx, LIGHTHOUSE)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"), database.transaction() as tx:
        fail(tx)
    assert _ids(database) == []


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(UnwritableError), database.reading() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
    with database.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)  # the same connection writes again


def test_reading_is_a_snapshot(database: Database) -> None:
    with database.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
    with database.reading() as before:
        assert len(sessions.list_sessions(before)) == 1
        with database.transaction() as tx:
            sessions.create_session(tx, LETTER)
        assert len(sessions.list_sessions(before)) == 1
    assert len(_ids(database)) == 2


def test_only_what_changes_something_counts_as_a_revision(database: Database) -> None:
    def revision() -> str | None:
        with database.reading() as tx:
            return read_meta(tx, "revision")

    before = revision()
    with database.transaction() as tx:
        sessions.list_sessions(tx)
    assert revision() == before
    with database.transaction() as tx:
        sessions.create_session(tx, LETTER)
    assert revision() != before


def test_a_newer_database_is_refused_and_left_as_it_is(database: Database, path: Path) -> None:
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.schema_version() + 1}")
    with pytest.raises(NewerDatabaseError, match=r"newer version .* update the program"):
        Database.open(path)
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    assert version == migrations.schema_version() + 1


def test_the_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE decks (id)")
    with pytest.raises(ForeignDatabaseError, match="another program"):
        Database.open(path)


def test_garbage_is_told_from_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all " * 500)
    with pytest.raises(DamagedError, match=r"writer\.db is"):
        Database.open(path)


def test_a_file_in_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UnwritableError, match="--data-dir"):
        Database.open(tmp_path / "taken" / "writer.db")


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "writer.db").mkdir()
    with pytest.raises(UnwritableError, match="--data-dir"):
        Database.open(tmp_path / "writer.db")


def test_a_database_that_may_not_be_written_is_a_sentence(database: Database, path: Path) -> None:
    with database.reading() as tx:
        tx.connection().exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(UnwritableError, match="cannot be written"), database.reading() as tx:
        tx.execute(text("UPDATE meta SET value = ''"))


def _limit_pages(tx: Transaction, more: int) -> None:
    pages = tx.scalar(text("PRAGMA page_count"))
    tx.connection().exec_driver_sql(f"PRAGMA max_page_count = {int(pages or 0) + more}")


@pytest.mark.parametrize("name", ["why?", "no#1", "100%", "a%20b", "a?mode=memory"])
def test_a_folder_of_any_name_holds_the_library(tmp_path: Path, name: str) -> None:
    opened = Database.open(tmp_path / name / "writer.db")
    with opened.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
    backup(opened, tmp_path / "copy.db")
    opened.close()
    assert [file.name for file in tmp_path.glob("*") if file.is_dir()] == [name]
    assert (tmp_path / name / "writer.db").stat().st_size


def test_a_full_disk_is_a_sentence_and_saving_goes_on_once_there_is_room(
    database: Database,
) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.save_draft(tx, session_id, draft())
        _limit_pages(tx, 3)
    novel = Prompt("".join(chr(0x4E00 + n % 20000) for n in range(200_000)))
    with pytest.raises(DiskFullError, match="free some space"), database.transaction() as tx:
        sessions.save_draft(tx, session_id, draft(novel))
    with database.transaction() as tx:
        assert sessions.load_session(tx, session_id).draft == draft()
        _limit_pages(tx, 10_000)
    with database.transaction() as tx:
        sessions.save_draft(tx, session_id, draft(novel))
        assert sessions.load_session(tx, session_id).draft.prompt.text == novel.text


@pytest.mark.parametrize(("free", "kind"), [(0, DiskFullError), (2**30, StoreError)])
def test_a_log_that_finds_no_room_is_a_full_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, kind: type[StoreError]
) -> None:
    """SQLite calls it an error of the disk when the file it shares memory in cannot grow."""
    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert type(problem_of(error, tmp_path / "writer.db")) is kind


def test_a_schema_in_the_middle_of_being_made_is_made_again(path: Path) -> None:
    path.parent.mkdir()
    path.touch()  # what is left of a process killed before its first commit
    opened = Database.open(path)
    assert _ids(opened) == []
    opened.close()


def test_migrating_keeps_a_checked_copy_of_what_was(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
    database.close()

    def add_mood(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE sessions ADD COLUMN mood TEXT DEFAULT ''")

    version = migrations.schema_version()
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, add_mood))
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT mood FROM sessions").fetchall() == [("",)]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == version + 1
    copy = path.with_name(f"writer-schema{version}.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == version


def test_a_migration_that_fails_changes_nothing(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()

    def half_done(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE pairs")
        raise RuntimeError("stop")

    version = migrations.schema_version()
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, half_done))
    with pytest.raises(RuntimeError, match="stop"):
        Database.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == version
        assert connection.execute("SELECT count(*) FROM pairs").fetchone()[0] == 0


def test_a_library_without_its_counters_can_be_written_again(path: Path) -> None:
    """A library of an early program, or one that was damaged, once ended in NoResultFound."""
    opened = Database.open(path)
    with opened.transaction() as tx:
        first = sessions.create_session(tx, LETTER)
        second = sessions.create_session(tx, LETTER)
    opened.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM meta")
        connection.commit()
    again = Database.open(path)
    with again.transaction() as tx:
        sessions.save_draft(tx, first, draft())
        newest = [s.id for s in sessions.list_sessions(tx)]
        third = sessions.create_session(tx, LETTER)
    assert newest == [first, second]
    assert third not in newest
    again.close()


def test_a_session_without_its_desk_is_a_sentence(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LETTER)
        tx.execute(text("DELETE FROM drafts"))
    with pytest.raises(UserError, match="restore a backup"), database.reading() as tx:
        sessions.load_session(tx, session_id)


FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("schema*.sql"))


def test_there_is_a_fixture_of_every_released_schema() -> None:
    names = {path.stem for path in FIXTURES}
    assert names == {f"schema{n}" for n in range(1, migrations.schema_version() + 1)}


def _shape(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        columns = [
            (table, str(column[1:5]))
            for kind, table in found
            if kind == "table"
            for column in connection.execute(f"PRAGMA table_info({table})")
        ]
    return {*found, *columns}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda p: p.stem)
def test_every_released_schema_opens_as_this_one(path: Path, fixture: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(fixture.read_text("utf-8"))
    opened = Database.open(path)
    with opened.transaction() as tx:
        (summary,) = sessions.list_sessions(tx)
        session = sessions.load_session(tx, summary.id)
        sessions.save_draft(tx, summary.id, draft())
    opened.close()
    assert session.summary.title == "灯塔"
    assert replace(session.draft, standing=None) == draft()
    stood = Standing("step1", 3) if fixture.stem >= "schema3" else None
    assert session.draft.standing == stood
    assert [v.number for v in session.plans] == [1, 2]
    assert session.stories[0].plan_version_id == session.plans[1].id
    blank = path.with_name("blank.db")
    Database.open(blank).close()
    assert _shape(path) == _shape(blank)


@pytest.mark.parametrize(
    ("folder", "place"),
    [
        ("/home/w/.local/share/writer-gui", places.Place.LOCAL),
        ("/home/w/OneDrive - Company/writer", places.Place.SYNCED),
        ("/home/w/坚果云/写作", places.Place.SYNCED),
        ("/Users/w/Library/Mobile Documents/x", places.Place.SYNCED),
        ("/home/w/megaphone/x", places.Place.LOCAL),
    ],
)
def test_synced_folders_are_known_by_name(folder: str, place: places.Place) -> None:
    assert places.place_of(Path(folder)) is place
    assert (places.place_note(Path(folder)) is None) == (place is places.Place.LOCAL)


def test_a_synced_folder_gets_no_write_ahead_log(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "Dropbox" / "writer.db")
    with opened.transaction() as tx:
        sessions.create_session(tx, LIGHTHOUSE)
        assert tx.scalar(text("PRAGMA journal_mode")) == "delete"
    opened.close()


def test_a_network_mount_is_known_by_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mount:
        mountpoint = "/mnt/share"
        fstype = "nfs4"

    monkeypatch.setattr("psutil.disk_partitions", lambda all: [Mount()])
    assert places.place_of(Path("/mnt/share/writer")) is places.Place.NETWORK
    assert places.place_of(Path("/mnt/other")) is places.Place.LOCAL


WRITE_MANY = """
import sys
from pathlib import Path
from writer_gui.domain.session import Prompt
from writer_gui.store import sessions
from writer_gui.store.database import Database
database = Database.open(Path(sys.argv[1]))
for n in range(40):
    with database.transaction() as tx:
        sessions.create_session(tx, Prompt(f"{sys.argv[2]} {n}"))
"""


def test_two_processes_write_at_once_from_the_first_moment(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE_MANY, str(path), name]) for name in "ab"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    opened = Database.open(path)
    with opened.reading() as tx:
        titles = {s.title for s in sessions.list_sessions(tx)}
    opened.close()
    assert titles == {f"{name} {n}" for name in "ab" for n in range(40)}


def test_a_journal_is_set_as_soon_as_no_other_connection_holds_the_file(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    soon = threading.Timer(0.2, other.rollback)
    soon.start()
    connection = sqlite3.connect(path, timeout=0)
    places.set_journal(connection, "WAL", 30)
    soon.join()
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE t (x)")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        places.set_journal(connection, "DELETE", 0)
    connection.close()
    other.close()
