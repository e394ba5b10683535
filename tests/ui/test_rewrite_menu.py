from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton

from tests.ui.test_main_window import drafted
from writer_gui.domain.generation import Price
from writer_gui.state.commands import Scope

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


def test_the_price_of_what_is_stale_stands_on_its_button(house: House, qtbot: QtBot) -> None:
    drafted(house)
    button = house.find(QPushButton, "rewriteStaleButton")
    assert not button.isVisible()
    house.workspace.steps.edit("b", "灯罩裂了")
    assert button.isVisible()
    asked = house.drafting.pricing.asked
    qtbot.waitUntil(lambda: asked == [(Scope.STALE, (1, 2))])
    house.drafting.pricing.priced.emit(Scope.STALE, Price(1900, 1240, 7.2))
    assert button.text() == "Rewrite stale · 7 s"
    assert button.toolTip() == "keeps 1,240 of 1,900 tokens, about 7 s to the first word"
    house.workspace.steps.edit("b", "灯罩裂了一道缝")
    assert "7 s" not in button.text()


@pytest.mark.parametrize(("seconds", "told"), [(0.0, "<1 s"), (1.26, "1.3 s"), (12.4, "12 s")])
def test_what_is_shown_is_within_a_tenth_of_the_price(
    house: House, seconds: float, told: str
) -> None:
    drafted(house)
    house.workspace.steps.edit("b", "灯罩裂了")
    house.drafting.pricing.priced.emit(Scope.STALE, Price(1900, 1240, seconds))
    assert house.find(QPushButton, "rewriteStaleButton").text() == f"Rewrite stale · {told}"


def test_what_had_no_price_gets_one_when_a_model_is_there(house: House, qtbot: QtBot) -> None:
    drafted(house)
    house.workspace.steps.edit("b", "灯罩裂了")
    asked = house.drafting.pricing.asked
    qtbot.waitUntil(lambda: len(asked) == 1)
    house.drafting.pricing.possible.emit()
    qtbot.waitUntil(lambda: asked == [(Scope.STALE, (1, 2))] * 2)


def test_the_menu_prices_each_way(house: House) -> None:
    drafted(house)
    house.workspace.steps.edit("b", "灯罩裂了")
    menu = house.window._desk_view.story._rewrite
    menu._menu.aboutToShow.emit()
    assert house.drafting.pricing.asked == [
        (Scope.STALE, (1, 2)),
        (Scope.FROM_HERE, (0, 1, 2)),
        (Scope.ALL, None),
    ]
    house.drafting.pricing.priced.emit(Scope.ALL, Price(1900, 40, 31.0))
    assert "about 31 s" in menu._actions[Scope.ALL].text()


@pytest.mark.qt_log_ignore("raise", "grabbing the keyboard")
def test_a_menu_that_grows_stays_on_the_screen(house: House, qtbot: QtBot) -> None:
    drafted(house)
    house.workspace.steps.edit("b", "灯罩裂了")
    menu = house.window._desk_view.story._rewrite._menu
    edge = menu.screen().availableGeometry().right()
    menu.popup(QPoint(edge - menu.sizeHint().width(), 40))
    before = menu.width()
    for scope in Scope:
        house.drafting.pricing.priced.emit(scope, Price(19_000, 12_400, 31.0))
    qtbot.waitUntil(lambda: menu.width() > before)
    assert menu.x() + menu.width() <= edge + 1
    menu.close()
