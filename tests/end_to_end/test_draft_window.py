"""The main job through the real window, with the small real model and a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QTextEdit, QWidget

from writer_gui.app import Program, open_program
from writer_gui.background.engine import EnginePhase
from writer_gui.domain.run import Ended, Stage
from writer_gui.store import sessions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.domain.session import Session

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

PROMPT = "Write a short story about a baker who hears the sea in her oven."
WAIT = 800_000

W = TypeVar("W", bound=QWidget)


def find(program: Program, kind: type[W], name: str) -> W:
    widget = program.window.findChild(kind, name)
    assert widget is not None, f"there is no {name}"
    return widget


@pytest.fixture
def opened(home: Path, qapp: QApplication) -> Iterator[list[Program]]:
    """Hold the programs a test opens, and close those still open."""
    programs: list[Program] = []
    yield programs
    for program in programs:
        program.close()


def saved(program: Program) -> Session:
    program.core.lane.drain()
    with program.core.database.reading() as tx:
        session_id = sessions.last_session(tx)
        assert session_id is not None
        return sessions.load_session(tx, session_id)


def generate(program: Program, qtbot: QtBot, prompt: QWidget) -> None:
    """Press Ctrl+Enter and wait until the run is in the database."""
    with qtbot.waitSignal(program.core.drafting.ended, timeout=WAIT):
        qtbot.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_prompt_plan_story_edit_rewrite_reopen_triplet(
    opened: list[Program], home: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    program = open_program(qapp)
    opened.append(program)
    qtbot.waitUntil(lambda: program.core.engine.state.phase is EnginePhase.READY, timeout=WAIT)
    prompt = find(program, QWidget, "promptEdit")
    language = find(program, QComboBox, "languageCombo")
    language.setCurrentIndex(language.findData("en"))
    prompt.setFocus()
    qtbot.keyClicks(prompt, PROMPT)
    generate(program, qtbot, prompt)
    plan = saved(program).plans[-1].plan
    assert len(plan.steps) == 8
    assert all(step.text for step in plan.steps)

    first_step = find(program, QWidget, "planStep1Text")
    assert isinstance(first_step, QPlainTextEdit | QTextEdit)
    assert plan.steps[0].text in first_step.toPlainText()
    generate(program, qtbot, prompt)
    story = saved(program).stories[-1]
    editor = find(program, QWidget, "storyEdit")
    assert isinstance(editor, QPlainTextEdit | QTextEdit)
    assert story.story.sections[0].text[:40] in editor.toPlainText()

    last = plan.number(plan.beats[-1].id)
    step_text = find(program, QWidget, f"planStep{last}Text")
    step_text.setFocus()
    qtbot.keyClick(step_text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(step_text, "In the end, the tide carries the bakery away.")
    qtbot.waitUntil(lambda: "1" in find(program, QLabel, "staleLabel").text())
    generate(program, qtbot, prompt)
    session = saved(program)
    assert len(session.plans) == 2
    assert len(session.stories) == 2
    assert session.stories[1].plan_version_id == session.plans[1].id
    assert session.stories[1].story.text != story.story.text
    assert [run.stage for run in session.runs] == [Stage.PLAN, Stage.STORY, Stage.STORY]
    assert all(run.ended in (Ended.COMPLETE, Ended.CUT) for run in session.runs)

    shown = editor.toPlainText()
    program.close()
    opened.clear()
    again = open_program(qapp)
    opened.append(again)
    reopened = find(again, QWidget, "storyEdit")
    assert isinstance(reopened, QPlainTextEdit | QTextEdit)
    qtbot.waitUntil(lambda: reopened.toPlainText() == shown)
    find(again, QWidget, "saveTripletButton").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: _triplets(again) == [PROMPT])


def _triplets(program: Program) -> list[str]:
    from writer_gui.store import triplets

    program.core.lane.drain()
    with program.core.database.reading() as tx:
        return [triplet.query for triplet in triplets.list_triplets(tx)]


def test_stop_in_mid_story_keeps_the_text(
    opened: list[Program], home: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    program = open_program(qapp)
    opened.append(program)
    qtbot.waitUntil(lambda: program.core.engine.state.phase is EnginePhase.READY, timeout=WAIT)
    prompt = find(program, QWidget, "promptEdit")
    prompt.setFocus()
    qtbot.keyClicks(prompt, PROMPT)
    with qtbot.waitSignal(program.core.drafting.stream.plan_grew, timeout=WAIT):
        qtbot.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(program.core.drafting.ended, timeout=WAIT):
        qtbot.keyClick(prompt, Qt.Key.Key_Escape)
    session = saved(program)
    assert session.runs[-1].ended is Ended.STOPPED
    assert session.plans[-1].plan.steps[0].text
