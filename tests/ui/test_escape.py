"""Esc closes what the writer is in; only then does it stop the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.state.samples import STORY
from tests.ui.test_main_window import drafted
from tests.ui.test_story_pane import editor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


@pytest.mark.parametrize(
    ("action", "field", "panel"),
    [("find", "findEdit", "findBar"), ("rewrite_selection", "rewriteEdit", "rewriteBar")],
)
def test_a_bar_is_closed_while_the_model_goes_on(
    house: House, qtbot: QtBot, action: str, field: str, panel: str
) -> None:
    drafted(house)
    house.window.activateWindow()
    house.workspace.commands.write_story()
    house.settle()
    editor(house).setFocus()
    editor(house).selectAll()
    getattr(house.window._actions, action).trigger()
    edit = house.find(QLineEdit, field)
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not house.find(QWidget, panel).isVisible()
    assert house.drafting.calls.stopped == 0
    assert editor(house).hasFocus()
    qtbot.keyClick(editor(house), Qt.Key.Key_Escape)
    assert house.drafting.calls.stopped == 1


def test_candidates_are_put_away_from_the_text_once_they_are_there(
    house: House, qtbot: QtBot
) -> None:
    drafted(house)
    house.window.activateWindow()
    house.window._actions.stories.trigger()
    house.settle()
    editor(house).setFocus()
    for variant in range(3):
        house.drafting.shape_aside(variant, STORY)
        house.drafting.end_aside(variant, STORY)
    house.settle()
    qtbot.keyClick(editor(house), Qt.Key.Key_Escape)
    assert not house.find(QWidget, "candidatesPanel").isVisible()
    assert editor(house).hasFocus()
