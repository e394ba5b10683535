"""The plan as one text, and its steps carried from place to place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.state.samples import PLAN, SKELETON
from tests.ui.test_main_window import drafted
from tests.ui.test_plan_pane import text_of
from writer_gui.domain.plan import Author
from writer_gui.text.plan_text import plan_to_markdown
from writer_gui.ui.plan.text_view import PlanText

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.domain.plan import Plan


def as_text(house: House) -> PlanText:
    house.find(QToolButton, "planAsText").click()
    return house.find(PlanText, "planText")


def plan(house: House) -> Plan:
    return house.workspace.desk.draft.plan


def put_caret_after(edit: PlanText, words: str) -> None:
    found = edit.document().find(words)
    found.setPosition(found.selectionEnd())
    edit.setTextCursor(found)


def test_the_text_holds_the_whole_plan_and_gives_it_back(house: House) -> None:
    drafted(house)
    edit = as_text(house)
    assert edit.toPlainText() == plan_to_markdown(PLAN)
    house.find(QToolButton, "planAsText").click()
    assert plan(house) == PLAN
    assert text_of(house, 1).isVisible()


def test_what_is_typed_in_the_text_reaches_the_cards_and_stays_under_the_caret(
    house: House, qtbot: QtBot
) -> None:
    drafted(house)
    edit = as_text(house)
    put_caret_after(edit, "灯灭了")
    qtbot.keyClicks(edit, " at two")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "## Dawn")
    qtbot.waitUntil(lambda: len(plan(house).steps) == 5)
    assert edit.toPlainText().count("## Dawn") == 1
    assert edit.textCursor().block().text() == "## Dawn"
    assert plan(house).steps[2].text == "灯灭了 at two"
    assert [step.id for step in plan(house).steps if step.title != "Dawn"] == ["i", "a", "b", "c"]
    assert house.workspace.desk.stale[0].place == 1
    assert text_of(house, 3).toPlainText() == "灯灭了 at two"


def test_nothing_typed_is_lost_when_the_session_is_left(house: House, qtbot: QtBot) -> None:
    session_id = drafted(house)
    edit = as_text(house)
    put_caret_after(edit, "孤独与光")
    qtbot.keyClicks(edit, "!")
    house.open("another")
    assert "灯灭了" not in edit.toPlainText()
    assert house.stored(session_id).draft.plan.steps[0].text == "孤独与光!"


def test_the_text_follows_the_model_and_one_undo_leads_back(house: House, qtbot: QtBot) -> None:
    drafted(house)
    edit = as_text(house)
    before = edit.toPlainText()
    house.workspace.steps.edit("b", "灯没有灭")
    assert "灯没有灭" in edit.toPlainText()
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.toPlainText() == before
    qtbot.waitUntil(lambda: plan(house).steps[2].text == "灯灭了")


def test_all_steps_can_be_deleted_and_undone(house: House, qtbot: QtBot) -> None:
    drafted(house)
    house.workspace.steps.lock("a", True)
    before = plan(house)
    edit = as_text(house)
    cursor = edit.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    edit.setTextCursor(cursor)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not plan(house).steps)
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(plan(house).steps) == 4)
    assert plan(house) == before
    assert house.workspace.desk.stale == ()


def test_a_step_cut_and_pasted_at_the_end_keeps_its_lock(house: House, qtbot: QtBot) -> None:
    drafted(house)
    house.workspace.steps.lock("a", True)
    edit = as_text(house)
    start, end = (edit.toPlainText().index(f"## {number}.") for number in (2, 3))
    cursor = edit.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    qtbot.keyClick(edit, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(plan(house).steps) == 3)
    edit.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(plan(house).steps) == 4)
    assert [(step.id, step.locked) for step in plan(house).steps] == [
        ("i", False),
        ("b", False),
        ("c", False),
        ("a", True),
    ]


def carry(house: House, number: int, onto: int, *keys: Qt.Key) -> None:
    """Take a step by its number and let it go over the lower half of another one."""
    house.settle()
    cards = house.window._desk_view.plan.cards.cards
    grip, goal = cards[number - 1].grip, cards[onto - 1]
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    target = grip.mapFromGlobal(goal.mapToGlobal(QPoint(8, goal.height() - 2)))
    QTest.mouseMove(grip, QPoint(4, 20))
    QTest.mouseMove(grip, target)
    for key in keys:
        QTest.keyClick(grip, key)
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=target)


def test_a_step_is_carried_to_another_place(house: House) -> None:
    drafted(house)
    carry(house, 2, 4)
    assert [step.id for step in plan(house).steps] == ["i", "b", "c", "a"]
    carry(house, 4, 1)
    assert [step.id for step in plan(house).steps] == ["i", "a", "b", "c"]


def test_escape_puts_a_carried_step_back_without_stopping_the_model(house: House) -> None:
    drafted(house)
    carry(house, 2, 4, Qt.Key.Key_Escape)
    assert plan(house) == PLAN
    assert house.drafting.calls.stopped == 0


def test_typing_while_the_model_writes_takes_nothing_from_it(house: House, qtbot: QtBot) -> None:
    house.open()
    house.workspace.commands.write_plan()
    house.settle()
    house.drafting.shape(SKELETON)
    house.drafting.grow(0, "孤独")
    edit = as_text(house)
    edit.setFocus()
    found = edit.document().find("结局")
    found.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.setTextCursor(found)
    qtbot.keyClicks(edit, "x")
    for text in ("与光，", "还有海。"):
        house.drafting.grow(0, text)
    edit.tell()
    house.drafting.grow(0, "完。")
    house.drafting.end()
    house.settle()
    assert plan(house).steps[0].text == "孤独与光，还有海。完。"
    assert plan(house).steps[0].author is Author.MODEL
    assert plan(house).steps[3].title == "结局x"
