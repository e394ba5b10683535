"""What the message bar offers for one session is not done to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from tests.state.samples import BLANK_STORY, STORY
from tests.ui.test_main_window import drafted
from writer_gui.domain.run import Ended, RunTrace
from writer_gui.domain.story import Section, Story
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from tests.ui.conftest import House


def action(house: House) -> QPushButton:
    return house.find(QPushButton, "messageAction")


def test_a_deleted_step_cannot_be_put_back_into_another_session(house: House) -> None:
    drafted(house)
    house.window._desk_view.plan.cards._on_remove_wanted("b")
    assert action(house).isVisible()
    house.open("另一个")
    assert not action(house).isVisible()
    action(house).click()
    assert not house.workspace.desk.draft.plan.steps


def test_going_on_is_not_offered_in_another_session(house: House) -> None:
    first = drafted(house)
    drafted(house)
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(BLANK_STORY)
    house.drafting.grow(0, "第一节。")
    house.drafting.end(Ended.STOPPED, "Stopped.")
    assert action(house).text() == "Continue"
    assert action(house).isVisible()
    house.workspace.desk.open(first)
    house.settle()
    assert not action(house).isVisible()


def test_continue_takes_up_the_last_section(house: House) -> None:
    drafted(house)
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(BLANK_STORY)
    house.drafting.shape(Story((*STORY.sections[:2], Section("c", "天亮以前，光"))))
    house.drafting.end(Ended.STOPPED, "Stopped.", RunTrace("", 2))
    assert action(house).text() == "Continue"
    action(house).click()
    house.settle()
    assert (house.drafting.last.cut, house.drafting.last.rewrite) == (2, ())


def test_nothing_is_offered_where_the_text_came_to_its_end(house: House) -> None:
    drafted(house)
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.shape(STORY)
    house.drafting.end(Ended.STOPPED, "Stopped.", RunTrace("", 2))
    assert not action(house).isVisible()


def test_a_name_is_not_given_to_a_version_of_another_session(house: House) -> None:
    first = drafted(house)
    second = drafted(house)
    for asks in (False, True):
        house.workspace.desk.set_story(Story((Section("a", f"改过{asks}"), *STORY.sections[1:])))
        house.window._keeping.keep()
        house.settle()
        assert action(house).text() == "Name it…"
        if asks:
            action(house).click()
            assert house.find(QLineEdit, "messageField").isVisible()
        house.workspace.desk.open(first)
        house.settle()
        assert not action(house).isVisible()
        house.workspace.desk.open(second)
        house.settle()


def test_what_is_said_of_the_library_or_offers_nothing_stays(house: House) -> None:
    drafted(house)
    done: list[bool] = []
    house.window.show_notice(Notice("In the trash.", "Undo", lambda: done.append(True)))
    house.open("另一个")
    action(house).click()
    assert done == [True]
    house.window.show_notice(Notice("Writing was interrupted."))
    house.open("第三个")
    assert house.find(QLabel, "messageText").isVisible()
