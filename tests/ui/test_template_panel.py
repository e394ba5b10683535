from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QToolButton, QWidget

from tests.ui.test_main_window import drafted

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


def field(house: House, name: str) -> QLineEdit:
    return house.find(QLineEdit, name)


def test_the_openings_of_a_template_are_seen_and_written(house: House, qtbot: QtBot) -> None:
    drafted(house)
    cards = house.find(QScrollArea, "planScroll")
    templates = house.workspace.templates
    before = templates.current()
    assert before is not None
    templates.opened.emit()
    assert not cards.isVisible()
    opening = field(house, "template1Opening")
    assert opening.text() == before.steps[0].opening[templates.language]
    opening.selectAll()
    qtbot.keyClicks(opening, "It is about")
    field(house, "template2Opening").clear()
    qtbot.mouseClick(house.find(QPushButton, "templateSave"), Qt.MouseButton.LeftButton)
    assert cards.isVisible()
    assert house.window.focusWidget() is house.find(QToolButton, "planTemplateButton")
    after = templates.current()
    assert after is not None
    told = [step.opening[templates.language] for step in after.steps]
    assert told[:2] == ["It is about", ""]
    assert [step.title for step in after.steps] == [step.title for step in before.steps]


def test_escape_leaves_the_template_as_it_was(house: House, qtbot: QtBot) -> None:
    drafted(house)
    templates = house.workspace.templates
    before = templates.current()
    for _ in range(2):  # and once more, with widgets of its own
        templates.opened.emit()
        opening = field(house, "template1Opening")
        qtbot.keyClicks(opening, "never")
        qtbot.keyClick(opening, Qt.Key.Key_Escape)
        assert not house.find(QWidget, "templatePanel").isVisible()
    assert templates.current() == before
    assert house.drafting.calls.stopped == 0


def test_another_session_is_shown_with_its_steps(house: House) -> None:
    drafted(house)
    house.workspace.templates.opened.emit()
    house.open("another")
    assert house.find(QScrollArea, "planScroll").isVisible()
    assert not house.find(QWidget, "templatePanel").isVisible()
