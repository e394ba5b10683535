"""The desk under load, in the real window on a virtual display.

    python -m tests.bench.desk

Measures opening the longest article of the corpus, what a key costs until it is painted while the
model writes and both cores are busy, a plan of 60 steps, 200 versions of a story, and memory over
200 drafts. The model is a script, so that the figures are the window's own. Prints one JSON object;
times are in milliseconds. Without Xvfb it says so and ends.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from writer_gui.app import open_program
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.run import Stage
from writer_gui.domain.session import Draft, Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.inference.worker.__main__ import NICENESS
from writer_gui.store import sessions, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from writer_gui.app import Program

LONGEST_ARTICLE = 31_071
"""Characters; the longest article of COIG-Writer (table 1)."""

STEPS, VERSIONS, DRAFTS, KEYS = 60, 200, 200, 300
FRAMES = "海上起了雾，灯照不出去。他站在窗前，听见远处的汽笛，像有人在水下说话。"
PATIENCE_MS = 10_000
SLOW_MS = 60
"""Between chunks of 2 characters while keys are measured: faster than any model on two cores."""


@contextmanager
def virtual_display() -> Iterator[str]:
    """Run a display of its own; yield its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24"]
    server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=-3)
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    try:
        yield name
    finally:
        server.terminate()
        server.wait()


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep every core busy as the model does, at the priority that it has."""
    spinners = [
        multiprocessing.get_context("spawn").Process(target=spin, daemon=True)
        for _ in range(os.cpu_count() or 1)
    ]
    for spinner in spinners:
        spinner.start()
    time.sleep(1)  # until they have started
    try:
        yield
    finally:
        for spinner in spinners:
            spinner.terminate()
            spinner.join()


def spin() -> None:
    """Calculate until ended."""
    if os.sched_getscheduler(0) != os.SCHED_OTHER:  # where the window was given another one
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    os.nice(NICENESS)
    number = 1
    while True:
        number = number * 6364136223846793005 % 2**64


class Paints(QObject):
    """Tells when a widget has been painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self._loop = QEventLoop()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note the end of a paint, which is when the next event is handled."""
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        self.at = time.perf_counter()
        self._loop.quit()

    def wait(self, start: Callable[[], None]) -> float:
        """Return the milliseconds from a start to the end of the next paint."""
        patience = QTimer(self, singleShot=True)
        patience.timeout.connect(self._loop.quit)
        patience.start(PATIENCE_MS)
        begun = time.perf_counter()
        start()
        self._loop.exec()
        if self.at < begun:
            raise TimeoutError("nothing was painted; is the widget in view?")
        patience.stop()
        return (self.at - begun) * 1000


class Desk:
    """The program with the widgets that are measured."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.workspace = program.window._workspace
        story = program.window.findChild(QTextEdit, "storyEdit")
        assert story is not None
        self.story = story
        self.paints = Paints(story.viewport())

    def session(self, prompt: str, draft: Draft, stories: int = 0) -> int:
        """Put a session into the database."""
        with self.program.core.database.transaction() as tx:
            session_id = sessions.create_session(tx, Prompt(prompt))
            plan = versions.add_plan(tx, session_id, draft.plan, parent_id=None)
            for number in range(stories):
                text = f"{number}。{draft.story.text}"
                story = Story((Section(draft.plan.beats[0].id, text),))
                versions.add_story(tx, session_id, story, plan_version_id=plan.id, parent_id=None)
            sessions.save_draft(tx, session_id, draft)
        return session_id

    def open(self, session_id: int) -> float:
        """Open a session; return the milliseconds until its story is painted."""
        desk = self.workspace.desk
        begun = time.perf_counter()
        loop = QEventLoop()
        desk.opened.connect(loop.quit)
        desk.open(session_id)
        loop.exec()
        desk.opened.disconnect(loop.quit)
        self.paints.wait(self.story.viewport().update)
        return (time.perf_counter() - begun) * 1000

    def draft(self, write: Callable[[], None]) -> None:
        """Have something written, and wait for its end."""
        loop = QEventLoop()
        self.program.core.drafting.ended.connect(loop.quit)
        write()
        loop.exec()
        self.program.core.drafting.ended.disconnect(loop.quit)


def pause(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def plan_of(count: int) -> Plan:
    """Return a plan of so many steps."""
    return Plan(
        tuple(
            Step(f"s{n}", StepKind.DEVELOPMENT, f"第{n}节", FRAMES[: 20 + n % 15])
            for n in range(count)
        )
    )


def long_story(plan: Plan, length: int) -> Story:
    """Return a story of so many characters, in paragraphs, over the steps of a plan."""
    text = (FRAMES * (length // len(FRAMES) + 1))[:length]
    share = length // len(plan.steps) + 1
    return Story(
        tuple(
            Section(step.id, _paragraphs(text[n * share : (n + 1) * share]))
            for n, step in enumerate(plan.steps)
        )
    )


def _paragraphs(text: str) -> str:
    size = 4 * len(FRAMES)
    return "\n".join(text[n : n + size] for n in range(0, len(text), size))


def ranked(times: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and worst."""
    times = sorted(times)
    return {
        "median": round(statistics.median(times), 1),
        "95th": round(times[len(times) * 95 // 100], 1),
        "worst": round(times[-1], 1),
    }


def keys_while_writing(desk: Desk) -> dict[str, float]:
    """Type into the middle of the story while the model adds to its end."""
    written: list[Stage] = []
    drafting = desk.program.core.drafting
    drafting.ended.connect(lambda ended: written.append(ended.stage))
    desk.workspace.commands.rewrite_from(len(desk.workspace.desk.draft.story.sections) - 1)
    pause(1500)
    desk.story.setFocus()
    middle = desk.story.textCursor()
    middle.setPosition(LONGEST_ARTICLE // 2)
    desk.story.setTextCursor(middle)
    desk.story.ensureCursorVisible()
    times: list[float] = []
    while len(times) < KEYS and not written:
        times.append(desk.paints.wait(lambda: QTest.keyClick(desk.story, Qt.Key.Key_A)))
        pause(30)
    drafting.stop()
    while drafting.busy:
        pause(50)
    return {"keys": len(times), **ranked(times)}


def steps_and_versions(desk: Desk) -> dict[str, object]:
    """Edit a step of 60, and step through 200 versions of a story."""
    plan = plan_of(STEPS)
    crowded = desk.session(
        "crowded", Draft(Prompt("crowded"), plan, long_story(plan, 6000)), VERSIONS
    )
    opened = desk.open(crowded)
    card = desk.program.window.findChild(QTextEdit, "planStep30Text")
    assert card is not None
    desk.program.window._desk_view.plan._scroll.ensureWidgetVisible(card)
    card.setFocus()
    pause(100)
    painted = Paints(card.viewport())
    keys = [painted.wait(lambda: QTest.keyClick(card, Qt.Key.Key_A)) for _ in range(60)]
    desk.workspace.versions.show(Stage.STORY, desk.workspace.desk.session.stories[-1].id)  # type: ignore[union-attr]  # open
    pause(500)
    steps = []
    for _ in range(20):
        begun = time.perf_counter()
        desk.workspace.versions.step(Stage.STORY, -1)
        desk.program.core.lane.drain()
        desk.paints.wait(desk.story.viewport().update)
        steps.append((time.perf_counter() - begun) * 1000)
    history = desk.program.window._desk_view.history
    begun = time.perf_counter()
    history.toggle()
    QApplication.processEvents()
    shown = (time.perf_counter() - begun) * 1000
    history.toggle()
    return {
        "open_60_steps_200_versions_ms": round(opened, 1),
        "key_in_step_30_ms": ranked(keys),
        "next_version_ms": ranked(steps),
        "history_shown_ms": round(shown, 1),
    }


def memory_over_drafts(desk: Desk) -> dict[str, object]:
    """Write plan and story 200 times, in 20 sessions; return the memory early and late."""
    sizes = []
    for number in range(DRAFTS):
        if number % 10 == 0:
            desk.open(desk.session(f"draft {number}", Draft(Prompt(f"draft {number}"))))
            desk.draft(desk.workspace.commands.write_plan)
        desk.draft(desk.workspace.commands.write_story)
        sizes.append(psutil.Process().memory_info().rss / 2**20)
    early, late = statistics.median(sizes[15:25]), statistics.median(sizes[-10:])
    return {
        "after_20_mib": round(early, 1),
        "after_200_mib": round(late, 1),
        "growth_percent": round((late / early - 1) * 100, 1),
    }


def opened() -> Desk:
    """Open the program on an empty library."""
    program = open_program(QApplication([]))
    program.window.resize(1920, 1040)
    QTest.qWaitForWindowExposed(program.window)
    desk = Desk(program)
    while desk.workspace.desk.session is None:
        pause(20)  # it opens a first session by itself
    return desk


def speeds(desk: Desk) -> dict[str, object]:
    """Measure what a writer waits for."""
    plan = plan_of(12)
    story = long_story(plan, LONGEST_ARTICLE)
    prompt = Prompt("long", length=20_000)  # so that the section is not ended for its length
    session_id = desk.session("long", Draft(prompt, plan, story))
    other = desk.session("short", Draft(Prompt("short"), plan, long_story(plan, 300)))
    opens = []
    for _ in range(7):
        desk.open(other)
        opens.append(desk.open(session_id))
    figures: dict[str, object] = {"open_31071_ms": ranked(opens[1:])}
    with busy_cores():
        figures["key_to_paint_ms"] = keys_while_writing(desk)
    figures |= steps_and_versions(desk)
    return figures


MEASURES: dict[str, Callable[[Desk], dict[str, object]]] = {
    "speeds": speeds,
    "memory": memory_over_drafts,
}


def measure_here(name: str) -> None:
    """Measure in this process, which has a library of its own."""
    desk = opened()
    sys.stdout.write(json.dumps(MEASURES[name](desk)))
    desk.program.close()


def measure(name: str, display: str) -> dict[str, object]:
    """Measure in a fresh process on a display."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.jsonl"
        chance = random.Random(1)  # what repeats itself would be cut
        words = "".join(chance.choices([chr(0x4E00 + n) for n in range(2000)], k=3000))
        slow = {"text": words, "chunk": 2, "delay_ms": SLOW_MS}
        fast = [{"text": f"{n}{FRAMES}" * 3, "chunk": 60} for n in range(500)]
        lines = [slow, *fast] if name == "speeds" else fast
        script.write_text("\n".join(map(json.dumps, lines)))
        environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "WRITER_HOME": folder,
            "WRITER_ENGINE": f"scripted:{script}",
        }
        command = [sys.executable, "-m", "tests.bench.desk", name]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def main() -> int:
    """Measure on a virtual display."""
    if sys.argv[1:]:
        measure_here(sys.argv[1])
    elif not shutil.which("Xvfb"):
        sys.stdout.write("The desk is not measured: install Xvfb (make SETUP_ARGS=--display).\n")
    else:
        with virtual_display() as display:
            figures = {name: measure(name, display) for name in MEASURES}
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
