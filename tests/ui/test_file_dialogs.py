from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from tests.state.samples import PLAN, STORY
from writer_gui.ui.file_dialogs import FileDialogs

if TYPE_CHECKING:
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


def save_as(monkeypatch: pytest.MonkeyPatch, file: Path | None, kind: str = "") -> list[str]:
    """Have the writer choose a format, then a file; return the names that were proposed."""
    proposed: list[str] = []

    def exec_(dialog: QFileDialog) -> int:
        proposed.append(Path(dialog.selectedFiles()[0]).name)
        if kind:
            dialog.selectNameFilter(kind)
            dialog.filterSelected.emit(kind)
            proposed.append(Path(dialog.selectedFiles()[0]).name)
        if file is None:
            return 0
        dialog.setDirectory(str(file.parent))
        dialog.selectFile(file.name)
        return 1

    monkeypatch.setattr(QFileDialog, "exec", exec_)
    return proposed


def test_what_lies_on_the_desk_is_exported_saved_or_not(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open("写一个灯塔看守人的故事")
    house.workspace.desk.set_plan(PLAN)
    house.workspace.desk.set_story(STORY)
    proposed = save_as(monkeypatch, tmp_path / "信.txt", "Plain text (*.txt)")
    with qtbot.waitSignal(house.workspace.files.exported):
        trigger(house, "Export…")
    assert proposed == ["写一个灯塔看守人的故事.docx", "写一个灯塔看守人的故事.txt"]
    assert STORY.text in (tmp_path / "信.txt").read_text("utf-8")
    assert PLAN.steps[0].text not in (tmp_path / "信.txt").read_text("utf-8")
    with qtbot.waitSignal(house.workspace.files.exported):
        trigger(house, "Export with the plan…")
    assert PLAN.steps[0].text in (tmp_path / "信.txt").read_text("utf-8")


def test_a_name_without_a_suffix_replaces_no_file(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog asks before it replaces "letter. 2", which is not the file that is written."""
    house.open()
    house.workspace.desk.set_story(STORY)
    (tmp_path / "letter. 2.md").write_text("mine", "utf-8")
    save_as(monkeypatch, tmp_path / "letter. 2", "Markdown (*.md)")
    with qtbot.waitSignal(house.workspace.files.exported):
        trigger(house, "Export…")
    assert (tmp_path / "letter. 2.md").read_text("utf-8") == "mine"
    assert STORY.text in (tmp_path / "letter. 2 2.md").read_text("utf-8")


def test_a_dialog_closed_without_an_answer_writes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open()
    before = sorted(tmp_path.iterdir())
    save_as(monkeypatch, None)
    trigger(house, "Export…")
    house.workspace.files.drain()
    assert sorted(tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_said(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open()
    house.workspace.desk.set_story(STORY)
    (tmp_path / "x.md").mkdir()
    monkeypatch.setattr(FileDialogs, "_ask", lambda *_: tmp_path / "x.md")
    with qtbot.waitSignal(house.workspace.files.notice) as told:
        trigger(house, "Export…")
    assert told.args is not None
    assert "choose another place" in told.args[0].text
