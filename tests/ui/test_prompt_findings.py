"""What was found in the prompt, shown as chips, and the length that is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTextEdit, QWidget

from writer_gui.domain.language import Language
from writer_gui.ui.prompt_findings import FOLDING_MS, FindingChip, PromptFindings
from writer_gui.ui.prompt_length import LengthSpin
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

ASKED = "用第一人称写一篇悬疑小说，约一千五百字。"


def new(house: House) -> QTextEdit:
    house.library.open_requested.connect(lambda _: None)
    house.library.new()
    house.settle()
    house.window.activateWindow()
    return house.find(QTextEdit, "promptEdit")


def typed(house: House, text: str) -> PromptFindings:
    edit = new(house)
    edit.insertPlainText(text)
    house.workspace.prompt_settings.read_now()
    return house.find(PromptFindings, "promptFindings")


def chips(row: QWidget) -> dict[str, FindingChip]:
    return {
        chip.objectName(): chip for chip in row.findChildren(FindingChip) if not chip.isHidden()
    }


def test_each_chip_says_what_is_set_and_quotes_the_words(house: House) -> None:
    row = typed(house, ASKED)
    assert row.isVisible()
    shown = chips(row)
    assert list(shown) == ["finding_length", "finding_person", "finding_genre"]
    assert shown["finding_length"].text().startswith("1500 characters")
    for name, words in (
        ("finding_length", "约一千五百字"),
        ("finding_person", "第一人称"),
        ("finding_genre", "悬疑小说"),
    ):
        assert words in shown[name].toolTip()
        assert words in shown[name].accessibleName()
    assert house.find(QComboBox, "genreCombo").currentData() == "悬疑-推理故事"
    assert house.find(LengthSpin, "lengthSpin").value() == 1500
    assert house.find(QComboBox, "viewpointCombo").currentData() == "first"


def test_one_click_takes_one_back(house: House) -> None:
    row = typed(house, ASKED)
    chips(row)["finding_genre"].click()
    assert house.find(QComboBox, "genreCombo").currentData() == "小说-故事"
    assert list(chips(row)) == ["finding_length", "finding_person"]
    assert house.workspace.desk.draft.prompt.length == 1500
    chips(row)["finding_person"].click()
    assert house.workspace.style.style.viewpoint is Viewpoint.OPEN


def test_chips_are_taken_back_by_keys_which_then_go_on(house: House, qtbot: QtBot) -> None:
    row = typed(house, ASKED)
    first = chips(row)["finding_length"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Delete)
    assert house.window.focusWidget() is chips(row)["finding_person"]
    qtbot.keyClick(chips(row)["finding_person"], Qt.Key.Key_Space)
    qtbot.keyClick(chips(row)["finding_genre"], Qt.Key.Key_Return)
    assert house.window.focusWidget() is house.find(QTextEdit, "promptEdit")


def test_nothing_is_shown_where_nothing_is_found_and_it_unfolds_quickly(
    house: House, qtbot: QtBot
) -> None:
    row = typed(house, "灯塔")
    assert row.isHidden()
    edit = house.find(QTextEdit, "promptEdit")
    field = house.find(QWidget, "promptField")
    before = field.height()
    edit.insertPlainText("，写一首诗")
    house.workspace.prompt_settings.read_now()
    assert row.maximumHeight() < row.sizeHint().height()
    assert row._folding.duration() == FOLDING_MS
    qtbot.waitUntil(lambda: row.maximumHeight() == row.sizeHint().height())
    qtbot.waitUntil(lambda: field.height() > before)
    edit.selectAll()
    edit.insertPlainText("灯塔")
    house.workspace.prompt_settings.read_now()
    qtbot.waitUntil(row.isHidden)


def test_a_long_genre_yields_and_the_window_stays_narrow(house: House) -> None:
    row = typed(house, "写一条用第二人称的营销邮件，约三百字，用英文写")
    least = house.window.minimumSizeHint().width()
    house.window.resize(900, 600)
    house.settle()
    assert house.workspace.desk.draft.prompt.language is Language.EN
    assert chips(row)["finding_length"].text().startswith("300 words")
    assert chips(row)["finding_genre"].width() < chips(row)["finding_genre"].sizeHint().width()
    assert least <= 900


def test_a_length_too_large_is_typed_and_then_held_to_the_most(house: House, qtbot: QtBot) -> None:
    new(house)
    length = house.find(LengthSpin, "lengthSpin")
    length.setFocus()
    length.selectAll()
    qtbot.keyClicks(length, "60000")
    assert length.value() == 60_000
    assert house.workspace.desk.draft.prompt.length == 20_000
    house.find(QPushButton, "styleButton").setFocus()
    assert length.value() == 20_000
    assert "20000" in house.find(QLabel, "messageText").text()
    length.setFocus()
    length.selectAll()
    qtbot.keyClicks(length, "5")
    qtbot.keyClick(length, Qt.Key.Key_Return)
    assert length.value() == 20
    assert house.workspace.desk.draft.prompt.length == 20


def test_steps_stay_within_the_limits(house: House) -> None:
    new(house)
    length = house.find(LengthSpin, "lengthSpin")
    length.setValue(20_000)
    length.stepBy(1)
    assert length.value() == 20_000
    length.setValue(30)
    length.stepBy(-1)
    assert length.value() == 20
