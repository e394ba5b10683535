"""A changed fact that other steps still contradict, in the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.domain.story import Section, Story
from writer_gui.state.contradictions import WAIT_MS
from writer_gui.ui.widgets import GrowingEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

TEXTS = (
    "写亏欠与时间。",
    "姜明是老修表匠。",
    "姜明收到一块怀表。",
    "姜明拆开表壳，姜明的手在抖。",
    "码头上没有人。",
    "🕰姜明把表修好。",
)
NAMED = Plan(
    tuple(
        Step(f"s{n}", StepKind.DEVELOPMENT, f"第{n}步", text, locked=n == 4)
        for n, text in enumerate(TEXTS, start=1)
    )
)


def begin(house: House, plan: Plan = NAMED, prompt: str = "写一个修表匠的故事") -> int:
    session_id = house.open(prompt)
    waiting(house).setInterval(1000 * WAIT_MS)  # time passes when a test says so
    house.workspace.desk.set_plan(plan)
    house.settle()
    return session_id


def waiting(house: House) -> QTimer:
    timer = house.workspace.contradictions.findChild(QTimer)
    assert isinstance(timer, QTimer)
    return timer


def text_of(house: House, number: int) -> GrowingEdit:
    return house.find(GrowingEdit, f"planStep{number}Text")


def retype(house: House, qtbot: QtBot, number: int, old: str, new: str) -> None:
    """Delete a word with the keys and type or commit another in its place."""
    edit = text_of(house, number)
    edit.setFocus()
    cursor = edit.textCursor()
    at = edit.toPlainText().index(old)
    cursor.setPosition(at)
    cursor.setPosition(at + len(old), cursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    type_in(edit, new)


def type_in(edit: GrowingEdit, text: str) -> None:
    """Type as an input method does: compose, then commit."""
    QCoreApplication.sendEvent(edit, QInputMethodEvent("x", []))
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QCoreApplication.sendEvent(edit, done)


def finish(house: House) -> None:
    """Let the time pass after which an edit counts as finished."""
    assert waiting(house).isActive()
    waiting(house).timeout.emit()


def rename(house: House, qtbot: QtBot) -> None:
    retype(house, qtbot, 2, "姜明", "顾长庚")
    finish(house)


def bar(house: House) -> QWidget:
    return house.find(QWidget, "contradictionBar")


def said(house: House) -> str:
    return house.find(QLabel, "contradictionText").text()


def click(house: House, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(house.find(QPushButton, name), Qt.MouseButton.LeftButton)


def texts(house: House) -> list[str]:
    return [step.text for step in house.workspace.desk.draft.plan.steps]


def marked(house: House, number: int) -> list[str]:
    return [s.cursor.selectedText() for s in text_of(house, number).extraSelections()]


def test_steps_that_still_hold_the_old_name_are_named_and_marked(
    house: House, qtbot: QtBot
) -> None:
    begin(house)
    rename(house, qtbot)
    assert bar(house).isVisible()
    assert said(house) == ("Steps 3 and 6 still say “姜明”. Step 4 is locked and stays.")
    assert house.find(QPushButton, "contradictionChange").text() == "Change to “顾长庚”"
    assert [marked(house, n) for n in range(1, 7)] == [
        [], [], ["姜明"], ["姜明", "姜明"], [], ["姜明"]
    ]  # fmt: skip


def test_nothing_is_said_while_the_writer_types(house: House, qtbot: QtBot) -> None:
    begin(house)
    retype(house, qtbot, 2, "姜明", "")
    assert not bar(house).isVisible()
    finish(house)  # a rest after the old name is gone and before the new one is there
    assert not bar(house).isVisible()
    type_in(text_of(house, 2), "顾长庚")
    assert not bar(house).isVisible()
    finish(house)
    assert bar(house).isVisible()


def test_leaving_the_step_finishes_the_edit(house: House, qtbot: QtBot) -> None:
    begin(house)
    retype(house, qtbot, 2, "姜明", "顾长庚")
    text_of(house, 5).setFocus()
    assert bar(house).isVisible()


def test_an_edit_of_the_wording_is_not_spoken_of(house: House, qtbot: QtBot) -> None:
    begin(house)
    retype(house, qtbot, 3, "收到", "拿到")
    finish(house)
    assert not bar(house).isVisible()


def test_one_click_changes_the_unlocked_steps_and_one_undoes_it(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    before = house.workspace.desk.draft.plan
    click(house, qtbot, "contradictionChange")
    assert texts(house)[1:] == [
        "顾长庚是老修表匠。",
        "顾长庚收到一块怀表。",
        "姜明拆开表壳，姜明的手在抖。",
        "码头上没有人。",
        "🕰顾长庚把表修好。",
    ]
    assert text_of(house, 6).toPlainText() == "🕰顾长庚把表修好。"
    authors = [step.author for step in house.workspace.desk.draft.plan.steps]
    assert [n for n, author in enumerate(authors, 1) if author is Author.MIXED] == [2, 3, 6]
    assert not bar(house).isVisible()
    assert house.find(QLabel, "messageText").text() == (
        "“姜明” became “顾长庚” in steps 3 and 6. Step 4 is locked and keeps “姜明”."
    )
    click(house, qtbot, "messageAction")
    assert house.workspace.desk.draft.plan == before
    assert bar(house).isVisible()


def test_the_keys_undo_it_in_a_card_in_one_step(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    click(house, qtbot, "contradictionChange")
    edit = text_of(house, 6)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert texts(house)[5] == TEXTS[5]


def test_undo_leaves_what_was_typed_since(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    click(house, qtbot, "contradictionChange")
    edit = text_of(house, 3)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_End)
    qtbot.keyClicks(edit, "new")
    click(house, qtbot, "messageAction")
    assert texts(house)[2] == "顾长庚收到一块怀表。new"
    assert texts(house)[5] == TEXTS[5]


def test_what_the_writer_changes_by_hand_is_no_longer_named(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    retype(house, qtbot, 3, "姜明", "顾长庚")
    finish(house)
    assert said(house).startswith("Step 6 still says “姜明”.")
    click(house, qtbot, "contradictionChange")
    assert texts(house)[5] == "🕰顾长庚把表修好。"


def test_a_click_acts_on_the_plan_as_it_reads_now(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    edit = text_of(house, 3)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Home)
    qtbot.keyClicks(edit, "x, ")
    click(house, qtbot, "contradictionChange")
    assert texts(house)[2] == "x, 顾长庚收到一块怀表。"


def test_a_dismissed_edit_is_not_spoken_of_again(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    qtbot.mouseClick(house.find(QToolButton, "contradictionClose"), Qt.MouseButton.LeftButton)
    assert not bar(house).isVisible()
    assert marked(house, 3) == []
    retype(house, qtbot, 2, "老修表匠", "new")
    finish(house)
    assert not bar(house).isVisible()
    assert texts(house)[2] == TEXTS[2]


def test_another_session_is_left_alone(house: House, qtbot: QtBot) -> None:
    first = begin(house)
    rename(house, qtbot)
    begin(house)
    assert not bar(house).isVisible()
    house.find(QPushButton, "contradictionChange").click()
    assert texts(house) == list(TEXTS)
    assert [step.text for step in house.stored(first).draft.plan.steps][2] == TEXTS[2]


def test_an_edit_is_not_finished_in_another_session(house: House, qtbot: QtBot) -> None:
    begin(house)
    retype(house, qtbot, 2, "姜明", "顾长庚")
    begin(house)
    assert not waiting(house).isActive()
    assert not bar(house).isVisible()


def test_undo_is_not_done_to_another_session(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    click(house, qtbot, "contradictionChange")
    begin(house)
    action = house.find(QPushButton, "messageAction")
    assert not action.isVisible()
    action.click()
    assert texts(house) == list(TEXTS)


def test_the_model_writes_just_those_steps_anew(house: House, qtbot: QtBot) -> None:
    begin(house)
    rename(house, qtbot)
    click(house, qtbot, "contradictionModel")
    house.settle()
    asked = house.drafting.calls.asked[-1]
    assert asked.rewrite == ("s3", "s6")
    assert isinstance(asked.keep, Plan)
    assert asked.keep.steps[1].text == "顾长庚是老修表匠。"
    assert not bar(house).isVisible()
    written = NAMED.replaced(Step("s3", StepKind.DEVELOPMENT, "第3步", "顾长庚收到信。"))
    written = written.replaced(Step("s6", StepKind.DEVELOPMENT, "第6步", "姜明走了。"))
    written = written.edited("s2", "顾长庚是老修表匠。")
    house.drafting.shape(written)
    house.drafting.end()
    house.settle()
    finish(house)
    assert said(house).startswith("Step 6 still says “姜明”.")


def test_the_text_of_the_model_is_no_edit(house: House) -> None:
    begin(house)
    house.workspace.commands.rewrite_step("s2")
    house.settle()
    house.drafting.shape(NAMED.replaced(Step("s2", StepKind.DEVELOPMENT, "", "顾长庚来了。")))
    house.drafting.end()
    house.settle()
    house.workspace.contradictions.settle()
    assert not bar(house).isVisible()


def test_a_place_is_for_the_model_alone(house: House, qtbot: QtBot) -> None:
    begin(house, NAMED.edited("s3", "姜明在码头收到一块怀表。"))
    retype(house, qtbot, 5, "码头", "车站")
    finish(house)
    assert said(house) == "Step 3 still says “码头”."
    assert not house.find(QPushButton, "contradictionChange").isVisible()
    assert house.find(QPushButton, "contradictionModel").isVisible()


def test_the_sections_of_changed_steps_are_stale(house: House, qtbot: QtBot) -> None:
    begin(house)
    desk = house.workspace.desk
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(Story(tuple(Section(step.id, "雾。") for step in NAMED.steps)))
    house.drafting.end()
    house.settle()
    assert not desk.stale
    rename(house, qtbot)
    click(house, qtbot, "contradictionChange")
    assert {"s2", "s3", "s6"} == {step_id for stale in desk.stale for step_id in stale.step_ids}


def test_the_prompt_is_left_to_the_writer(house: House, qtbot: QtBot) -> None:
    begin(house, prompt="写修表匠姜明的故事")
    rename(house, qtbot)
    assert said(house).endswith("So does the prompt.")
    click(house, qtbot, "contradictionChange")
    assert house.workspace.desk.draft.prompt.text == "写修表匠姜明的故事"
