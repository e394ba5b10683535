"""The model's process is killed again and again, at any moment and by any signal, while it writes.

Each death has to be told, everything that came has to be kept, nothing may be left running, and
the event loop, which stands for the window, has to go on turning.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import psutil
import pytest
from PySide6.QtCore import QElapsedTimer, QTimer

from tests.state.fakes import always
from tests.store.samples import plan
from writer_gui.background.engine import Engine, EngineState
from writer_gui.background.lane import Lane
from writer_gui.domain.generation import ModelFile
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Story, StoryVersion
from writer_gui.paths import assets_dir
from writer_gui.state.drafting import DraftEnded, DraftingState
from writer_gui.store import sessions, versions
from writer_gui.store.database import Database
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.domain.plan import PlanVersion

POEM = Prompt("Write a poem about a lighthouse.", "诗歌", Language.EN, 400)
SIGNALS = (signal.SIGKILL, signal.SIGSEGV, signal.SIGILL, signal.SIGABRT)
TICK_MS = 5
LONGEST_GAP_MS = 1000
"""Between two turns of the event loop. On a computer that does nothing else it stays below 40."""


class Heartbeat:
    """Measures the longest time in which the event loop did not turn."""

    def __init__(self) -> None:
        self.longest_ms = 0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(TICK_MS)

    def _beat(self) -> None:
        self.longest_ms = max(self.longest_ms, self._clock.restart())


@dataclass
class Toll:
    """What became of all drafts and processes."""

    deaths: list[str] = field(default_factory=list)
    ended: list[DraftEnded] = field(default_factory=list)
    not_begun: list[str] = field(default_factory=list)
    pids: set[int] = field(default_factory=set)
    received: str = ""


class Victim:
    """A drafting state on a real database, and an engine that is killed while it drafts."""

    def __init__(self, home: Path, command: list[str], model: ModelFile) -> None:
        self._database = Database.open(home / "writer.db")
        self._lane = Lane(self._database)
        self._engine = Engine(command)
        templates = Templates([assets_dir() / "templates"])
        self._drafting = DraftingState(self._engine, self._lane, templates, always(model))
        with self._database.transaction() as tx:
            self._session = sessions.create_session(tx, POEM)
            self._plan: PlanVersion = versions.add_plan(tx, self._session, plan("sea", "light"))
        self.toll = Toll()
        self._drafting.ended.connect(self.toll.ended.append)
        self._drafting.failed.connect(self.toll.not_begun.append)
        self._drafting.stream.story_shaped.connect(self._begin_anew)
        self._drafting.stream.story_grew.connect(self._receive)
        self._engine.state_changed.connect(self._on_state)

    def has_died(self, count: int) -> bool:
        return len(self.toll.deaths) == count

    def is_at_rest(self) -> bool:
        return not self._drafting.busy

    def draft(self) -> None:
        self.toll.received = ""
        self._drafting.write_story(self._session, POEM, self._plan)

    def kill(self, number: signal.Signals) -> None:
        process = self._engine._process._process
        if process is not None and process.processId():
            self.toll.pids.add(process.processId())
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.processId(), number)

    def close(self) -> None:
        self._engine.close()
        self._lane.drain()
        self._database.close()

    def last_text(self) -> str:
        version = self.toll.ended[-1].version
        if version is None:
            return ""
        assert isinstance(version, StoryVersion)
        with self._database.reading() as tx:
            stored = versions.load_story(tx, version.id).story
        assert isinstance(stored, Story)
        return stored.text

    def _begin_anew(self, _session: int, _variant: int, story: Story) -> None:
        self.toll.received = story.text  # without a section that failed the checks

    def _receive(self, _session: int, _variant: int, _section: int, text: str) -> None:
        self.toll.received += text

    def _on_state(self, state: EngineState) -> None:
        if state.failure is not None and state.failure.worker_died:
            self.toll.deaths.append(state.failure.message)


def is_past(moment: float) -> bool:
    return time.monotonic() >= moment


def torment(qtbot: QtBot, victim: Victim, kills: int, longest_s: float) -> Heartbeat:
    """Kill the engine so many times, each time at a random moment of a draft."""
    dice = random.Random(os.environ.get("SOAK_SEED", "1"))
    heartbeat = Heartbeat()
    for count in range(1, kills + 1):
        begun, not_begun = len(victim.toll.ended), len(victim.toll.not_begun)
        victim.draft()
        moment = dice.uniform(0, 0.05 if dice.random() < 0.25 else longest_s)
        until = time.monotonic() + moment
        qtbot.waitUntil(partial(is_past, until), timeout=60_000)
        victim.kill(dice.choice(SIGNALS))
        qtbot.waitUntil(partial(victim.has_died, count), timeout=60_000)
        qtbot.waitUntil(victim.is_at_rest, timeout=60_000)
        assert len(victim.toll.ended) + len(victim.toll.not_begun) == begun + not_begun + 1
        if len(victim.toll.ended) > begun:
            check_last(victim)
    return heartbeat


def check_last(victim: Victim) -> None:
    """Everything the program received of an interrupted draft is in the database."""
    end = victim.toll.ended[-1]
    assert end.run.ended in (Ended.INTERRUPTED, Ended.COMPLETE, Ended.CUT)
    if end.run.ended is Ended.INTERRUPTED:
        assert end.note in victim.toll.deaths
        assert victim.last_text() == victim.toll.received


def check_toll(victim: Victim, heartbeat: Heartbeat, kills: int) -> None:
    toll = victim.toll
    print(f"longest gap {heartbeat.longest_ms} ms, {len(toll.ended)} begun of {kills}")  # noqa: T201
    assert len(toll.deaths) == kills
    assert len(set(toll.deaths)) > 2
    assert any(end.run.ended is Ended.INTERRUPTED for end in toll.ended)
    victim.close()
    assert not [pid for pid in toll.pids if psutil.pid_exists(pid)]
    assert not psutil.Process().children()
    if "SOAK_SECONDS" in os.environ:  # of a computer that does nothing else
        assert heartbeat.longest_ms < LONGEST_GAP_MS


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Victim]:
    line = "The lamp turns once more over the {0} wave and the {1} stone. "
    words = [line.format(place * 7919, place) for place in range(60)]
    script = tmp_path / "script.jsonl"
    script.write_text(json.dumps({"text": "".join(words), "chunk": 9, "delay_ms": 2}) + "\n")
    command = [sys.executable, "-m", "writer_gui.inference.scripted", str(script)]
    victim = Victim(tmp_path, command, ModelFile("scripted", ""))
    yield victim
    victim.close()


@pytest.fixture
def real(tmp_path: Path, small_model: Path) -> Iterator[Victim]:
    command = [sys.executable, "-m", "writer_gui.inference.worker"]
    victim = Victim(tmp_path, command, ModelFile("small", str(small_model)))
    yield victim
    victim.close()


def test_twenty_kills_at_random_moments(
    scripted: Victim, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    check_toll(scripted, torment(qtbot, scripted, 20, longest_s=1.0), 20)
    caplog.clear()


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(7200)
def test_two_hundred_kills_of_the_real_worker(
    real: Victim, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    check_toll(real, torment(qtbot, real, 200, longest_s=4.0), 200)
    caplog.clear()
