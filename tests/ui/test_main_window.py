from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from tests.state.samples import PLAN, STORY

if TYPE_CHECKING:
    from tests.ui.conftest import House

NAMES = [
    "sessionSearch",
    "sessionList",
    "promptEdit",
    "genreCombo",
    "languageCombo",
    "planButton",
    "writeButton",
    "stopButton",
    "planPane",
    "planStep1",
    "planStep1Text",
    "planStep4Text",
    "storyEdit",
    "planVersions",
    "storyVersions",
    "staleLabel",
    "saveTripletButton",
    "modelLabel",
    "rateLabel",
    "contextLabel",
    "countLabel",
    "saveLabel",
    "messageBar",
]


def drafted(house: House) -> int:
    session_id = house.open()
    house.workspace.commands.generate()
    house.drafting.shape(PLAN)
    house.drafting.end()
    house.settle()
    house.workspace.commands.generate()
    house.drafting.shape(STORY)
    house.drafting.end()
    house.settle()
    return session_id


@pytest.mark.parametrize("name", NAMES)
def test_object_names_of_the_contract(house: House, name: str) -> None:
    drafted(house)
    assert house.window.objectName() == "mainWindow"
    assert house.find(QWidget, name).accessibleName()
