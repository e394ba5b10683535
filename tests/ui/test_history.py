from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton

from tests.state.samples import STORY
from tests.ui.test_main_window import drafted
from writer_gui.domain.run import RunTrace, Stage
from writer_gui.domain.story import Section, Story
from writer_gui.ui.diff_text import DiffText
from writer_gui.ui.history.panel import HistoryPanel
from writer_gui.ui.history.tree import NAME, HistoryTree
from writer_gui.ui.version_bar import VersionBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

OTHER = Story((Section("a", "船来了。"), Section("b", "灯亮了。"), Section("c", "完。")))


def history(house: House) -> HistoryTree:
    """Open the history of a session with two stories from one plan."""
    drafted(house)
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(OTHER)
    house.drafting.end()
    house.settle()
    house.window._actions.history.trigger()
    return house.find(HistoryTree, "historyTree")


def choose(tree: HistoryTree, stage: Stage, number: int) -> None:
    for item in tree._items.values():
        if item.data(0, Qt.ItemDataRole.UserRole)[0] is stage and f"v{number} " in item.text(0):
            tree.setCurrentItem(item)
            return
    raise AssertionError(number)


def test_stories_hang_on_the_plan_they_were_written_from(house: House) -> None:
    tree = history(house)
    assert tree.topLevelItemCount() == 1
    plan = tree.topLevelItem(0)
    assert plan is not None
    stories = [child for n in range(plan.childCount()) if (child := plan.child(n)) is not None]
    assert [story.text(0).split("  ")[0] for story in stories] == ["Story v2", "Story v1"]
    assert stories[0].font(0).bold()  # it lies on the desk


def test_looking_at_a_version_changes_nothing(house: House, qtbot: QtBot) -> None:
    tree = history(house)
    choose(tree, Stage.STORY, 1)
    text = house.find(DiffText, "historyText")
    assert "信封是湿的。" in text.toPlainText()
    assert "船来了。" in text.toPlainText()
    assert house.workspace.desk.draft.story.text == OTHER.text
    qtbot.mouseClick(house.find(QPushButton, "historyShow"), Qt.MouseButton.LeftButton)
    house.settle()
    assert house.workspace.desk.draft.story.text == STORY.text


def test_a_version_is_named_and_starred(house: House, qtbot: QtBot) -> None:
    tree = history(house)
    choose(tree, Stage.STORY, 1)
    qtbot.mouseClick(house.find(QPushButton, "historyName"), Qt.MouseButton.LeftButton)
    field = tree.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "cold")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    house.settle()
    qtbot.mouseClick(house.find(QPushButton, "historyStar"), Qt.MouseButton.LeftButton)
    house.settle()
    session_id = house.workspace.desk.session_id
    assert session_id is not None
    first = house.stored(session_id).stories[0]
    assert (first.name, first.starred) == ("cold", True)
    chosen = tree.currentItem()
    assert chosen is not None
    assert chosen.text(0).startswith("★ Story v1")
    assert chosen.text(NAME) == "cold"


def test_the_settings_of_a_version_are_used_again(house: House, qtbot: QtBot) -> None:
    tree = history(house)
    choose(tree, Stage.STORY, 1)
    assert "seed 7" in house.find(QLabel, "historyRun").text()
    qtbot.mouseClick(house.find(QPushButton, "historyAgain"), Qt.MouseButton.LeftButton)
    assert house.workspace.style.seed == 7
    house.workspace.commands.write_story()
    house.settle()
    assert house.drafting.last.options.seed == 7
    assert house.workspace.style.seed is None


def test_what_the_model_thought_is_put_away_until_it_is_asked_for(
    house: House, qtbot: QtBot
) -> None:
    drafted(house)
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(OTHER)
    house.drafting.end(trace=RunTrace("[1] 先想想海。"))
    house.settle()
    house.window._actions.history.trigger()
    tree = house.find(HistoryTree, "historyTree")
    toggle = house.find(QToolButton, "reasoningToggle")
    choose(tree, Stage.STORY, 1)
    assert not toggle.isVisible()
    choose(tree, Stage.STORY, 2)
    text = house.find(QPlainTextEdit, "reasoningText")
    assert (toggle.isVisible(), text.isVisible()) == (True, False)
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert text.isVisible()
    text.selectAll()
    assert (text.textCursor().selectedText(), text.isReadOnly()) == ("[1] 先想想海。", True)


def test_what_the_writer_kept_has_no_settings(house: House) -> None:
    tree = history(house)
    house.workspace.desk.set_story(STORY)
    house.workspace.versions.freeze()
    house.settle()
    choose(tree, Stage.STORY, 3)
    assert not house.find(QPushButton, "historyAgain").isEnabled()
    assert house.find(QLabel, "historyRun").text() == "Kept from what you wrote."


def test_two_hundred_versions_stay_in_view_of_the_one_chosen(house: House, qtbot: QtBot) -> None:
    drafted(house)
    for number in range(200):
        changed = Story((Section("a", f"第{number}稿。"), *STORY.sections[1:]))
        house.workspace.desk.set_story(changed)
        house.workspace.versions.freeze()
        house.lane.drain()
        house.settle()
    house.window._actions.history.trigger()
    tree = house.find(HistoryTree, "historyTree")
    assert len(tree._items) == 202
    choose(tree, Stage.STORY, 1)
    chosen = tree.currentItem()
    assert chosen is not None
    assert tree.visualItemRect(chosen).isValid()
    panel = house.find(HistoryPanel, "historyPanel")
    qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_versions_selected_in_the_tree_are_laid_side_by_side(house: House) -> None:
    tree = history(house)
    beside = house.find(QPushButton, "historyBeside")
    choose(tree, Stage.STORY, 2)
    assert not beside.isEnabled()  # it is the one on the desk
    choose(tree, Stage.STORY, 1)
    beside.click()
    assert [e.name for e in house.workspace.comparison.exhibits] == ["story v1", "story v2"]
    tree.clearSelection()
    tree.selectAll()  # the plan is no story, so it is left out
    beside.click()
    assert [e.name for e in house.workspace.comparison.exhibits] == ["story v1", "story v2"]


def test_the_list_of_versions_leads_to_the_comparison(house: House) -> None:
    history(house)
    menu = house.find(VersionBar, "storyVersions")._menu
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert [e.name for e in house.workspace.comparison.exhibits] == ["story v1", "story v2"]
