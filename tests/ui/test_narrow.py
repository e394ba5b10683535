"""A screen of 1280 by 800 at 150 % has 853 points of width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

if TYPE_CHECKING:
    from tests.ui.conftest import House

NARROW = 853


def bottom_of(house: House, name: str) -> int:
    button = house.find(QPushButton, name)
    return button.mapTo(house.window, button.rect().bottomLeft()).y()


def test_the_whole_desk_is_there_in_a_narrow_window(house: House) -> None:
    house.open()
    house.window.resize(NARROW, 533)
    house.settle()
    assert house.window.width() == NARROW
    for name in ("writeButton", "stopButton", "storyEdit", "saveTripletButton"):
        widget = house.find(QWidget, name)
        right = widget.mapTo(house.window, widget.rect().topRight()).x()
        assert widget.isVisible()
        assert right < NARROW
    assert bottom_of(house, "writeButton") > bottom_of(house, "styleButton") + 8


def test_with_room_the_prompt_bar_is_one_line(house: House) -> None:
    house.window.resize(NARROW, 533)
    house.settle()
    house.window.resize(1280, 800)
    house.settle()
    assert abs(bottom_of(house, "writeButton") - bottom_of(house, "styleButton")) <= 8
