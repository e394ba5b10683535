from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.store.samples import LETTER, LIGHTHOUSE, draft, plan, story
from tests.store.test_triplets import FULL
from writer_gui.domain.run import Stage
from writer_gui.store import backup as backups
from writer_gui.store import history, recovery, sessions
from writer_gui.store.codec import pack
from writer_gui.store.contents import get_many, get_sound, put_all
from writer_gui.store.database import Database, Transaction
from writer_gui.store.naming import name_in
from writer_gui.store.problems import (
    BusyError,
    DamagedError,
    ForeignDatabaseError,
    NewerDatabaseError,
)
from writer_gui.store.runs import start_run
from writer_gui.store.salvage import salvage
from writer_gui.store.triplets import TripletQuery, add_triplet, list_triplets
from writer_gui.store.versions import VersionKind, add_plan, add_story, load_story

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS = 120
PAGE = 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "writer.db"
    made = Database.open(path)
    with made.transaction() as tx:
        for n in range(SESSIONS):
            session_id = sessions.create_session(tx, LIGHTHOUSE)
            version = add_plan(tx, session_id, plan(f"计划{n}" * 40))
            add_story(tx, session_id, story(f"故事{n}。" * 300), plan_version_id=version.id)
            sessions.save_draft(tx, session_id, draft())
        add_triplet(tx, FULL)
    made.close()
    return path


@pytest.fixture
def library(path: Path, made_once: Path) -> Path:
    """Return a closed library of some 100 pages."""
    path.parent.mkdir()
    shutil.copyfile(made_once, path)
    return path


def _copy_to(folder: Path, library: Path) -> Path:
    made = Database.open(library)
    target = backups.back_up_if_due(made, folder)
    made.close()
    assert target is not None
    return target


def _readable(database: Database) -> int:
    """Return how many sessions can be opened; what cannot must be known to be damaged."""
    with database.reading() as tx:
        found = sessions.list_sessions(tx, limit=1000)
        return sum(_opens(tx, summary.id) for summary in found)


def _opens(tx: Transaction, session_id: int) -> bool:
    try:
        sessions.load_session(tx, session_id)
    except DamagedError:
        return False
    return True


def test_a_sound_library_opens_without_a_word(library: Path, folder: Path) -> None:
    started = recovery.start_up(library, folder)
    assert started.notes == ()
    assert started.offered is None
    assert _readable(started.database) == SESSIONS
    started.database.close()


def test_a_first_start_makes_a_library(path: Path, folder: Path) -> None:
    started = recovery.start_up(path, folder)
    assert started.notes == ()
    started.database.close()


def test_an_empty_file_in_place_of_the_library_offers_the_backup(
    library: Path, folder: Path
) -> None:
    copy = _copy_to(folder, library)
    library.write_bytes(b"")
    started = recovery.start_up(library, folder)
    assert started.offered is not None
    assert started.offered.path == copy
    started.database.close()


@pytest.mark.parametrize("left", [1, 2, 10, 40])
def test_a_truncated_library_is_set_aside_and_salvaged(
    library: Path, folder: Path, left: int
) -> None:
    whole = library.read_bytes()
    library.write_bytes(whole[: left * PAGE])
    started = recovery.start_up(library, folder)
    (aside,) = library.parent.glob("writer-damaged-*.db")
    assert aside.read_bytes() == whole[: left * PAGE]
    assert aside.name in started.notes[0]
    assert recovery.check(started.database) is None
    with started.database.transaction() as tx:
        sessions.create_session(tx, LETTER)
    started.database.close()


def test_a_page_of_zeros_in_the_middle_loses_little(library: Path, folder: Path) -> None:
    whole = bytearray(library.read_bytes())
    pages = len(whole) // PAGE
    middle = pages // 2 * PAGE
    whole[middle : middle + PAGE] = bytes(PAGE)
    library.write_bytes(whole)
    started = recovery.start_up(library, folder)
    assert "damaged" in started.notes[0]
    assert _readable(started.database) >= SESSIONS * 0.9
    assert recovery.check(started.database) is None
    started.database.close()


def test_rows_between_two_damaged_ends_are_found_however_far_apart(path: Path) -> None:
    """Their numbers stand in the indexes of the table, which are pages of their own."""
    Database.open(path).close()
    known = range(1_000, 4_000_000, 10_000)
    with closing(sqlite3.connect(path)) as connection:
        for number in known:
            item = pack(f"{number} " + os.urandom(700).hex())
            row = (number, item.sha256, item.packed, item.body)
            connection.execute("INSERT INTO contents VALUES (?, ?, ?, ?)", row)
        connection.commit()
        ends = [
            connection.execute("SELECT body FROM contents WHERE id = ?", (n,)).fetchone()[0]
            for n in (known[0], known[-1])
        ]
    data = bytearray(path.read_bytes())
    for body in ends:
        page = data.index(body) // 4096 * 4096
        data[page : page + 4096] = bytes(4096)
    path.write_bytes(data)
    fresh = path.with_name("fresh.db")
    Database.open(fresh).close()
    salvage(path, fresh)
    with closing(sqlite3.connect(fresh)) as connection:
        found = {n for (n,) in connection.execute("SELECT id FROM contents")}
    assert len(found & set(known)) >= len(known) - 20


def test_what_named_a_lost_version_can_still_be_worked_on(path: Path) -> None:
    with closing(Database.open(path)) as old, old.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        kept = add_plan(tx, session_id, plan("kept"))
        lost_plan = add_plan(tx, session_id, plan("lost"), parent_id=kept.id)
        lost = add_story(tx, session_id, story("lost too"), plan_version_id=lost_plan.id)
        later = add_story(
            tx, session_id, story("later"), plan_version_id=lost_plan.id, parent_id=lost.id
        )
        on_desk = replace(draft(), plan_base_id=lost_plan.id, story_base_id=lost.id)
        sessions.save_draft(tx, session_id, on_desk)
        tied = replace(FULL, plan_version_id=lost_plan.id, story_version_id=lost.id)
        add_triplet(tx, replace(tied, session_id=session_id))
        _start_run(tx, session_id, Stage.PLAN, lost_plan.id, None)
        _start_run(tx, session_id, Stage.STORY, later.id, lost_plan.id)
        for version, table in ((lost_plan, "plan_versions"), (lost, "story_versions")):
            wanted = f"(SELECT content_id FROM {table} WHERE id = {version.id})"
            tx.execute(text(f"UPDATE contents SET body = x'00' WHERE id = {wanted}"))
    fresh = path.with_name("fresh.db")
    Database.open(fresh).close()
    salvage(path, fresh)
    with closing(Database.open(fresh)) as mended, mended.transaction() as tx:
        history.keep_desk(tx, session_id)
        history.restore_version(tx, VersionKind.PLAN, kept.id)
        (triplet,) = list_triplets(tx)
        assert (triplet.plan_version_id, triplet.story_version_id) == (None, None)
        assert load_story(tx, later.id).plan_version_id is None
        assert load_story(tx, later.id).parent_id is None
        found = tx.execute(text("SELECT parent_id, plan_version_id FROM runs ORDER BY id"))
        assert found.all() == [(None, None), (later.id, None)]


def _start_run(
    tx: Transaction, session_id: int, stage: Stage, parent_id: int, plan_version_id: int | None
) -> None:
    start_run(
        tx,
        session_id,
        stage,
        model="m",
        model_sha256="",
        seed=0,
        settings={},
        parent_id=parent_id,
        plan_version_id=plan_version_id,
    )


def test_without_anything_left_the_backup_is_restored(library: Path, folder: Path) -> None:
    _copy_to(folder, library)
    library.write_bytes(bytes(len(library.read_bytes())))
    started = recovery.start_up(library, folder)
    assert "was put in its place" in started.notes[1]
    assert _readable(started.database) == SESSIONS
    with started.database.reading() as tx:
        assert len(list_triplets(tx)) == 1
    started.database.close()


@pytest.mark.parametrize("is_backed_up", [True, False])
def test_a_library_is_never_repaired_with_the_texts_of_another(
    library: Path, folder: Path, tmp_path: Path, *, is_backed_up: bool
) -> None:
    if is_backed_up:
        _copy_to(folder, library)
    else:
        Database.open(library).close()
    with closing(Database.open(tmp_path / "other" / "writer.db")) as other:
        with other.transaction() as tx:
            sessions.create_session(tx, LETTER)
        later = datetime.now() + timedelta(hours=3)
        assert backups.back_up_if_due(other, folder, later) is not None
    library.write_bytes(bytes(len(library.read_bytes())))
    started = recovery.start_up(library, folder)
    assert _readable(started.database) == (SESSIONS if is_backed_up else 0)
    assert started.offered is None
    started.database.close()


def test_a_backup_that_may_be_of_another_library_is_only_offered(
    library: Path, folder: Path
) -> None:
    copy = _copy_to(folder, library)
    library.with_suffix(".name").unlink()
    library.write_bytes(bytes(len(library.read_bytes())))
    started = recovery.start_up(library, folder)
    assert _readable(started.database) == 0
    assert started.offered is not None
    assert started.offered.path == copy
    assert "There is a good backup" in started.notes[1]
    started.database.close()


@pytest.mark.parametrize("written", [b"", b"\xff" * 32, b"0" * 31])
def test_a_damaged_name_beside_the_library_is_written_anew(library: Path, written: bytes) -> None:
    Database.open(library).close()
    beside = library.with_suffix(".name")
    name = beside.read_bytes()
    beside.write_bytes(written)
    Database.open(library).close()
    assert beside.read_bytes() == name


def test_a_name_that_cannot_be_written_stops_nothing(library: Path) -> None:
    library.with_suffix(".name").mkdir()
    with closing(Database.open(library)) as opened:
        assert _readable(opened) == SESSIONS


def test_a_salvaged_library_keeps_its_backups(library: Path, folder: Path) -> None:
    copy = _copy_to(folder, library)
    whole = bytearray(library.read_bytes())
    middle = len(whole) // PAGE // 2 * PAGE
    whole[middle : middle + PAGE] = bytes(PAGE)
    library.write_bytes(whole)
    started = recovery.start_up(library, folder)
    assert started.offered is not None
    assert started.offered.path == copy
    assert name_in(started.database.path) == name_in(copy)
    started.database.close()


def test_garbage_without_a_backup_starts_empty_and_is_kept(path: Path, folder: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"garbage " * 4000)
    started = recovery.start_up(path, folder)
    assert _readable(started.database) == 0
    started.database.close()
    assert len(list(path.parent.glob("writer-damaged-*.db"))) == 1


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_never_stop_the_program(library: Path, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = bytearray(library.read_bytes())
    for _ in range(60):
        place = chance.randrange(100, len(whole))  # past the header, which names the schema
        whole[place] ^= 1 << chance.randrange(8)
    library.write_bytes(whole)
    started = recovery.start_up(library, folder)
    assert started.notes
    _readable(started.database)
    with started.database.transaction() as tx:
        sessions.create_session(tx, LETTER)
    started.database.close()


def _spoil_text(library: Path, body: str = "zeroblob(length(body))") -> None:
    """Change a stored text behind SQLite's back: every page is still well formed."""
    with closing(sqlite3.connect(library)) as connection:
        connection.execute(
            f"UPDATE contents SET body = {body}"
            " WHERE id = (SELECT max(content_id) FROM story_versions)"
        )
        connection.commit()


def test_a_text_damaged_inside_its_page_is_taken_from_the_backup(
    library: Path, folder: Path
) -> None:
    _copy_to(folder, library)
    _spoil_text(library)
    started = recovery.start_up(library, folder)
    assert "Damaged texts found: 1; taken from a backup: 1" in started.notes[0]
    assert recovery.check(started.database) is None
    assert _readable(started.database) == SESSIONS
    started.database.close()


def test_a_damaged_text_without_a_backup_is_reported(library: Path, folder: Path) -> None:
    _spoil_text(library)
    started = recovery.start_up(library, folder)
    assert "Damaged texts found: 1; taken from a backup: 0" in started.notes[0]
    assert recovery.check(started.database) == "texts that are not what was stored: 1"
    started.database.close()


@pytest.mark.parametrize("became", ["'a text'", "CAST(x'ff' AS TEXT)", "1e300", "9000000000000"])
def test_a_text_that_became_another_kind_of_value_is_a_damaged_text(
    library: Path, folder: Path, became: str
) -> None:
    """One bit of the row says what kind of value it holds; SQLite finds nothing wrong with any."""
    _copy_to(folder, library)
    _spoil_text(library, became)
    damaged = Database.open(library)
    with damaged.reading() as tx:
        last = tx.scalars(text("SELECT max(content_id) FROM story_versions")).one()
        assert get_sound(tx, [last]) == {}
        assert len(list_triplets(tx, TripletQuery(text="写一封"))) == 1
    assert recovery.check(damaged) == "texts that are not what was stored: 1"
    damaged.close()
    started = recovery.start_up(library, folder)
    assert "Damaged texts found: 1; taken from a backup: 1" in started.notes[0]
    started.database.close()


@pytest.mark.parametrize(
    "damage", ["body = zeroblob(length(body))", "body = 'a text'", "packed = 1 - packed"]
)
def test_a_damaged_text_is_mended_by_saving_it_again(path: Path, damage: str) -> None:
    """Else what the writer pastes or takes in again would be lost without a word."""
    with closing(Database.open(path)) as opened, opened.transaction() as tx:
        first = put_all(tx, ["a", "a" * 1000, "b" * 1000])
        tx.execute(text(f"UPDATE contents SET {damage}"))
        assert get_sound(tx, first) == {}
        assert put_all(tx, ["b" * 1000, "new", "a" * 1000, "a", "new"])[:4:2] == first[:0:-1]
        assert get_many(tx, first) == dict(zip(first, ["a", "a" * 1000, "b" * 1000], strict=True))
    assert recovery.check(opened) is None


def test_a_damaged_text_does_not_keep_triplets_from_being_found(library: Path) -> None:
    with closing(Database.open(library)) as opened, opened.transaction() as tx:
        add_triplet(tx, replace(FULL, uid="2", query="灯" * 100))
        tx.execute(
            text(
                "UPDATE contents SET body = x'00' WHERE packed"
                " AND id = (SELECT max(query_content_id) FROM triplets)"
            )
        )
        assert len(list_triplets(tx, TripletQuery(text="写一封"))) == 1


def test_a_large_library_is_checked_text_by_text_while_it_is_in_use(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading all texts at the start would keep the writer waiting for seconds."""
    monkeypatch.setattr(recovery, "SMALL_ENOUGH", 0)
    _copy_to(folder, library)
    _spoil_text(library)
    started = recovery.start_up(library, folder)
    assert started.notes == ()
    (note,) = recovery.check_if_due(started.database, folder)
    assert "Damaged texts found: 1; taken from a backup: 1" in note
    assert recovery.check_if_due(started.database, folder) == ()
    assert recovery.check(started.database) is None
    started.database.close()


def test_a_large_library_is_checked_after_a_crash_though_it_was_not_due(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "SMALL_ENOUGH", 0)
    started = recovery.start_up(library, folder)
    assert recovery.check_if_due(started.database, folder) == ()
    with started.database.transaction() as tx:
        tx.execute(text("UPDATE contents SET body = x'00' WHERE id = 1"))
    assert recovery.check_if_due(started.database, folder) == ()  # not due for a week
    left = shutil.copytree(library.parent, folder / "left") / library.name  # with its log
    started.database.close()
    again = recovery.start_up(left, folder)
    (note,) = recovery.check_if_due(again.database, folder)
    assert "Damaged texts found: 1" in note
    again.database.close()


def test_damage_found_while_in_use_is_mended_by_the_next_start(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "SMALL_ENOUGH", 0)
    with library.open("rb+") as file:
        file.seek(library.stat().st_size - 3 * PAGE)
        file.write(b"\xff" * PAGE)
    started = recovery.start_up(library, folder)
    assert started.notes == ()
    (note,) = recovery.check_if_due(started.database, folder)
    assert "start it again to repair it" in note
    started.database.close()
    again = recovery.start_up(library, folder)
    assert "was damaged" in again.notes[0]
    assert recovery.check(again.database) is None
    again.database.close()


def test_what_only_the_writer_can_mend_is_left_alone(path: Path, folder: Path) -> None:
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerDatabaseError):
        recovery.start_up(path, folder)
    other = path.with_name("other.db")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (id)")
    with pytest.raises(ForeignDatabaseError):
        recovery.start_up(other, folder)
    assert not list(path.parent.glob("*damaged*"))


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode")
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_damaged_library_that_is_in_use_is_not_moved(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bytearray(library.read_bytes())
    middle = len(whole) // PAGE // 2 * PAGE
    whole[middle : middle + PAGE] = bytes(PAGE)
    library.write_bytes(whole)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    monkeypatch.setattr("writer_gui.store.database.BUSY_TIMEOUT_MS", 50)
    monkeypatch.setattr("writer_gui.store.recovery.LOCK_WAIT_S", 0.05)
    try:
        with pytest.raises(BusyError):
            recovery.start_up(library, folder)
    finally:
        holder.communicate()
    assert library.exists()


def test_an_index_or_log_left_behind_does_no_harm(library: Path, folder: Path) -> None:
    library.with_name("writer.db-wal").write_bytes(b"left by a crash" * 999)
    library.with_name("writer.db-shm").write_bytes(b"\xff" * 32768)
    started = recovery.start_up(library, folder)
    assert started.notes == ()
    assert _readable(started.database) == SESSIONS
    started.database.close()
