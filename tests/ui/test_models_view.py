from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QSpinBox, QToolButton

from writer_gui.ui.model_row import ModelRow
from writer_gui.ui.models_view import ModelsView

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.state.notice import Notice


def row_of(house: House, name: str) -> ModelRow:
    rows = house.find(ModelsView, "modelsView").findChildren(ModelRow)
    (row,) = (row for row in rows if row.findChild(QToolButton, f"modelMore_{name}"))
    return row


def menu_of(house: House, name: str) -> QMenu:
    menu = row_of(house, name).findChild(QToolButton, f"modelMore_{name}").menu()  # type: ignore[union-attr]  # row_of found it
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, text: str) -> None:
    (action,) = (action for action in menu.actions() if action.text().startswith(text))
    inner = action.menu()
    if isinstance(inner, QMenu):
        inner.actions()[0].trigger()
    else:
        action.trigger()


def words(row: ModelRow) -> str:
    return " ".join(label.text() for label in row.findChildren(QLabel) if not label.isHidden())


def test_an_installed_model_shows_what_its_file_says(house: House) -> None:
    assert "qwen2  ·  Q4_K_M  ·  context of 32,768 tokens" in words(row_of(house, "small"))
    assert "qwen2" not in words(row_of(house, "large"))


@pytest.mark.parametrize("name", ["small", "large"])
def test_a_known_speed_tells_what_to_expect_of_every_model(
    house: House, tmp_path: Path, name: str
) -> None:
    speeds = house.models.speeds
    assert "a minute" not in words(row_of(house, name))
    speeds._learn("small", 27.0)
    assert json.loads((tmp_path / "speeds.json").read_text("utf-8")) == {"small": 27.0}
    expected = {"small": "1,800", "large": "400"}[name]
    assert f"about {expected} characters a minute here" in words(row_of(house, name))


def test_a_file_can_be_checked(house: House) -> None:
    choose(menu_of(house, "small"), "Check")
    assert house.installer.wanted == "verify small"
    house.installer.finish()
    assert house.models.installing == ""


def test_a_model_is_removed_one_step_deeper_than_the_rest(house: House) -> None:
    assert menu_of(house, "small").actions()[-1].menu() is not None
    choose(menu_of(house, "small"), "Remove")
    assert house.collection.installed == set()
    assert row_of(house, "small").findChild(QToolButton, "modelMore_small").isHidden()  # type: ignore[union-attr]  # row_of found it


def test_only_what_is_installed_has_a_menu(house: House) -> None:
    more = row_of(house, "large").findChild(QToolButton, "modelMore_large")
    assert more is not None
    assert more.isHidden()


def test_an_adapter_is_attached_and_taken_away(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = str(tmp_path / "style.gguf")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (wanted, ""))
    choose(menu_of(house, "small"), "Load a LoRA")
    assert house.collection.adapters == {"small": wanted}
    assert "with style.gguf" in words(row_of(house, "small"))
    choose(menu_of(house, "small"), "Load it without")
    assert house.collection.adapters == {"small": ""}
    assert "style.gguf" not in words(row_of(house, "small"))


def test_what_is_no_adapter_is_said_and_changes_nothing(house: House, tmp_path: Path) -> None:
    notices: list[Notice] = []
    house.models.notice.connect(notices.append)
    house.models.attach("small", tmp_path / "style.txt")
    assert "no LoRA adapter" in notices[0].text
    assert not house.collection.adapters


def test_the_context_can_be_made_longer(house: House, qtbot: QtBot) -> None:
    spin = house.find(QSpinBox, "contextSpin")
    assert spin.value() == 4096
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "8192")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert house.preferences.settings.context == 8192
    house.preferences.change(context=2048)
    assert spin.value() == 2048


def test_every_line_has_the_height_its_words_take(house: House) -> None:
    house.window.resize(1280, 800)
    house.find(QToolButton, "modelsButton").click()
    house.settle()
    words = [one for one in house.find(ModelsView, "modelsView").findChildren(QLabel) if one.text()]
    seen = [one for one in words if one.isVisible()]
    assert len(seen) > 5
    assert [one.text() for one in seen if one.height() < one.heightForWidth(one.width())] == []
