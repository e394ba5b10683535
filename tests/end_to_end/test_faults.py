"""The faults a library is to survive, each tried on the real program in processes of its own.

A killed or power-cut process has files of its own (`test_killed_window`, `store/test_kill`), and so
has a folder that may not be written (`test_unwritable`).
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.hands import OtherWindow
from tests.end_to_end.processes import (
    HAN,
    LONGEST_S,
    answer,
    command,
    environment,
    reopened,
    words_of,
)
from tests.store.samples import LETTER, LIGHTHOUSE, draft
from writer_gui import paths
from writer_gui.domain.run import Ended
from writer_gui.store import sessions
from writer_gui.store.backup import backup
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end_to_end.processes import Starter

pytestmark = [pytest.mark.usefixtures("quick_script"), pytest.mark.timeout(900)]

FIXTURES = Path(__file__).parent.parent / "fixtures"
OLDER = sorted(FIXTURES.glob("schema*.sql"))[:-1]
SESSIONS = 60
A_YEAR = 400


@pytest.fixture
def quick_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(random.Random(2).choices(HAN, k=60))
    (tmp_path / "quick.jsonl").write_text(json.dumps({"text": text, "chunk": 20, "delay_ms": 9}))
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'quick.jsonl'}")


@pytest.fixture
def library(own_home: Path) -> Path:
    """Return a library of many pages, with a backup beside it."""
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        for n in range(SESSIONS):
            session_id = sessions.create_session(tx, replace(LETTER, text=f"letter {n} " * 40))
        sessions.save_draft(tx, session_id, draft())
        sessions.set_last_session(tx, session_id)
    backup(database, paths.backups_dir() / "writer-20260301-120000.db")
    database.close()
    return paths.database_path()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def zero(data: bytes) -> bytes:
    return data[:4096] + bytes(8 * 4096) + data[9 * 4096 :]


def flip(data: bytes) -> bytes:
    harmed, chance = bytearray(data), random.Random(5)
    for _ in range(200):
        harmed[chance.randrange(100, len(harmed))] ^= 1 << chance.randrange(8)
    return bytes(harmed)


def nothing(data: bytes) -> bytes:
    return bytes(len(data))


@pytest.mark.parametrize("harm", [cut, zero, flip, nothing])
def test_a_damaged_library_opens_and_nothing_is_out_of_reach(
    library: Path, harm: Callable[[bytes], bytes]
) -> None:
    library.write_bytes(harm(library.read_bytes()))
    with OtherWindow(environment()) as window:
        seen = window.wait(lambda seen: bool(seen["message"]), LONGEST_S)
        assert "damaged" in seen["message"]
    found = answer("check")
    if found["sessions"] < SESSIONS:  # then the backup is named, and has them
        assert "There is a good backup of 2026-03-01 12:00; restore it" in seen["message"]
        answer("restore", paths.backups_dir() / "writer-20260301-120000.db")
        found = answer("check")
    assert found == {"ok": True, "sessions": SESSIONS}
    assert [file for file in library.parent.glob("writer-damaged-*") if file.stat().st_size]


def test_a_log_and_an_index_left_damaged_leave_a_library_that_opens(started: Starter) -> None:
    window = started()
    while window.next_said()[0] != "saved":
        pass
    window.said_until_killed(0.5)
    for file in (paths.database_path().with_suffix(name) for name in (".db-wal", ".search")):
        if file.exists():
            file.write_bytes(zero(cut(file.read_bytes())))
    paths.database_path().with_suffix(".db-shm").write_bytes(b"\xff" * 32768)
    started("1").process.communicate(timeout=LONGEST_S)
    assert answer("check") == {"ok": True, "sessions": 1}


def test_a_clock_moved_back_confuses_no_window(started: Starter, script: None) -> None:
    """A window of next year is killed as it writes; the one of today has its text, and goes on.

    The script is the slow one, so that a run is under way.
    """
    window = started(days=A_YEAR)
    saved, said = 0, window.next_said()
    while saved < 12 or said[0] != "grew":
        said = window.next_said()
        saved = said[1] if said[0] == "saved" else saved
    window.process.kill()
    window.process.communicate()
    again = started("3")
    out, err = again.process.communicate(timeout=LONGEST_S)
    assert (again.process.returncode, "Traceback" in err) == (0, False)
    session = reopened()
    assert words_of(session) >= set(range(1, saved + 1))
    typed_last = max(line[1] for line in map(json.loads, out.splitlines()) if line[0] == "typed")
    assert session.draft.prompt.text.split()[-1] == f"w{typed_last}"
    assert session.runs[0].ended is Ended.INTERRUPTED
    assert session.runs[0].started > datetime.now(UTC) + timedelta(days=1)
    for numbers in ([v.number for v in session.plans], [v.number for v in session.stories]):
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_clock_moved_back_confuses_no_command() -> None:
    first = answer("draft", "--prompt", "海边的灯塔", "--seed", 1, days=A_YEAR)["session"]
    second = answer("draft", "--prompt", "山上的灯塔", "--seed", 1)["session"]
    listed = answer("sessions")
    assert [session["id"] for session in listed] == [second, first]
    assert listed[0]["created"] < listed[1]["created"]
    again = answer("redraft", first, "--story-only", "--seed", 2)
    assert again["story"]["version"] == 2
    assert [s["id"] for s in answer("sessions", "--search", "灯塔")] == [first, second]
    shown = answer("show", first)
    assert [version["version"] for version in shown["stories"]] == [1, 2]
    assert shown["stories"][0]["created"] > shown["stories"][1]["created"]
    assert answer("check") == {"ok": True, "sessions": 2}


def test_a_wrong_year_empties_no_trash() -> None:
    """One start of a window with the clock a year ahead deletes nothing."""
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        sessions.trash_session(tx, sessions.create_session(tx, LIGHTHOUSE))
        sessions.tidy_trash(tx)
    database.close()
    for days in (A_YEAR, 0):
        with OtherWindow(environment(days)) as window:
            window.look()
    assert [s["title"][:5] for s in answer("sessions", "--trash")] == [LIGHTHOUSE.text[:5]]


@pytest.mark.parametrize("schema", OLDER, ids=lambda path: path.stem)
def test_a_backup_of_an_older_schema_is_restored_and_given_back(
    library: Path, schema: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(schema.read_text("utf-8"))
    restored = answer("restore", old)
    with OtherWindow(environment()) as window:
        window.wait(lambda seen: seen["session"] == 1, LONGEST_S)
    assert [s["title"] for s in answer("sessions", "--search", "灯塔")] == ["灯塔"]
    assert answer("check") == {"ok": True, "sessions": 1}
    assert answer("restore", restored["replaced"])["ok"]
    assert answer("check") == {"ok": True, "sessions": SESSIONS}


NO_ROOM = """
import resource, sys
from writer_gui.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("what", ["backup", "library", "triplets"])
def test_no_room_for_what_is_written_out_is_a_sentence(
    library: Path, tmp_path: Path, what: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    before = library.read_bytes()
    arguments = {
        "backup": ["backup", out / "copy.db"],
        "library": ["library", "export", out],
        "triplets": ["library", "import", _large_text(tmp_path)],
    }[what]
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST_S,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, ""), done
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert not list(out.glob("*.db")) + list(out.glob(".*"))
    assert library.read_bytes() == before


def _large_text(folder: Path) -> Path:
    chance = random.Random(3)
    text = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(60_000))
    file = folder / "long.txt"
    file.write_text(text, "utf-8")
    return file


def test_commands_write_beside_a_window_and_both_keep_everything(
    started: Starter, tmp_path: Path
) -> None:
    window = started()
    while window.next_said()[0] != "grew":
        pass
    texts = [tmp_path / f"night{n}.txt" for n in range(3)]
    for text in texts:
        text.write_text(f"{text.stem}: 雾散了。", "utf-8")
        assert len(answer("library", "import", text)["added"]) == 1
    drafted = answer("draft", "--prompt", "山上的灯塔")["session"]
    window.process.terminate()
    out, err = window.process.communicate(timeout=LONGEST_S)
    assert (window.process.returncode, "Traceback" in err) == (0, False)
    typed_last = max(line[1] for line in map(json.loads, out.splitlines()) if line[0] == "typed")
    session = reopened()
    assert words_of(session) >= set(range(1, typed_last + 1))
    there = {s["title"] for s in answer("sessions")}
    assert {text.stem for text in texts} < there
    assert answer("show", drafted)["runs"][0]["ended"] == "complete"
    assert [s["title"] for s in answer("sessions", "--search", "night1")] == ["night1"]


def test_a_library_on_a_desk_is_not_replaced_by_a_command(library: Path, tmp_path: Path) -> None:
    """The window would go on to save its text into whatever session has that number then."""
    answer("backup", tmp_path / "then.db")
    with OtherWindow(environment()) as window:
        window.wait(lambda seen: seen["session"] == SESSIONS, LONGEST_S)
        refused = command("restore", tmp_path / "then.db")
        assert refused.returncode == 3
        assert "is open in a window" in refused.stderr
    assert answer("restore", tmp_path / "then.db")["ok"]
