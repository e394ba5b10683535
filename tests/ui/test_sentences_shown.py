from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QListView, QMessageBox

from writer_gui.app import _cannot_start
from writer_gui.errors import UserError
from writer_gui.ui.model_row import ModelRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ui.conftest import House


@pytest.fixture
def _chinese() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("_chinese")
def test_an_error_of_the_library_is_told_in_chinese(house: House) -> None:
    house.workspace.desk.open(4711)
    house.settle()
    told = house.find(QLabel, "messageText").text()
    assert told == "没有编号为 4711 的文稿；请从文稿列表里另选一篇。"


@pytest.mark.usefixtures("_chinese")
def test_why_a_text_is_not_saved_is_told_in_chinese(house: House) -> None:
    session_id = house.open()
    desk = house.workspace.desk
    assert desk.session is not None
    summary = replace(desk.session.summary, id=4711)  # as if its row were not there
    desk._session = replace(desk.session, summary=summary)
    desk.edit_prompt(replace(desk.draft.prompt, text="雨"))
    desk.save_now()
    house.settle()
    for name in ("messageText", "saveLabel"):
        told = house.find(QLabel, name).text()
        assert "没有编号为 4711 的文稿；请从文稿列表里另选一篇。" in told
    summary = replace(summary, id=session_id)
    desk._session = replace(desk.session, summary=summary)
    desk.save_now()
    house.settle()


@pytest.mark.usefixtures("_chinese")
def test_why_a_record_cannot_be_taken_in_is_told_in_chinese(house: House, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"query": "broken"\n{"query": "x", "answer": 3, "thought": "y"}\n', "utf-8")
    house.window._triplets_view._import.look_through(file)
    house.workspace.triplet_files.drain()
    house.settle()
    shown = house.find(QListView, "tripletRejected").model()
    lines = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    reasons = [line.partition(": ")[2] for line in lines]
    assert reasons == ["JSON 有错：第 20 个字符处，缺少逗号", "字段“answer”是整数，应为文字"]


@pytest.mark.usefixtures("_chinese")
def test_what_is_wrong_with_a_model_is_told_in_chinese(house: House) -> None:
    problem = "/m/a.gguf is gone. Put it back, or remove it from the list."
    model = replace(house.collection.models()[0], installed=False, problem=problem)
    row = ModelRow(model.name, house.window._theme)
    row.show_model(model, is_chosen=False, is_installing=False, may_install=True, pace="")
    labels = [label.text() for label in row.findChildren(QLabel)]
    assert "/m/a.gguf 不见了。请把它放回原处，或从列表中移除。" in labels


@pytest.mark.usefixtures("_chinese", "qapp")
def test_why_there_is_no_window_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda *words: told.append(words[-1]))
    _cannot_start(UserError("Another program is using /a/writer.db; close it and try again."))
    assert told == ["另一个程序正在使用 /a/writer.db；请关闭那个程序再试。"]
