from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QEnterEvent, QInputMethodEvent, QTextCursor, QTextDocument

from tests.state.samples import BLANK_STORY, PLAN, STORY
from tests.ui.test_main_window import drafted
from writer_gui.domain.run import Ended
from writer_gui.domain.story import Section, Story
from writer_gui.ui.story.editor import StoryEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

LONG = "海上起了雾，灯照不出去。" * 40


def editor(house: House) -> StoryEditor:
    return house.find(StoryEditor, "storyEdit")


def begin_story(house: House, blank: Story = BLANK_STORY) -> None:
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(blank)


def grow(house: House, place: int, text: str) -> None:
    house.drafting.grow(place, text)
    editor(house).stream.flush()


def compose(edit: StoryEditor, preedit: str) -> None:
    QCoreApplication.sendEvent(edit, QInputMethodEvent(preedit, []))


def commit(edit: StoryEditor, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(edit, event)


def put_caret(edit: StoryEditor, position: int) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(position)
    edit.setTextCursor(cursor)


def test_streamed_text_arrives_in_batches(house: House, qtbot: QtBot) -> None:
    drafted(house)
    begin_story(house)
    edit = editor(house)
    changes: list[int] = []
    edit.document().contentsChange.connect(lambda *_: changes.append(1))
    for char in "雾散的那天，信到了。":
        house.drafting.grow(0, char)
    assert not changes
    qtbot.waitUntil(lambda: edit.toPlainText() == "雾散的那天，信到了。")
    assert len(changes) == 1


def test_one_undo_takes_the_whole_generation_back(house: House) -> None:
    drafted(house)
    edit = editor(house)
    before = edit.toPlainText()
    begin_story(house)
    for place in range(3):
        for piece in ("一句。", "\n又一段。\n", "完。"):
            grow(house, place, piece)
    house.drafting.end()
    house.settle()
    assert edit.toPlainText().count("又一段。") == 3
    edit.undo()
    assert edit.toPlainText() == before
    edit.tell()
    assert house.workspace.desk.draft.story.text == STORY.text
    edit.redo()
    assert edit.toPlainText().count("又一段。") == 3


def with_text(place: int, text: str, story: Story = BLANK_STORY) -> Story:
    sections = list(story.sections)
    sections[place] = Section(sections[place].step_id, text)
    return Story(tuple(sections))


@pytest.mark.parametrize("is_at_end", [True, False])
def test_a_section_written_again_gives_way_in_one_step(house: House, is_at_end: bool) -> None:
    drafted(house)
    edit = editor(house)
    before = edit.written_text()
    begin_story(house)
    for _ in range(20):
        grow(house, 0, LONG + "\n")
    house.drafting.shape(with_text(0, LONG))
    house.drafting.shape(with_text(0, "\n".join([LONG] * 20)))
    bar = edit.verticalScrollBar()
    assert bar.maximum() > 0
    at = bar.maximum() if is_at_end else bar.maximum() // 3
    bar.setValue(at)
    changes: list[int] = []
    edit.document().contentsChange.connect(lambda *_: changes.append(bar.value()))
    house.drafting.shape(with_text(0, "\n".join([LONG[::-1]] * 25)))
    assert len(changes) == 1
    assert bar.value() == (bar.maximum() if is_at_end else at)
    house.drafting.end()
    house.settle()
    edit.undo()
    assert edit.written_text() == before


def test_what_the_writer_mends_in_a_section_is_not_written_over(house: House, qtbot: QtBot) -> None:
    drafted(house)
    edit = editor(house)
    begin_story(house)
    grow(house, 0, "一样的话，一样的话。")
    put_caret(edit, 4)
    qtbot.keyClicks(edit, "abc")
    house.drafting.shape(with_text(0, "另一段话。"))
    assert edit.story().sections[0].text == "一样的话abc，一样的话。"
    grow(house, 1, "后来。")
    assert [s.text for s in edit.story().sections][1] == "后来。"


def test_a_composition_is_kept_while_text_streams_in(house: House) -> None:
    drafted(house)
    edit = editor(house)
    edit.setFocus()
    begin_story(house)
    grow(house, 0, "第一段。")
    put_caret(edit, 2)
    compose(edit, "zhong")
    house.drafting.grow(0, "还有。")
    house.drafting.grow(1, "第二段。")
    edit.stream.flush()
    layout = edit.textCursor().block().layout()
    assert layout.preeditAreaText() == "zhong"
    assert "第二段。" in edit.toPlainText()
    commit(edit, "中")
    edit.stream.flush()
    assert edit.toPlainText().startswith("第一中段。还有。")
    edit.tell()
    assert house.workspace.desk.draft.story.sections[0].text == "第一中段。还有。"


def test_typing_goes_on_during_generation(house: House, qtbot: QtBot) -> None:
    drafted(house)
    edit = editor(house)
    edit.setFocus()
    begin_story(house)
    grow(house, 0, "开头。")
    put_caret(edit, 0)
    qtbot.keyClicks(edit, "abc")
    grow(house, 0, "后来。")
    grow(house, 1, "再后来。")
    qtbot.keyClicks(edit, "d")
    assert edit.toPlainText().startswith("abcd开头。后来。")
    house.drafting.end()
    house.settle()
    story = house.workspace.desk.draft.story
    assert [s.text for s in story.sections] == ["abcd开头。后来。", "再后来。", ""]


def test_a_caret_at_the_end_of_the_growing_text_stays_where_it_is(house: House) -> None:
    drafted(house)
    edit = editor(house)
    begin_story(house)
    grow(house, 0, "一二三")
    put_caret(edit, 3)
    grow(house, 0, "四五六")
    assert edit.textCursor().position() == 3


def test_generation_never_takes_the_focus(house: House) -> None:
    drafted(house)
    house.window.activateWindow()
    house.find(StoryEditor, "storyEdit").clearFocus()
    prompt = house.window._desk_view.prompt_bar.prompt
    prompt.setFocus()
    begin_story(house)
    grow(house, 0, "一二三")
    house.drafting.end()
    house.settle()
    assert house.window.focusWidget() is prompt


def test_it_follows_the_text_until_the_reader_scrolls_up(house: House) -> None:
    drafted(house)
    edit = editor(house)
    bar = edit.verticalScrollBar()
    begin_story(house)
    grow(house, 0, LONG)
    grow(house, 0, LONG)
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    bar.setValue(bar.maximum() // 3)
    stays = bar.value()
    grow(house, 0, LONG)
    grow(house, 1, LONG)
    assert bar.value() == stays
    bar.setValue(bar.maximum())
    grow(house, 1, LONG)
    assert bar.value() == bar.maximum()


def test_a_retry_of_a_section_leaves_the_others_and_what_was_typed(
    house: House, qtbot: QtBot
) -> None:
    drafted(house)
    edit = editor(house)
    edit.setFocus()
    begin_story(house)
    grow(house, 0, "第一。")
    put_caret(edit, 0)
    qtbot.keyClicks(edit, "x")
    grow(house, 1, "坏的")
    first = Section("a", "第一。")
    house.drafting.shape(replace(BLANK_STORY, sections=(first, *BLANK_STORY.sections[1:])))
    grow(house, 1, "好的")
    assert edit.toPlainText() == "x第一。\n\n好的"


def test_typed_text_is_told_without_a_pause_in_typing(house: House, qtbot: QtBot) -> None:
    drafted(house)
    edit = editor(house)
    edit.setFocus()
    put_caret(edit, 0)
    for _ in range(8):
        qtbot.keyClick(edit, Qt.Key.Key_A, delay=60)
    assert "a" in house.workspace.desk.draft.story.text


def test_stepping_through_versions_and_the_stale_label(house: House) -> None:
    drafted(house)
    label = house.window._desk_view.story._stale
    assert label.text() == "written from plan v1"
    house.workspace.steps.edit("b", "另一种转折")
    assert label.text() == "written from plan v1 · 2 stale"
    assert "2–3" in label.toolTip()
    house.workspace.steps.edit("b", PLAN.steps[2].text)
    assert label.text() == "written from plan v1"


def test_stop_keeps_the_text_and_offers_to_go_on(house: House, qtbot: QtBot) -> None:
    drafted(house)
    begin_story(house)
    grow(house, 0, "写到一半")
    house.drafting.end(Ended.STOPPED, "Stopped; what was written is kept.")
    house.settle()
    messages = house.window._messages
    assert messages.isVisible()
    assert messages._action.text() == "Continue"
    qtbot.mouseClick(messages._action, Qt.MouseButton.LeftButton)
    house.settle()
    assert house.drafting.last.rewrite == (1, 2)


def test_pasted_text_is_plain_and_clean(house: House) -> None:
    drafted(house)
    edit = editor(house)
    mime = QMimeData()
    mime.setHtml("<b>fett</b><img src='file:///etc/passwd'>")
    mime.setText("plain\x00 text\r\nline")
    edit.selectAll()
    edit.insertFromMimeData(mime)
    assert edit.toPlainText() == "plain text\nline"


def test_nothing_a_text_names_is_loaded(house: House) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    assert editor(house).document().resource(kind, QUrl("file:///etc/passwd")) == b" "


def test_find_and_replace(house: House) -> None:
    drafted(house)
    pane = house.window._desk_view.story
    pane.find_bar.open()
    pane.find_bar._words.setText("灯")
    assert pane.find_bar.find_next()
    assert pane.editor.textCursor().selectedText() == "灯"
    pane.find_bar._with.setText("烛")
    pane.find_bar.replace_all()
    assert "灯" not in pane.editor.toPlainText()
    pane.editor.undo()
    assert "灯" in pane.editor.toPlainText()


def test_the_longest_article_opens_at_once(house: House) -> None:
    story = Story(tuple(Section(None, f"{LONG}\n{LONG}") for _ in range(33)))
    assert len(story.text) > 31_071
    edit = editor(house)
    edit.open(story, 0)
    assert edit.story().text == story.text


@pytest.mark.parametrize("width", [900, 1280, 1920])
def test_lines_are_never_cut_off(house: House, width: int) -> None:
    drafted(house)
    house.window.resize(width, 800)
    house.settle()
    edit = editor(house)
    assert edit.document().textWidth() == edit.viewport().width()


def test_caret_and_card_light_each_other_up(house: House) -> None:
    drafted(house)
    edit = editor(house)
    house.window.activateWindow()
    edit.setFocus()
    cursor = edit.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    edit.setTextCursor(cursor)
    cards = house.window._desk_view.plan.cards
    lit = [card.step_id for card in cards.cards if card.property("lit") == "true"]
    assert lit == ["c"]


def test_what_the_mouse_is_over_lights_up_its_other_side(house: House, qtbot: QtBot) -> None:
    drafted(house)
    view = house.window._desk_view
    margin, cards = view.story._margin, view.plan.cards
    editor(house).setFocus()
    put_caret(editor(house), 0)
    card = cards.card("b")
    assert card is not None
    QCoreApplication.sendEvent(card, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert margin._lit == 1
    QCoreApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert margin._lit == 0
    third = next(stretch for stretch in margin._stretches() if stretch.place == 2)
    qtbot.mouseMove(margin, QPoint(20, third.top + 2))
    assert [c.property("lit") for c in cards.cards] == ["false", "false", "false", "true"]
    QCoreApplication.sendEvent(margin, QEvent(QEvent.Type.Leave))
    assert [c.property("lit") for c in cards.cards] == ["false", "true", "false", "false"]
