"""What the writer types while the model writes, whatever session is looked at meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from tests.state.samples import BLANK_STORY, PLAN, STORY
from tests.state.test_desk import written
from writer_gui.domain.plan import Author
from writer_gui.domain.story import Section, Story
from writer_gui.state.workspace import build_workspace
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from tests.state.conftest import Room
    from writer_gui.domain.plan import Plan
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.workspace import Workspace

MINE = "我改的。"


def begin_story(room: Room) -> int:
    session_id = written(room)
    room.workspace.commands.write_story()
    room.settle()
    return session_id


def type_into(workspace: Workspace, place: int, text: str) -> None:
    sections = list(workspace.desk.draft.story.sections)
    sections[place] = replace(sections[place], text=sections[place].text + text)
    workspace.desk.set_story(Story(tuple(sections)), typed=True)


def texts_of(room: Room, session_id: int) -> str:
    stored = room.stored(session_id)
    return "|".join((stored.draft.story.text, *(v.story.text for v in stored.stories)))


def test_what_was_typed_is_there_again_when_the_session_is(room: Room) -> None:
    first = begin_story(room)
    room.drafting.shape(BLANK_STORY)
    room.drafting.grow(0, "第一节。")
    room.drafting.grow(1, "第二节")
    type_into(room.workspace, 0, MINE)
    room.open()
    room.drafting.grow(1, "还在写。")
    room.open(first)
    sections = room.workspace.desk.draft.story.sections
    assert [section.text for section in sections[:2]] == ["第一节。我改的。", "第二节还在写。"]
    room.drafting.grow(1, "完。")
    room.drafting.end()
    room.settle()
    assert room.workspace.desk.draft.story.sections[0].text == "第一节。我改的。"


def test_what_was_typed_stays_where_the_run_ends_elsewhere(room: Room) -> None:
    first = begin_story(room)
    room.drafting.shape(BLANK_STORY)
    room.drafting.grow(0, "第一节。")
    type_into(room.workspace, 0, MINE)
    room.open()
    room.drafting.grow(1, "第二节。")
    room.drafting.end()
    room.settle()
    sections = room.stored(first).draft.story.sections
    assert [section.text for section in sections[:2]] == ["第一节。我改的。", "第二节。"]


def test_a_session_left_and_not_typed_in_gets_no_version_but_the_models(room: Room) -> None:
    first = begin_story(room)
    room.drafting.shape(BLANK_STORY)
    room.drafting.grow(0, "第一节。")
    room.open()
    room.drafting.end()
    room.settle()
    stored = room.stored(first)
    assert [version.story.text for version in stored.stories] == [STORY.text, "第一节。"]
    assert stored.draft.story.text == "第一节。"


def test_what_was_typed_before_the_first_word_becomes_a_version(room: Room) -> None:
    first = begin_story(room)
    type_into(room.workspace, 2, MINE)
    room.open()
    room.drafting.shape(BLANK_STORY)
    room.drafting.grow(0, "第一节。")
    room.drafting.end()
    room.settle()
    assert MINE in texts_of(room, first)
    assert room.stored(first).draft.story.text == "第一节。"


def test_a_step_that_was_typed_stays_where_the_plan_ends_elsewhere(room: Room) -> None:
    first = written(room)
    room.workspace.commands.rewrite_step("c")
    room.settle()
    room.drafting.shape(PLAN)
    room.workspace.steps.edit("a", "我改了开端")
    room.open()
    room.drafting.end()
    room.settle()
    step = room.stored(first).draft.plan.step("a")
    assert step is not None
    assert step.text == "我改了开端"


def test_a_window_opened_during_the_run_loses_nothing_at_its_end(room: Room) -> None:
    first = begin_story(room)
    room.drafting.shape(BLANK_STORY)
    room.drafting.grow(0, "第一节。")
    room.open()
    second = build_workspace(
        room.lane,
        cast("DraftingState", room.drafting),
        Templates.open(),
        room.desks,
        room.workspace.desk.parent(),
    )
    second.desk.open(first)
    room.settle()
    type_into(second, 0, MINE)
    room.drafting.end()
    room.settle()
    assert MINE in texts_of(room, first)


@pytest.mark.parametrize("is_left", [True, False])
def test_what_is_typed_after_a_run_that_could_not_be_kept_stays(room: Room, is_left: bool) -> None:
    first = begin_story(room)
    room.drafting.shape(Story(tuple(replace(s, text=f"新{s.text}") for s in STORY.sections)))
    room.drafting.fail("The disk is full.")
    type_into(room.workspace, 0, MINE)
    if is_left:
        room.open()
        room.open(first)
    assert MINE in room.workspace.desk.draft.story.text


def test_rewriting_from_a_section_means_that_section_wherever_its_step_stands_now(
    room: Room,
) -> None:
    written(room)
    added = room.workspace.steps.add(after="a")
    room.workspace.steps.edit(added, "他读信")
    assert steps_rewritten_from(room, 2) == ["c"]
    room.drafting.end()
    room.settle()


def test_rewriting_from_a_section_after_a_step_was_removed(room: Room) -> None:
    written(room)
    room.workspace.steps.remove("a")
    assert steps_rewritten_from(room, 2) == ["c"]
    room.drafting.end()
    room.settle()


def steps_rewritten_from(room: Room, place: int) -> list[str | None]:
    room.workspace.commands.rewrite_from(place)
    room.settle()
    asked = room.drafting.last
    assert asked.keep is not None
    assert asked.rewrite is not None
    story = cast("Story", asked.keep)
    return [story.sections[int(at)].step_id for at in asked.rewrite]


@pytest.mark.parametrize("is_removed", [True, False])
def test_stale_sections_of_steps_that_are_gone_are_taken_out(room: Room, is_removed: bool) -> None:
    written(room)
    desk, steps = room.workspace.desk, room.workspace.steps
    steps.remove("c") if is_removed else steps.edit("c", "")
    assert [stale.place for stale in desk.stale] == [2]
    asked = len(room.drafting.calls.asked)
    room.workspace.commands.rewrite_stale()
    room.settle()
    assert len(room.drafting.calls.asked) == asked
    assert desk.stale == ()
    assert desk.draft.story == Story(STORY.sections[:2])
    assert "taken out" in room.notices[-1].text
    room.workspace.commands.rewrite_stale()
    room.settle()
    assert room.notices[-1].text == "There is nothing to write."


def test_an_own_section_typed_elsewhere_is_not_the_models(room: Room) -> None:
    first = begin_story(room)
    room.drafting.shape(Story((Section(None, ""),)))  # other sections than the desk has
    room.drafting.grow(0, "一整篇。")
    type_into(room.workspace, 0, MINE)
    room.open()
    room.drafting.shape(BLANK_STORY)
    room.drafting.end()
    room.settle()
    assert MINE in texts_of(room, first)


def test_what_is_typed_in_a_section_that_stands_while_the_model_loads_stays_on_the_desk(
    room: Room,
) -> None:
    written(room)
    room.workspace.steps.edit("c", "他离开了岛")
    room.workspace.commands.rewrite_stale()
    room.settle()
    type_into(room.workspace, 0, MINE)
    keep = cast("Story", room.drafting.last.keep)
    room.drafting.shape(Story((*keep.sections[:2], Section("c", ""))))
    room.drafting.grow(2, "他走了。")
    room.drafting.end()
    room.settle()
    shown = [section.text for section in room.workspace.desk.draft.story.sections]
    assert shown == [STORY.sections[0].text + MINE, STORY.sections[1].text, "他走了。"]


def test_what_is_typed_in_a_step_that_stands_while_the_model_loads_stays_on_the_desk(
    room: Room,
) -> None:
    written(room)
    room.workspace.commands.rewrite_step("c")
    room.settle()
    room.workspace.steps.edit("a", "我改了开端")
    keep = cast("Plan", room.drafting.last.keep)
    room.drafting.shape(keep.edited("c", ""))
    room.drafting.grow(3, "他走了。")
    room.drafting.end()
    room.settle()
    plan = room.workspace.desk.draft.plan
    assert [step.text for step in plan.steps][1:] == ["我改了开端", PLAN.steps[2].text, "他走了。"]


def test_an_own_step_is_the_writers_again_when_its_rewrite_is_undone(room: Room) -> None:
    room.open()
    steps, desk = room.workspace.steps, room.workspace.desk
    own = steps.add()
    steps.edit(own, "我自己的一步")
    room.workspace.commands.rewrite_step(own)
    room.settle()
    base = desk.draft.plan
    (step,) = base.steps
    room.drafting.shape(base.replaced(replace(step, text="模型的一步", author=Author.MODEL)))
    room.drafting.end()
    room.settle()
    steps.edit(own, "我自己的一步")  # as Ctrl+Z does
    assert [step.author for step in desk.draft.plan.steps] == [Author.WRITER]


def test_a_run_that_ends_while_its_session_is_being_opened_is_shown(room: Room) -> None:
    first = begin_story(room)
    room.drafting.shape(BLANK_STORY)
    room.open()
    room.drafting.grow(0, "第一节。")
    room.workspace.desk.open(first)  # it is being read
    room.drafting.end()
    room.settle()
    desk = room.workspace.desk
    assert desk.draft.story.text == "第一节。"
    assert desk.session is not None
    assert desk.draft.story_base_id == desk.session.stories[-1].id
