"""The walk a writer takes: from a prompt to a story that follows an edited plan, and all back.

With the small real model and with the scripted engine in this process, and with the scripted engine
on a virtual display, with the key events of a keyboard.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.hands import Hands, QtHands, ScreenHands
from tests.whole_templates import whole_templates
from writer_gui import paths
from writer_gui.app import open_program
from writer_gui.background.engine import EnginePhase
from writer_gui.domain.run import Ended
from writer_gui.store import sessions
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from writer_gui.domain.generation import PassageResult, Price
    from writer_gui.domain.session import Session

pytestmark = pytest.mark.timeout(1800)

PROMPT = "Write a short story about a baker who hears the sea in her oven."
LENGTH = "80"
RUN_S = 400.0
UNDO_AT_MOST = 30


@dataclass
class Walked:
    """What was seen on the way."""

    first_story: str = ""
    edited_story: str = ""
    rewritten_story: str = ""
    stale_after_step_4: list[int] = field(default_factory=list)
    stale_after_step_6: list[int] = field(default_factory=list)
    price: str = ""
    diffs: dict[str, str] = field(default_factory=dict)
    undone: str = ""


def written(hands: Hands, what: str, count: int) -> dict[str, Any]:
    """Wait until the model has come to its end and there are so many versions."""
    return hands.wait(lambda seen: not seen["busy"] and seen[what] >= count, RUN_S)


def edit_step(hands: Hands, number: int, text: str) -> dict[str, Any]:
    before = hands.look()["plan"][number - 1]
    hands.click(f"planStep{number}Text")
    hands.press("Ctrl+End")
    hands.write(text)
    return hands.wait(lambda seen: seen["plan"][number - 1] == before + text, 10)


def walk(hands: Hands) -> Walked:
    """Take the walk."""
    told = Walked()
    hands.click("promptEdit")
    hands.write(PROMPT)
    hands.click("lengthSpin")
    hands.press("Ctrl+A")
    hands.write(LENGTH)
    hands.press("Ctrl+Return")
    written(hands, "plans", 1)
    edit_step(hands, 3, " It is winter.")
    hands.click("planStep5Lock")
    hands.wait(lambda seen: seen["locked"] == [5], 10)
    hands.press("Ctrl+Return")
    told.first_story = written(hands, "stories", 1)["shown"]

    hands.click("storyEdit")
    hands.press("Ctrl+Home")
    hands.write("Listen. ")
    expected = "Listen. " + told.first_story
    told.edited_story = hands.wait(lambda seen: seen["shown"] == expected, 10)["shown"]

    edit_step(hands, 4, " Then the tide came.")
    told.stale_after_step_4 = hands.wait(lambda seen: seen["stale"], 10)["stale"]
    hands.press("Ctrl+Z")
    hands.wait(lambda seen: not seen["stale"], 10)
    edit_step(hands, 6, " Nobody believed her.")
    seen = hands.wait(lambda seen: seen["stale"] and any(map(str.isdigit, seen["price"])), 30)
    told.stale_after_step_6, told.price = seen["stale"], seen["price"]

    hands.press("Ctrl+Shift+Return")
    told.rewritten_story = written(hands, "stories", 3)["shown"]
    hands.press("Ctrl+Shift+E")
    written(hands, "stories", 4)
    told.diffs = hands.wait(lambda seen: all(seen["diffs"].values()), 10)["diffs"]
    hands.click("closeCandidates")

    hands.click("storyEdit")
    for _ in range(UNDO_AT_MOST):
        hands.press("Ctrl+Z")
        if hands.look()["shown"] == told.first_story:
            break
    told.undone = hands.look()["shown"]
    return told


def stored() -> Session:
    database = Database.open(paths.database_path())
    with database.reading() as tx:
        last = sessions.last_session(tx)
        assert last is not None
        session = sessions.load_session(tx, last)
    database.close()
    return session


def assert_walked(told: Walked, session: Session) -> None:
    """Compare what was seen with what is to be seen, and with what the database holds."""
    assert told.stale_after_step_4 == [0, 1, 2, 3]
    assert told.stale_after_step_6 == [2, 3]
    assert told.rewritten_story != told.edited_story
    assert told.rewritten_story.startswith("Listen. ")
    assert "Nobody believed her." in told.diffs["planChangeText"]
    assert told.diffs["candidate1Text"]
    assert told.undone == told.first_story

    plans, stories = session.plans, session.stories
    assert len(plans) == 3
    assert [plan.plan.steps[4].locked for plan in plans] == [False, True, True]
    assert plans[1].plan.steps[2].text == plans[0].plan.steps[2].text + " It is winter."
    assert plans[2].plan.steps[5].text.endswith(" Nobody believed her.")
    assert plans[2].plan.steps[3] == plans[1].plan.steps[3]
    assert [story.plan_version_id for story in stories] == [
        plans[1].id,
        plans[1].id,
        plans[2].id,
        plans[2].id,
    ]
    model, edited, rewritten, _effect = (story.story for story in stories)
    assert edited.sections[0].text == "Listen. " + model.sections[0].text
    assert rewritten.sections[:2] == edited.sections[:2]
    assert rewritten.sections[2:] != edited.sections[2:]
    assert session.draft.story.text == model.text
    assert {run.ended for run in session.runs} <= {Ended.COMPLETE, Ended.CUT}


@pytest.fixture(autouse=True)
def all_steps(home: Path) -> None:
    """A plan of eight steps, although the story is short."""
    whole_templates(paths.data_dir() / "templates")


@pytest.mark.model
def test_the_walk_with_a_real_model(
    home: Path, qapp: QApplication, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    program = open_program(qapp)
    request.addfinalizer(lambda: program.close() if program.window.isVisible() else None)
    engine = program.core.engine
    qtbot.waitUntil(lambda: engine.state.phase is EnginePhase.READY, timeout=int(RUN_S * 1000))
    costs: list[Price | PassageResult] = []
    engine.priced.connect(lambda _id, price: costs.append(price))
    engine.finished.connect(lambda _id, result: costs.append(result))
    told = walk(QtHands(program, qtbot))
    program.close()
    assert_walked(told, stored())
    price, took = asked_and_paid(costs)
    assert took == pytest.approx(price, rel=0.3)


def asked_and_paid(costs: list[Any]) -> tuple[int, int]:
    """Return how many tokens were to be read by the last price, and by the passage after it."""
    last = max(place for place, cost in enumerate(costs) if not hasattr(cost, "text"))
    price, result = costs[last], costs[last + 1]
    return (
        price.prompt_tokens - price.reused_tokens,
        result.prompt_tokens - result.reused_tokens,
    )


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A story that is another one at every line."""
    chance = random.Random(1)
    lines = ["".join(chance.choices("aeioulmnrst  ", k=120)).strip() + "." for _ in range(97)]
    file = tmp_path / "script.jsonl"
    file.write_text("\n".join(json.dumps({"text": line, "delay_ms": 5}) for line in lines))
    return file


@pytest.fixture
def display() -> Iterator[str]:
    """A display of its own with a window manager on it."""
    missing = [name for name in ("Xvfb", "openbox", "xdotool") if not shutil.which(name)]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed; 'make SETUP_ARGS=--display' does it")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"]
    server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=-3)
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    environment = {**os.environ, "DISPLAY": name}
    manager = subprocess.Popen(["openbox"], env=environment, stdout=-3, stderr=-3)
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait()


def test_the_walk_in_this_process(
    script: Path,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{script}")
    program = open_program(qapp)
    request.addfinalizer(lambda: program.close() if program.window.isVisible() else None)
    hands = QtHands(program, qtbot)
    hands.wait(lambda seen: seen["focus"] == "promptEdit", 30)
    told = walk(hands)
    program.close()
    assert_walked(told, stored())


def test_the_walk_with_the_keys_of_a_keyboard(display: str, script: Path) -> None:
    environment = {**os.environ, "WRITER_ENGINE": f"scripted:{script}"}
    with ScreenHands(display, environment) as hands:
        hands.wait(lambda seen: seen["focus"] == "promptEdit", 30)
        told = walk(hands)
    assert_walked(told, stored())
