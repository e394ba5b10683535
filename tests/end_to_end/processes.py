"""The program in processes of its own: commands, and windows that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from writer_gui import paths
from writer_gui.store import recovery, sessions
from writer_gui.store.runs import recover_runs

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from writer_gui.domain.session import Session

HAN = "".join(chr(0x4E00 + n) for n in range(2000))
WRONG_CLOCK = Path(__file__).parent.parent / "fixtures" / "wrong_clock"
LONGEST_S = 300


def environment(days: float = 0) -> dict[str, str]:
    """Return the environment of a process whose clock is wrong by some days."""
    if not days:
        return dict(os.environ)
    path = os.pathsep.join(filter(None, (str(WRONG_CLOCK), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path, "CLOCK_DAYS": str(days)}


def command(*arguments: object, days: float = 0) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "writer_gui", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment(days) | {"PYTHONUTF8": "1"},
        timeout=LONGEST_S,
        check=False,
    )


def answer(*arguments: object, days: float = 0) -> Any:
    """Return what a command prints as JSON."""
    done = command(*arguments, "--json", days=days)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@dataclass(frozen=True)
class Window:
    """A program under way, and what it has said."""

    process: subprocess.Popen[str]

    def next_said(self) -> list[Any]:
        """Return the next line it says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return list(json.loads(line))

    def said_until_killed(self, after: float) -> tuple[list[Any], float]:
        """Kill it some seconds after its first word; return what it said, and when that was."""
        first = self.next_said()
        time.sleep(after)  # the moment is the point
        self.process.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        rest, _ = self.process.communicate()
        lines = rest.splitlines(keepends=True)
        return [first, *(json.loads(line) for line in lines if line.endswith("\n"))], killed


@contextmanager
def windows() -> Iterator[Starter]:
    """Give what starts windows; none outlives the block."""
    with ExitStack() as stack:
        yield Starter(stack)


@dataclass(frozen=True)
class Starter:
    """Starts windows that type and draft by themselves, see `driven_window`."""

    stack: ExitStack

    def __call__(self, *arguments: str, days: float = 0) -> Window:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.driven_window", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(days),
        )
        self.stack.enter_context(process)
        self.stack.callback(process.kill)
        return Window(process)


def write_script(file: Path, chance: random.Random) -> None:
    """Write what a scripted engine answers: forty texts, slowly."""
    lines = [
        {"text": "".join(chance.choices(HAN, k=120)) + "。", "chunk": 4, "delay_ms": 20}
        for _ in range(40)
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))


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


def words_of(session: Session) -> set[int]:
    """Return the numbers of the words a driven window has typed into the prompt.

    The last may be a part of one, where the window was asked to end between two keys.
    """
    words = session.draft.prompt.text.split()
    return {int(word[1:]) for word in words if word[0] == "w" and word[1:].isdecimal()}
