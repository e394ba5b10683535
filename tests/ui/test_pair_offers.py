"""Pairs that come from work: offered in the message bar, taken only when it is pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.state.samples import STORY
from tests.ui.test_compare_view import OTHER, compared
from tests.ui.test_main_window import drafted
from writer_gui.domain.pair import PairLevel, Verdict
from writer_gui.domain.story import Section, Story
from writer_gui.exchange.work_pairs import EDITED, PREFERRED, is_trivial
from writer_gui.store.pairs import list_pairs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.domain.pair import Pair

LONGER = "他没有点灯，只坐在楼梯上，听了一夜的海。"


def edited(house: House, last: str) -> None:
    drafted(house)
    changed = Story((*STORY.sections[:2], Section("c", last)))
    house.workspace.desk.set_story(changed, base_id=house.workspace.desk.draft.story_base_id)
    house.settle()


def save(house: House, qtbot: QtBot) -> str:
    qtbot.keyClick(house.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    house.settle()
    house.settle()
    return house.find(QLabel, "messageText").text()


def pairs(house: House) -> list[Pair]:
    with house.database.reading() as tx:
        return list_pairs(tx)


def test_the_writers_version_over_the_models_draft_after_a_yes(house: House, qtbot: QtBot) -> None:
    edited(house, LONGER)
    assert "as a preference pair?" in save(house, qtbot)
    assert pairs(house) == []
    house.find(QPushButton, "messageAction").click()
    house.settle()
    (pair,) = pairs(house)
    assert (pair.origin, pair.level, pair.verdict) == (EDITED, PairLevel.STORY, Verdict.FIRST)
    assert pair.first.text.endswith(LONGER)
    assert pair.second.text == STORY.text
    assert (pair.first.model, pair.second.model) == ("writer", "fake")


def test_without_a_yes_nothing_is_kept_and_it_is_not_asked_again(
    house: House, qtbot: QtBot
) -> None:
    edited(house, LONGER)
    save(house, qtbot)
    assert "preference pair" not in save(house, qtbot)
    assert pairs(house) == []


def test_trivial_edits_are_not_offered(house: House, qtbot: QtBot) -> None:
    edited(house, "天亮以前, 光又回来了！")
    assert save(house, qtbot) == "Saved as a triplet."


def test_what_is_trivial() -> None:
    text = "灯塔的光每晚扫过海面，" * 40
    assert is_trivial(text, text.replace("，", ",\n"))
    assert is_trivial(text, text + "他睡了。")
    assert not is_trivial(text, text + "他没有睡，只是坐着。" * 4)


def test_the_version_taken_over_another_after_a_yes(house: House) -> None:
    compared(house)
    other = replace(OTHER, sections=(*OTHER.sections[:2], Section("c", LONGER)))
    exhibits = house.workspace.comparison.exhibits
    house.workspace.comparison.put(1, replace(exhibits[1], story=other))
    house.find(QPushButton, "useButton1").click()
    house.settle()
    assert "Keep your choice" in house.find(QLabel, "messageText").text()
    house.find(QPushButton, "messageAction").click()
    house.settle()
    (pair,) = pairs(house)
    assert (pair.origin, pair.first.text, pair.second.text) == (PREFERRED, STORY.text, other.text)
