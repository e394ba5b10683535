"""Turning a server on and off in the window, and the badge that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


def place(house: House) -> str:
    return house.find(QLabel, "placeLabel").text()


def type_into(house: House, qtbot: QtBot, name: str, text: str) -> None:
    field = house.find(QLineEdit, name)
    field.clear()
    qtbot.keyClicks(field, text)


def test_a_server_is_turned_on_and_the_badge_says_where_texts_go(
    house: House, qtbot: QtBot
) -> None:
    assert place(house) == "nothing leaves this computer"
    type_into(house, qtbot, "remoteUrl", "https://example.org")
    type_into(house, qtbot, "remoteModel", "big")
    qtbot.mouseClick(house.find(QPushButton, "remoteButton"), Qt.MouseButton.LeftButton)
    assert place(house) == "texts go to example.org"
    assert house.find(QLineEdit, "remoteUrl").text() == "https://example.org/v1"
    assert "example.org" in house.find(QLabel, "remoteState").text()
    qtbot.mouseClick(house.find(QPushButton, "remoteButton"), Qt.MouseButton.LeftButton)
    assert place(house) == "nothing leaves this computer"


def test_a_server_on_this_computer_needs_no_badge(house: House, qtbot: QtBot) -> None:
    type_into(house, qtbot, "remoteUrl", "http://127.0.0.1:8080")
    qtbot.keyClick(house.find(QLineEdit, "remoteUrl"), Qt.Key.Key_Return)
    assert house.models.remote.is_on
    assert place(house) == "nothing leaves this computer"


def test_a_wrong_address_stays_in_the_field_to_be_corrected(house: House, qtbot: QtBot) -> None:
    type_into(house, qtbot, "remoteUrl", "example")
    qtbot.mouseClick(house.find(QPushButton, "remoteButton"), Qt.MouseButton.LeftButton)
    assert not house.models.remote.is_on
    assert house.find(QLineEdit, "remoteUrl").text() == "example"


def test_the_key_is_not_shown(house: House) -> None:
    assert house.find(QLineEdit, "remoteKey").echoMode() is QLineEdit.EchoMode.Password


def test_choosing_a_model_turns_the_server_off(house: House, qtbot: QtBot) -> None:
    house.models.remote.turn_on("https://example.org", "", "")
    button = house.find(QPushButton, "modelButton_small")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not house.models.remote.is_on
