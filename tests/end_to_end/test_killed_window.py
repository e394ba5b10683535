"""The real window, killed and closed at random moments of typing and generating."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any

import pytest

from writer_gui import paths
from writer_gui.domain.run import Ended, Stage
from writer_gui.store import recovery, sessions
from writer_gui.store.runs import recover_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.domain.session import Session

LOST_AT_MOST_S = 2.0
HAN = "".join(chr(0x4E00 + n) for n in range(2000))


@dataclass(frozen=True)
class Window:
    """A program under way, and what it has said."""

    process: subprocess.Popen[str]

    def said_until_killed(self, after: float) -> tuple[list[Any], float]:
        """Kill it some seconds after its first word; return what it said, and when that was."""
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert first, self.process.communicate()[1]
        time.sleep(after)  # the moment is the point
        self.process.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        rest, _ = self.process.communicate()
        lines = [first, *rest.splitlines(keepends=True)]
        return [json.loads(line) for line in lines if line.endswith("\n")], killed


@pytest.fixture
def chance() -> random.Random:
    return random.Random(os.environ.get("SOAK_SEED", "1"))


@pytest.fixture
def script(tmp_path: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"text": "".join(chance.choices(HAN, k=120)) + "。", "chunk": 4, "delay_ms": 20}
        for _ in range(40)
    ]
    file = tmp_path / "script.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{file}")


def started(*arguments: str) -> Window:
    command = [sys.executable, "-m", "tests.end_to_end.driven_window", *arguments]
    return Window(
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    )


def rounds(shortest: int) -> Iterator[int]:
    """Count rounds until the time that is meant for them is over; a few in any case."""
    end = time.monotonic() + float(os.environ.get("SOAK_SECONDS", "0"))
    yield from takewhile(lambda n: n < shortest or time.monotonic() < end, count())


def reopened() -> Session:
    """Start on what the killed process left, as the program does."""
    opened = recovery.start_up(paths.database_path(), paths.backups_dir())
    assert opened.notes == ()
    with opened.database.transaction() as tx:
        recover_runs(tx)
        last = sessions.last_session(tx)
        assert last is not None
        session = sessions.load_session(tx, last)
    assert recovery.check(opened.database) is None
    opened.database.close()
    return session


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("script")
def test_a_kill_costs_two_seconds_at_most(chance: random.Random) -> None:
    for _ in rounds(2):
        said, killed = started().said_until_killed(chance.uniform(0.1, 8))
        session = reopened()
        typed = [n for what, n, *_, at in said if what == "typed" and at < killed - LOST_AT_MOST_S]
        assert all(f"w{n} " in session.draft.prompt.text + " " for n in typed)
        _require_what_was_generated(session, said, killed)


def _require_what_was_generated(session: Session, said: list[Any], killed: float) -> None:
    """The text of the run under way is there but for its last two seconds."""
    if not session.runs or session.runs[-1].ended is not Ended.INTERRUPTED:
        return
    stage = session.runs[-1].stage
    grown = [
        characters
        for what, of, characters, at in (line for line in said if line[0] == "grew")
        if of == stage and at < killed - LOST_AT_MOST_S
    ]
    if grown:  # counts begin anew with each run; the last is of the interrupted one
        assert len(_text_of_the_interrupted(session, stage)) >= grown[-1]


def _text_of_the_interrupted(session: Session, stage: Stage) -> str:
    if stage is Stage.PLAN:
        plan = session.plans[-1]
        assert plan.run_id == session.runs[-1].id
        return "".join(step.text for step in plan.plan.steps)
    story = session.stories[-1]
    assert story.run_id == session.runs[-1].id
    return story.story.text


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("script")
def test_closing_in_the_middle_ends_without_a_fault_and_with_everything(
    chance: random.Random,
) -> None:
    for _ in rounds(2):
        window = started(str(chance.uniform(0.3, 6)))
        out, err = window.process.communicate(timeout=60)
        said = [json.loads(line) for line in out.splitlines()]
        assert window.process.returncode == 0
        assert "Traceback" not in err
        assert "a bug" not in paths.log_path().read_text("utf-8")
        words = [n for what, n, *_ in said if what == "typed"]
        session = reopened()
        assert f"w{words[-1]} " in session.draft.prompt.text + " "


@pytest.mark.usefixtures("script")
def test_a_window_that_is_asked_to_end_saves_what_was_typed_last() -> None:
    window = started()
    assert window.process.stdout is not None
    while json.loads(window.process.stdout.readline())[:2] != ["typed", 20]:
        pass
    window.process.terminate()
    out, err = window.process.communicate(timeout=60)
    assert "Traceback" not in err
    assert window.process.returncode == 0
    said = map(json.loads, out.splitlines())
    last = max((line[1] for line in said if line[0] == "typed"), default=20)
    assert f"w{last} " in reopened().draft.prompt.text + " "


@pytest.mark.slow
@pytest.mark.usefixtures("script")
def test_a_disk_that_is_full_for_a_while_costs_nothing() -> None:
    """Words are typed while the file cannot grow; then there is room again."""
    window = started("600", "40")
    out, err = window.process.communicate(timeout=200)
    said = [json.loads(line) for line in out.splitlines()]
    assert "Traceback" not in err
    assert any(line[0] == "unsaved" and "no room left" in line[1] for line in said)
    words = [n for what, n, *_ in said if what == "typed"]
    assert words[-1] > 60
    text = reopened().draft.prompt.text + " "
    assert all(f"w{n} " in text for n in words)
