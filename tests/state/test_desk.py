from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.state.samples import BLANK_STORY, PLAN, SKELETON, STORY
from tests.store.faults import LARGE, full_disk
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended, Stage
from writer_gui.domain.story import Section, Story
from writer_gui.inference.families import UNKNOWN
from writer_gui.state.autosave import SaveKind
from writer_gui.writing.style import Style

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from tests.state.conftest import Room


def written(room: Room) -> int:
    """Return a session with a plan and a story by the model."""
    session_id = room.open()
    room.workspace.commands.generate()
    room.drafting.shape(PLAN)
    room.drafting.end()
    room.settle()
    room.workspace.commands.generate()
    room.drafting.shape(STORY)
    room.drafting.end()
    room.settle()
    return session_id


def test_typed_text_is_in_the_database_within_two_seconds(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second after the first key it is handed to the lane, however long typing goes on."""
    session_id = room.open()
    desk = room.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text="海边的信"))
    assert desk.autosave.status.kind is SaveKind.PENDING
    timer = desk.autosave._timer
    assert (timer.isActive(), timer.interval(), timer.isSingleShot()) == (True, 1000, True)
    put_off: list[int] = []
    monkeypatch.setattr(timer, "start", put_off.append)
    desk.edit_prompt(replace(desk.draft.prompt, text="海边的信！"))
    assert put_off == []
    qtbot.waitUntil(lambda: room.stored(session_id).draft.prompt.text == "海边的信！")
    qtbot.waitUntil(lambda: desk.autosave.status.kind is SaveKind.SAVED)
    assert desk.autosave.status.at is not None


def test_switching_saves_what_was_typed(room: Room) -> None:
    first = room.open()
    second = room.create("另一篇")
    room.workspace.desk.edit_prompt(replace(room.workspace.desk.draft.prompt, text="改了"))
    room.open(second)
    assert room.stored(first).draft.prompt.text == "改了"
    assert room.workspace.desk.draft.prompt.text == "另一篇"


def test_a_save_that_failed_before_there_was_room_again_does_not_count(room: Room) -> None:
    session_id = room.open()
    desk = room.workspace.desk
    with full_disk(room.database):
        desk.edit_prompt(replace(desk.draft.prompt, text=LARGE))
        desk.save_now()
        room.lane.drain()  # it has failed; nobody has been told yet
    assert desk.save_and_wait()
    assert room.stored(session_id).draft.prompt.text == LARGE


def test_the_last_of_several_wishes_is_opened(room: Room) -> None:
    first, second = room.create("一"), room.create("二")
    opened: list[int | None] = []
    room.workspace.desk.opened.connect(lambda: opened.append(room.workspace.desk.session_id))
    room.workspace.desk.open(first)
    room.workspace.desk.open(second)
    room.settle()
    assert opened == [second]


def pretend_id(room: Room, session_id: int) -> None:
    """Give the open session another id, as if its row were not there."""
    session = room.workspace.desk.session
    assert session is not None
    summary = replace(session.summary, id=session_id)
    room.workspace.desk._session = replace(session, summary=summary)


def test_a_failed_save_is_told_and_made_up_for(room: Room, qtbot: QtBot, caplog: object) -> None:
    session_id = room.open()
    desk = room.workspace.desk
    pretend_id(room, 999)
    desk.edit_prompt(replace(desk.draft.prompt, text="x"))
    desk.save_now()
    qtbot.waitUntil(lambda: desk.autosave.status.kind is SaveKind.FAILED)
    assert desk.autosave.status.problem
    pretend_id(room, session_id)
    desk.save_now()
    room.settle()
    assert desk.autosave.status.kind is SaveKind.SAVED
    assert room.stored(session_id).draft.prompt.text == "x"


def test_plan_then_story_and_what_is_in_the_database(room: Room) -> None:
    stored = room.stored(written(room))
    assert [plan.number for plan in stored.plans] == [1]
    assert stored.stories[0].plan_version_id == stored.plans[0].id
    room.workspace.desk.save_now()
    room.settle()
    assert room.stored(stored.summary.id).draft.story.text == STORY.text


def test_an_edited_step_makes_its_sections_stale_and_becomes_a_version(room: Room) -> None:
    session_id = written(room)
    desk = room.workspace.desk
    room.workspace.steps.edit("b", "灯没有灭")
    assert [stale.place for stale in desk.stale] == [1, 2]
    room.workspace.commands.rewrite_stale()
    room.settle()
    asked = room.drafting.last
    assert asked.rewrite == (1, 2)
    assert asked.plan_version is not None
    assert asked.plan_version.number == 2
    assert asked.plan_version.plan.steps[2].author is Author.MIXED
    assert asked.parent_id == room.stored(session_id).stories[0].id
    room.drafting.shape(STORY)
    room.drafting.end()
    room.settle()
    assert desk.stale == ()


def test_a_second_story_is_a_sibling_of_the_first(room: Room) -> None:
    session_id = written(room)
    room.workspace.commands.generate()
    room.drafting.shape(replace(STORY, sections=(Section("a", "又一篇"),)))
    room.drafting.end()
    room.settle()
    assert [story.parent_id for story in room.stored(session_id).stories] == [None, None]
    assert room.workspace.versions.position(Stage.STORY) == (2, 2)
    room.workspace.versions.step(Stage.STORY, -1)
    assert room.workspace.desk.draft.story.text == STORY.text


def test_stepping_away_from_edits_keeps_them_as_a_version(room: Room) -> None:
    session_id = written(room)
    edited = Story((*STORY.sections[:2], Section("c", "天亮以前，光又回来了。人不在。")))
    room.workspace.desk.set_story(edited, typed=True)
    assert room.workspace.versions.is_edited(Stage.STORY)
    room.workspace.versions.show(Stage.STORY, room.stored(session_id).stories[0].id)
    room.settle()
    stored = room.stored(session_id)
    assert stored.stories[1].story.text == edited.text
    assert [s.author for s in stored.stories[1].story.sections[2].spans] == [
        Author.MODEL,
        Author.WRITER,
    ]
    assert room.workspace.desk.draft.story.text == STORY.text


def test_writer_and_model_write_at_the_same_time(room: Room) -> None:
    room.open()
    room.workspace.commands.generate()
    room.drafting.shape(SKELETON)
    room.drafting.grow(0, "孤独")
    room.workspace.steps.edit("c", "由我来写")
    added = room.workspace.steps.add()
    room.drafting.grow(0, "与光")
    room.drafting.shape(room.drafting.content)
    plan = room.workspace.desk.draft.plan
    assert [step.text for step in plan.steps] == ["孤独与光", "", "", "由我来写", ""]
    assert plan.steps[-1].id == added


def test_a_story_that_was_stopped_before_its_first_word_gives_the_old_one_back(
    room: Room,
) -> None:
    written(room)
    room.workspace.commands.write_story()
    room.drafting.shape(BLANK_STORY)
    assert room.workspace.desk.draft.story.is_empty
    room.drafting.end(Ended.STOPPED)
    assert room.workspace.desk.draft.story.text == STORY.text


def test_what_is_typed_while_the_model_loads_is_kept_as_a_version(room: Room) -> None:
    session_id = written(room)
    room.workspace.commands.write_plan()
    room.workspace.steps.edit("a", "打了一半")
    room.drafting.shape(Plan((replace(PLAN.steps[0], id="new"),)))
    room.settle()
    assert room.stored(session_id).plans[-1].plan.steps[1].text == "打了一半"


def test_a_draft_goes_on_while_another_session_is_open(room: Room) -> None:
    first = room.open()
    room.workspace.commands.generate()
    room.drafting.shape(SKELETON)
    second = room.open()
    room.drafting.grow(0, "光")
    assert room.workspace.desk.draft.plan.is_empty
    room.open(first)
    assert room.workspace.desk.draft.plan.steps[0].text == "光"
    room.open(second)
    room.drafting.end()
    room.settle()
    assert room.stored(first).draft.plan.steps[0].text == "光"
    assert room.stored(first).draft.plan_base_id == room.stored(first).plans[0].id


def test_write_without_a_plan_writes_the_plan_first(room: Room) -> None:
    room.open()
    room.workspace.commands.write_story()
    room.drafting.shape(PLAN)
    room.drafting.end()
    room.settle()
    assert [a.stage for a in room.drafting.calls.asked] == [Stage.PLAN, Stage.STORY]


def test_a_refused_story_is_not_written_later(room: Room) -> None:
    room.open()
    room.workspace.commands.write_plan()
    room.drafting.shape(SKELETON)
    room.workspace.commands.write_story()  # the model is busy
    room.drafting.shape(PLAN)
    room.drafting.end()
    room.workspace.commands.write_plan()
    room.drafting.fail("There is no model.")
    room.workspace.commands.write_plan()
    room.drafting.end()
    room.settle()
    assert {a.stage for a in room.drafting.calls.asked} == {Stage.PLAN}


def test_a_story_whose_plan_could_not_begin_is_not_written_later(room: Room) -> None:
    room.open()
    room.workspace.commands.write_story()
    room.drafting.fail("There is no model.")
    room.workspace.commands.write_plan()
    room.drafting.shape(PLAN)
    room.drafting.end()
    room.settle()
    assert {a.stage for a in room.drafting.calls.asked} == {Stage.PLAN}


def test_a_stopped_plan_is_not_followed_by_a_story(room: Room) -> None:
    room.open()
    room.workspace.commands.write_story()
    room.drafting.shape(PLAN)
    room.workspace.commands.stop()
    room.drafting.end(Ended.STOPPED)
    room.settle()
    assert len(room.drafting.calls.asked) == 1


def test_locked_and_own_steps_are_given_to_the_model(room: Room) -> None:
    written(room)
    room.workspace.steps.lock("a", locked=True)
    own = room.workspace.steps.add()
    room.workspace.steps.edit(own, "我的一步")
    room.workspace.commands.write_plan()
    room.settle()
    assert room.drafting.last.rewrite == ("i", "b", "c")


def test_an_empty_prompt_is_answered_in_the_message_bar(room: Room) -> None:
    room.open(room.create(""))
    room.workspace.commands.generate()
    assert not room.drafting.calls.asked
    assert "prompt is empty" in room.notices[-1].text


def test_wildness_moves_the_temperature(room: Room) -> None:
    room.open()
    seen = []
    for wildness in (0.0, 0.5, 1.0):
        room.workspace.style.set_style(Style(wildness))
        room.workspace.commands.write_plan()
        seen.append(room.drafting.last.options.sampling.temperature)
        room.drafting.fail("")
    assert seen == [UNKNOWN.calm, UNKNOWN.sampling.temperature, UNKNOWN.wild]


def test_what_could_not_be_saved_is_saved_once_there_is_room_whatever_is_open(room: Room) -> None:
    first, second = room.open(), room.create("另一篇")
    desk = room.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text=LARGE))
    with full_disk(room.database):
        assert not desk.save_and_wait()
        room.open(second)
        assert desk.session_id == second
        assert desk.autosave.status.kind is SaveKind.FAILED
        assert "no room left" in desk.autosave.status.problem
        room.open(first)
        assert desk.draft.prompt.text == LARGE
        room.open(second)
    desk.edit_prompt(replace(desk.draft.prompt, text="有地方了"))
    assert desk.save_and_wait()
    assert room.stored(first).draft.prompt.text == LARGE
    assert room.stored(second).draft.prompt.text == "有地方了"


def test_a_moved_caret_is_saved_without_a_word(room: Room, qtbot: QtBot) -> None:
    session_id = room.open()
    desk = room.workspace.desk
    told: list[object] = []
    desk.autosave.status_changed.connect(told.append)
    desk.stand(3, None)
    assert told == []
    qtbot.waitUntil(lambda: room.stored(session_id).draft.caret == 3)
