"""Which sections are stale after a run that wrote only some of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.state.samples import BLANK_STORY, STORY
from tests.state.test_desk import written
from writer_gui.domain.run import Ended, Stage
from writer_gui.domain.story import Section, Story
from writer_gui.state.unfinished import Unfinished

if TYPE_CHECKING:
    from tests.state.conftest import Room

NEW = tuple(replace(section, text=f"新{section.text}") for section in STORY.sections)


def stale(room: Room) -> list[int]:
    return [found.place for found in room.workspace.desk.stale]


def changed_plan(room: Room) -> None:
    written(room)
    room.workspace.steps.edit("a", "一封电报到了岛上")
    assert stale(room) == [0, 1, 2]


def run(room: Room, story: Story, how: Ended = Ended.COMPLETE) -> None:
    """Have the run that was asked for write a story and end."""
    room.settle()
    room.drafting.shape(BLANK_STORY)
    room.drafting.shape(story)
    room.drafting.end(how)
    room.settle()


def test_a_stop_leaves_the_sections_not_reached_stale(room: Room) -> None:
    changed_plan(room)
    room.workspace.commands.rewrite_stale()
    run(room, Story((NEW[0], *STORY.sections[1:])), Ended.STOPPED)
    assert stale(room) == [1, 2]
    room.workspace.commands.rewrite_stale()
    room.settle()
    assert room.drafting.last.rewrite == (1, 2)
    run(room, Story(NEW))
    assert stale(room) == []


def test_rewriting_from_a_later_section_leaves_the_earlier_stale(room: Room) -> None:
    changed_plan(room)
    room.workspace.commands.rewrite_from(2)
    run(room, Story((*STORY.sections[:2], NEW[2])))
    assert stale(room) == [0, 1]


def test_finishing_a_story_leaves_what_is_stale_stale(room: Room) -> None:
    written(room)
    added = room.workspace.steps.add(after="c")
    room.workspace.steps.edit(added, "尾声")
    room.workspace.steps.edit("a", "一封电报到了岛上")
    room.workspace.commands.go_on(Unfinished(Stage.STORY, None))
    run(room, Story((*STORY.sections, Section(added, "很多年以后。"))))
    assert stale(room) == [0, 1, 2]


def test_a_section_written_again_in_the_same_words_is_not_stale(room: Room) -> None:
    changed_plan(room)
    room.workspace.commands.rewrite_stale()
    run(room, STORY)
    assert stale(room) == []


def test_what_the_writer_makes_of_a_stale_section_is_stale_as_a_version_too(room: Room) -> None:
    changed_plan(room)
    room.workspace.commands.rewrite_from(2)
    run(room, Story((*STORY.sections[:2], NEW[2])))
    desk = room.workspace.desk
    mine = replace(STORY.sections[0], text="我改过的开头。")
    desk.set_story(Story((mine, *desk.draft.story.sections[1:])), typed=True)
    assert stale(room) == [0, 1]
    room.workspace.versions.freeze()
    room.settle()
    assert stale(room) == [0, 1]


def test_undoing_a_rewrite_brings_back_that_it_is_stale(room: Room) -> None:
    changed_plan(room)
    room.workspace.commands.rewrite_stale()
    run(room, Story(NEW))
    assert stale(room) == []
    room.workspace.desk.set_story(STORY, typed=True)  # as Ctrl+Z does
    assert stale(room) == [0, 1, 2]
    room.workspace.desk.set_story(Story(NEW), typed=True)
    assert stale(room) == []


def test_going_back_to_the_plan_a_section_was_written_from_makes_it_follow(room: Room) -> None:
    changed_plan(room)
    room.workspace.commands.rewrite_from(2)
    run(room, Story((*STORY.sections[:2], NEW[2])))
    room.workspace.versions.step(Stage.PLAN, -1)
    room.settle()
    assert stale(room) == [2]
