"""A writing process killed at any moment: the library is sound, what was saved is there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from itertools import count, takewhile
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from writer_gui.domain.run import Ended
from writer_gui.store import recovery, sessions
from writer_gui.store.copying import problem_in
from writer_gui.store.runs import recover_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.store.database import Database

WRITE = """
import sys
from pathlib import Path
from writer_gui.domain.plan import Plan
from writer_gui.domain.run import Ended, RunFigures, Stage
from writer_gui.domain.session import Draft, Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.store import runs, sessions
from writer_gui.store.database import Database

def say(*words):
    print(*words, flush=True)

database = Database.open(Path(sys.argv[1]))
text = ""
round = 0
while True:
    round += 1
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, Prompt(f"prompt {round}"))
        run = runs.start_run(
            tx, session_id, Stage.STORY, model="m", model_sha256="", seed=1, settings={}
        )
    for n in range(8):
        text = f"{round}.{n} " + "字" * 100 * n
        story = Story((Section(None, text),))
        with database.transaction() as tx:
            sessions.save_draft(tx, session_id, Draft(Prompt(f"prompt {round}"), story=story))
        say("saved", session_id, n)
        with database.transaction() as tx:
            runs.checkpoint_run(tx, run.id, story, RunFigures())
        say("checkpoint", run.id, n)
    with database.transaction() as tx:
        runs.finish_run(tx, run.id, Ended.COMPLETE, RunFigures(), story)
    say("finished", run.id, round)
"""


def _write_until_killed(path: Path, after: float) -> list[list[str]]:
    """Return what the process said it had saved before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after)  # the moment is the point
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    return [line.split() for line in [first, *rest.splitlines(keepends=True)] if "\n" in line]


@pytest.fixture
def chance() -> random.Random:
    return random.Random(os.environ.get("SOAK_SEED", "1"))


def _rounds() -> Iterator[int]:
    """Count rounds until the time that is meant for them is over."""
    end = time.monotonic() + float(os.environ.get("SOAK_SECONDS", "6"))
    yield from takewhile(lambda _: time.monotonic() < end, count())


@pytest.mark.slow
def test_what_was_said_to_be_saved_is_there(
    path: Path, tmp_path: Path, chance: random.Random
) -> None:
    for _ in _rounds():
        said = _write_until_killed(path, chance.uniform(0, 0.4))
        assert said
        assert problem_in(path) is None
        started = recovery.start_up(path, tmp_path / "backups")
        assert started.notes == ()
        _check(started.database, said)
        assert recovery.check(started.database) is None
        started.database.close()


@pytest.mark.slow
def test_a_power_cut_leaves_a_sound_library_that_was_there_once(
    path: Path, tmp_path: Path, chance: random.Random
) -> None:
    """What lay in the write-ahead log behind its last commit may be gone, whole or in part."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    reader = Thread(target=writer.stdout.read)  # or the pipe would fill up
    reader.start()
    for n in _rounds():
        time.sleep(chance.uniform(0, 0.1))  # the moment is the point
        writer.send_signal(signal.SIGSTOP)
        cut = tmp_path / f"cut{n}"
        shutil.copytree(path.parent, cut)
        writer.send_signal(signal.SIGCONT)
        _lose_the_end_of(cut / "writer.db-wal", chance)
        _require_whole(cut / "writer.db", tmp_path / "backups")
        shutil.rmtree(cut)
    writer.kill()
    writer.wait()
    reader.join()
    writer.stdout.close()


def _lose_the_end_of(log: Path, chance: random.Random) -> None:
    """Cut or spoil the log behind its last commit: all before was flushed when that returned."""
    if not log.exists():
        return
    written = log.read_bytes()
    flushed = _end_of_last_commit(written)
    kept = chance.randint(flushed, len(written))
    noise = chance.randbytes(min(512, len(written) - kept))
    log.write_bytes(written[:kept] + noise)


def _end_of_last_commit(log: bytes) -> int:
    """Read the frames of a log (sqlite.org/fileformat2.html, section 4)."""
    header, frame = 32, 24 + 4096
    salts, end = log[16:24], header
    for start in range(header, len(log) - frame + 1, frame):
        if log[start + 8 : start + 16] != salts:
            break
        if int.from_bytes(log[start + 4 : start + 8]):
            end = start + frame
    return min(end, len(log))


def _require_whole(path: Path, backups: Path) -> None:
    started = recovery.start_up(path, backups)
    assert started.notes == ()
    with started.database.transaction() as tx:
        recover_runs(tx)
        for summary in sessions.list_sessions(tx, limit=10_000):
            sessions.load_session(tx, summary.id)
    assert recovery.check(started.database) is None
    started.database.close()


def _check(database: Database, said: list[list[str]]) -> None:
    saved = {int(session): int(n) for what, session, n in said if what == "saved"}
    checkpoints = {int(run): int(n) for what, run, n in said if what == "checkpoint"}
    with database.transaction() as tx:
        recovered = {run.id: run for run in recover_runs(tx)}
        assert len(recovered) <= 1  # only the last can have been under way
        for session_id, n in saved.items():
            session = sessions.load_session(tx, session_id)
            assert _place(session.draft.story.text) in (n, n + 1)
            (run,) = session.runs
            assert run.ended is (Ended.INTERRUPTED if run.id in recovered else Ended.COMPLETE)
            if run.id in checkpoints:
                (version,) = session.stories
                assert _place(version.story.text) in (checkpoints[run.id], checkpoints[run.id] + 1)


def _place(text: str) -> int:
    return int(text.split()[0].split(".")[1])
