"""`redraft --step` says which other steps contradict the changed one, and changes names there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from writer_gui import paths
from writer_gui.cli import parse, run
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.session import Prompt
from writer_gui.store import sessions, versions
from writer_gui.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

TEXTS = ("姜明是修表匠，清晨开门。", "姜明收到怀表。", "姜明的手在抖。", "清晨，码头上没有人。")


@pytest.fixture
def session_id(
    qapp: QApplication, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> int:
    answer = {"text": "雾散的那天，信到了，他把信放在灯下。", "chunk": 9}
    (tmp_path / "script.jsonl").write_text(json.dumps(answer), "utf-8")
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")
    steps = (
        Step(f"s{n}", StepKind.DEVELOPMENT, f"第{n}步", text, locked=n == 3)
        for n, text in enumerate(TEXTS, start=1)
    )
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        made = sessions.create_session(tx, Prompt("写修表匠姜明的故事"))
        versions.add_plan(tx, made, Plan(tuple(steps)), parent_id=None)
    database.close()
    return made


def redraft(session_id: int, text: str, *more: str) -> int:
    parsed = parse(["redraft", str(session_id), "--step", "1", "--text", text, "--json", *more])
    assert parsed is not None
    return run(parsed)


def test_contradictions_are_reported_and_left(
    session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redraft(session_id, "顾长庚是修表匠，清晨开门。") == 0
    said = capsys.readouterr()
    told: dict[str, Any] = json.loads(said.out)
    assert told["contradictions"] == [
        {"step": step, "old": "姜明", "new": "顾长庚"} for step in (None, 2, 3)
    ]
    assert [step["text"] for step in told["plan"]["steps"]][1:] == list(TEXTS[1:])
    assert "Step 2, step 3, the prompt: still “姜明”" in said.err
    assert "--bring-in-line writes “顾长庚” there." in said.err


def test_names_are_brought_in_line_before_the_story_is_written(
    session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redraft(session_id, "顾长庚是修表匠，傍晚开门。", "--bring-in-line") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    texts = [step["text"] for step in told["plan"]["steps"]]
    assert texts[1:] == ["顾长庚收到怀表。", TEXTS[2], TEXTS[3]]
    assert told["contradictions"] == [
        {"step": None, "old": "姜明", "new": "顾长庚"},
        {"step": 3, "old": "姜明", "new": "顾长庚"},
        {"step": 4, "old": "清晨", "new": "傍晚"},
    ]
    assert told["plan"]["version"] == 2


def test_an_edit_of_the_wording_contradicts_nothing(
    session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redraft(session_id, "姜明是老修表匠，清晨开门。", "--bring-in-line") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["contradictions"] == []
    assert "still" not in said.err


def test_there_is_nothing_to_bring_in_line_without_a_change(
    session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    parsed = parse(["redraft", str(session_id), "--story-only", "--bring-in-line"])
    assert parsed is not None
    assert run(parsed) == 2
    assert "--bring-in-line" in capsys.readouterr().err
