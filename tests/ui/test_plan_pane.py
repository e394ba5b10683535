from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from tests.state.samples import PLAN, SKELETON
from tests.ui.test_main_window import drafted
from writer_gui.domain.plan import Author
from writer_gui.ui.widgets import GrowingEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House


def text_of(house: House, number: int) -> GrowingEdit:
    return house.find(GrowingEdit, f"planStep{number}Text")


def flush(house: House) -> None:
    for card in house.window._desk_view.plan.cards.cards:
        card.stream.flush()


def begin_plan(house: House) -> None:
    house.open()
    house.workspace.commands.write_plan()
    house.settle()
    house.drafting.shape(SKELETON)


def test_steps_stream_into_their_cards(house: House) -> None:
    begin_plan(house)
    house.drafting.grow(0, "孤独")
    house.drafting.grow(0, "与光")
    house.drafting.grow(1, "信")
    flush(house)
    assert text_of(house, 1).toPlainText() == "孤独与光"
    assert text_of(house, 2).toPlainText() == "信"


def test_a_step_edited_in_place_is_the_writers(house: House, qtbot: QtBot) -> None:
    drafted(house)
    edit = text_of(house, 3)
    edit.setFocus()
    qtbot.keyClicks(edit, "new ")
    step = house.workspace.desk.draft.plan.steps[2]
    assert step.text == "灯灭了new "
    assert step.author is Author.MIXED


def test_one_undo_in_a_card_takes_its_generation_back(house: House) -> None:
    drafted(house)
    house.workspace.commands.rewrite_step("b")
    house.settle()
    edit = text_of(house, 3)
    house.drafting.shape(PLAN.edited("b", ""))
    house.drafting.grow(2, "另一")
    flush(house)
    house.drafting.grow(2, "种转折")
    flush(house)
    assert edit.toPlainText() == "另一种转折"
    edit.undo()
    assert edit.toPlainText() == "灯灭了"
    assert house.workspace.desk.draft.plan.steps[2].text == "灯灭了"


def test_undoing_a_word_behind_generated_text_leaves_that_text(house: House, qtbot: QtBot) -> None:
    begin_plan(house)
    for text in ("孤独", "与光", "。"):
        house.drafting.grow(0, text)
        flush(house)
    house.drafting.end()
    house.settle()
    edit = text_of(house, 1)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_End)
    qtbot.keyClicks(edit, "new")
    assert house.workspace.desk.draft.plan.steps[0].text == "孤独与光。new"
    edit.undo()
    assert edit.toPlainText() == "孤独与光。"
    assert house.workspace.desk.draft.plan.steps[0].text == "孤独与光。"
    edit.undo()
    assert edit.toPlainText() == ""


def test_composing_in_one_card_while_another_grows(house: House) -> None:
    begin_plan(house)
    edit = text_of(house, 4)
    edit.setFocus()
    QCoreApplication.sendEvent(edit, QInputMethodEvent("jie", []))
    house.drafting.grow(0, "光")
    house.drafting.shape(house.drafting.content)
    flush(house)
    assert edit.textCursor().block().layout().preeditAreaText() == "jie"
    done = QInputMethodEvent("", [])
    done.setCommitString("结")
    QCoreApplication.sendEvent(edit, done)
    assert house.workspace.desk.draft.plan.steps[3].text == "结"


def test_adding_moving_and_deleting_steps(house: House, qtbot: QtBot) -> None:
    drafted(house)
    qtbot.mouseClick(house.find(QPushButton, "addStepButton"), Qt.MouseButton.LeftButton)
    added = text_of(house, 5)
    added.setFocus()
    qtbot.keyClicks(added, "more")
    qtbot.keyClick(added, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert text_of(house, 4) is added
    assert house.workspace.desk.draft.plan.steps[3].text == "more"
    cards = house.window._desk_view.plan.cards
    cards._on_remove_wanted(house.workspace.desk.draft.plan.steps[0].id)
    assert len(cards.cards) == 4
    qtbot.mouseClick(house.window._messages._action, Qt.MouseButton.LeftButton)
    assert house.workspace.desk.draft.plan.steps[0].id == "i"


def test_a_locked_step_says_so(house: House, qtbot: QtBot) -> None:
    drafted(house)
    lock = house.find(QToolButton, "planStep2Lock")
    qtbot.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert house.workspace.desk.draft.plan.steps[1].locked
    assert lock.accessibleName() == "Unlock this step"


def test_stale_and_unwritten_steps_say_so(house: House) -> None:
    drafted(house)
    house.workspace.steps.edit("b", "另一种转折")
    added = house.workspace.steps.add()
    house.workspace.steps.edit(added, "新的一步")
    marks = [house.find(QToolButton, f"planStep{n}Stale").text() for n in range(1, 6)]
    assert marks == ["", "", "stale ›", "stale ›", "not written"]
    assert house.find(QLabel, "planStale").text() == "2 stale"


def test_the_plan_of_another_session_has_no_history_of_this_one(house: House) -> None:
    drafted(house)
    house.open("另一篇")
    assert house.window._desk_view.plan.cards.cards == []
    assert house.find(QLabel, "planEmpty").isVisible()
