from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from tests.state.samples import PLAN, STORY

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


def trigger(house: House, text: str) -> None:
    (action,) = (a for a in house.window.findChildren(QAction) if a.text() == text)
    action.trigger()


def answer(monkeypatch: pytest.MonkeyPatch, name: str, *values: object) -> list[tuple[object, ...]]:
    """Have the writer answer a file dialog; return what it was asked with."""
    asked: list[tuple[object, ...]] = []

    def dialog(*given: object) -> tuple[object, ...]:
        asked.append(given)
        return values

    monkeypatch.setattr(QFileDialog, name, dialog)
    return asked


def test_what_lies_on_the_desk_is_exported_saved_or_not(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open("写一个灯塔看守人的故事")
    house.workspace.desk.set_plan(PLAN)
    house.workspace.desk.set_story(STORY)
    asked = answer(monkeypatch, "getSaveFileName", str(tmp_path / "信"), "Plain text (*.txt)")
    with qtbot.waitSignal(house.workspace.files.exported):
        trigger(house, "Export …")
    assert str(asked[0][2]).endswith("写一个灯塔看守人的故事.docx")
    assert STORY.text in (tmp_path / "信.txt").read_text("utf-8")
    assert PLAN.steps[0].text not in (tmp_path / "信.txt").read_text("utf-8")
    with qtbot.waitSignal(house.workspace.files.exported):
        trigger(house, "Export with the plan …")
    assert PLAN.steps[0].text in (tmp_path / "信.txt").read_text("utf-8")


def test_a_dialog_closed_without_an_answer_writes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open()
    before = sorted(tmp_path.iterdir())
    answer(monkeypatch, "getSaveFileName", "", "")
    trigger(house, "Export …")
    house.workspace.files.drain()
    assert sorted(tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_said(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open()
    house.workspace.desk.set_story(STORY)
    answer(monkeypatch, "getSaveFileName", str(tmp_path / "no" / "x.md"), "Markdown (*.md)")
    with qtbot.waitSignal(house.workspace.files.notice) as told:
        trigger(house, "Export …")
    assert told.args is not None
    assert "choose another place" in told.args[0].text
