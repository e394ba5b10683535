from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from tests.state.samples import STORY
from tests.ui.test_main_window import drafted
from tests.ui.test_story_pane import editor
from writer_gui.domain.story import Section, Story
from writer_gui.ui.diff_text import DiffText
from writer_gui.ui.story.selection import selected_part
from writer_gui.writing.rewrite import Target, Wish, put_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.state.notice import Notice
    from writer_gui.ui.story.editor import StoryEditor

NEW = "他把信压在灯下，又去添油。"


def select(edit: StoryEditor, words: str) -> None:
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    assert edit.find(words)


def offered(house: House, qtbot: QtBot) -> None:
    """Ask for the second line of the story more concretely, by the keyboard."""
    drafted(house)
    edit = editor(house)
    edit.setFocus()
    select(edit, "他没有拆。")
    qtbot.keyClick(edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    bar = house.find(QLineEdit, "rewriteEdit")
    qtbot.waitUntil(bar.hasFocus)
    qtbot.mouseClick(house.find(QPushButton, "rewriteConcrete"), Qt.MouseButton.LeftButton)
    house.settle()


def finish(house: House, *texts: str) -> None:
    target = Target(0, 7, 12, Wish.CONCRETE)
    for variant, text in enumerate(texts):
        house.drafting.end_aside(variant, put_in(STORY, target, text))
    house.settle()


def test_the_selection_is_rewritten_into_columns_without_taking_the_focus(
    house: House, qtbot: QtBot
) -> None:
    offered(house, qtbot)
    panel = house.find(QWidget, "candidatesPanel")
    assert panel.isVisible()
    focus = house.window.focusWidget()
    house.drafting.shape_aside(0, put_in(STORY, Target(0, 7, 14, Wish.OWN), ""))
    house.drafting.grow_aside(0, 0, "他把信")
    first = house.find(DiffText, "candidate1Text")
    qtbot.waitUntil(lambda: first.toPlainText() == "他把信")
    assert house.window.focusWidget() is focus
    assert editor(house).toPlainText().count("他没有拆。") == 1
    finish(house, NEW, "他走了。", "他没有动。")
    assert "他没有拆。" not in house.find(DiffText, "candidate2Text").toPlainText()[:2]
    qtbot.mouseClick(house.find(QPushButton, "candidate1Use"), Qt.MouseButton.LeftButton)
    house.settle()
    assert NEW in editor(house).toPlainText()
    assert not panel.isVisible()
    editor(house).undo()
    assert "他没有拆。" in editor(house).toPlainText()


def test_the_writers_instruction_goes_with_the_wish(house: House, qtbot: QtBot) -> None:
    drafted(house)
    select(editor(house), "他没有拆。")
    house.window._actions.rewrite_selection.trigger()
    bar = house.find(QLineEdit, "rewriteEdit")
    qtbot.keyClicks(bar, "colder")
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    house.settle()
    offer = house.workspace.candidates.offer
    assert offer is not None
    assert offer.target == Target(0, 7, 12, Wish.OWN, "colder")


def test_a_change_that_is_clicked_is_left_out(house: House, qtbot: QtBot) -> None:
    offered(house, qtbot)
    finish(house, "他没有马上拆。", "他没有拆开。", "他当然没有拆。")
    text = house.find(DiffText, "candidate1Text")
    assert text.count() == 1
    assert text.chosen_text() is None
    caret = text.textCursor()
    caret.setPosition(text.toPlainText().index("马") + 1)
    text.setTextCursor(caret)
    qtbot.keyClick(text, Qt.Key.Key_Space)
    assert text.chosen_text() == "他没有拆。"
    use = house.find(QPushButton, "candidate1Use")
    assert use.text() == "Use these parts"
    qtbot.keyClick(text, Qt.Key.Key_Space)
    assert text.chosen_text() is None
    qtbot.keyClick(text, Qt.Key.Key_Space)
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)
    house.settle()
    assert house.workspace.desk.draft.story.text == STORY.text


def test_each_candidate_is_stopped_alone(house: House, qtbot: QtBot) -> None:
    offered(house, qtbot)
    qtbot.mouseClick(house.find(QPushButton, "candidate2Stop"), Qt.MouseButton.LeftButton)
    assert house.drafting.calls.stopped_variants == [1]


def test_a_selection_over_two_sections_is_refused_with_a_reason(house: House) -> None:
    drafted(house)
    edit = editor(house)
    edit.selectAll()
    pane = house.window._desk_view.story
    notices: list[Notice] = []
    house.workspace.desk.notice.connect(notices.append)
    pane.rewrite_bar.ask(Wish.SHORTER)
    assert "two sections" in notices[-1].text
    assert not house.drafting.busy


def test_going_on_asks_at_the_caret(house: House) -> None:
    drafted(house)
    edit = editor(house)
    select(edit, "那一夜")
    house.window._desk_view.story.rewrite_bar.go_on()
    house.settle()
    offer = house.workspace.candidates.offer
    assert offer is not None
    assert offer.target == Target(1, 3, 3, Wish.GO_ON)


@pytest.mark.parametrize(
    "text", ["一👩‍👩‍👧二", "e\u0301a\u0308o", "שלום abc عرب", "一\n👍🏽二\n\n三"]
)
def test_a_selection_counts_characters_whatever_they_are(house: House, text: str) -> None:
    house.open()
    story = Story((Section("a", "前。\n"), Section("b", text)))
    house.workspace.desk.set_story(story)
    edit = editor(house)
    begin = edit.toPlainText().index(text[0], 3)
    cursor = edit.textCursor()
    cursor.setPosition(begin)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    part = selected_part(cursor)
    assert part is not None
    place, start, end = part
    assert edit.story().sections[place].text[start:end] == text


def test_the_story_menu_offers_what_fits(house: House) -> None:
    drafted(house)
    edit, menu = editor(house), house.window._desk_view.story._menu
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    assert [action.text() for action in menu.actions()] == ["Go on from here"]
    select(edit, "他没有拆。")
    actions = {action.text(): action for action in menu.actions()}
    actions["Shorter"].trigger()
    house.settle()
    offer = house.workspace.candidates.offer
    assert offer is not None
    assert offer.target == Target(0, 7, 12, Wish.SHORTER)


def test_stories_stand_side_by_side(house: House, qtbot: QtBot) -> None:
    drafted(house)
    house.window._actions.stories.trigger()
    house.settle()
    other = Story((Section("a", "船来了。"), Section("b", "灯亮了。"), Section("c", "完。")))
    for variant in range(3):
        house.drafting.shape_aside(variant, other)
        house.drafting.end_aside(variant, other)
    assert house.find(DiffText, "candidate3Text").toPlainText() == other.text
    qtbot.mouseClick(house.find(QPushButton, "candidate3Use"), Qt.MouseButton.LeftButton)
    house.settle()
    assert house.workspace.desk.draft.story.text == other.text


def test_whole_stories_have_room_and_the_focus_goes_on_where_the_text_went(
    house: House, qtbot: QtBot
) -> None:
    drafted(house)
    house.window.resize(1280, 800)
    house.window.activateWindow()
    house.window._actions.stories.trigger()
    house.settle()
    panel = house.find(QWidget, "candidatesPanel")
    assert panel.height() > house.window._desk_view.panes.height()
    stop, use = (house.find(QPushButton, f"candidate1{what}") for what in ("Stop", "Use"))
    stop.setFocus()
    for variant in range(3):
        house.drafting.shape_aside(variant, STORY)
        house.drafting.end_aside(variant, STORY)
    assert house.window.focusWidget() is use
    qtbot.keyClick(use, Qt.Key.Key_Space)
    house.settle()
    assert house.window.focusWidget() is editor(house)


def test_a_reader_of_a_candidate_stays_where_they_are(house: House, qtbot: QtBot) -> None:
    drafted(house)
    house.window._actions.stories.trigger()
    house.settle()
    line = "海上起了雾，灯照不出去。" * 40
    for variant in range(3):
        house.drafting.shape_aside(variant, Story((Section("a", line * 3),)))
    bars = [house.find(DiffText, f"candidate{n}Text").verticalScrollBar() for n in (1, 2)]
    qtbot.waitUntil(lambda: all(bar.maximum() > 0 for bar in bars))
    places = (bars[0].maximum() // 2, bars[1].maximum())
    for bar, place in zip(bars, places, strict=True):
        bar.setValue(place)
    for variant in range(2):
        house.drafting.end_aside(variant, Story((Section("a", line[::-1] * 3),)))
    assert bars[0].value() == places[0] > 0
    assert bars[1].value() == bars[1].maximum() > 0
