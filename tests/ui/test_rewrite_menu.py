from __future__ import annotations

from typing import TYPE_CHECKING

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
    assert "7 s" in button.text()
    assert button.toolTip() == "keeps 1,240 of 1,900 tokens, about 7 s to the first word"
    house.workspace.steps.edit("b", "灯罩裂了一道缝")
    assert "7 s" not in button.text()


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
