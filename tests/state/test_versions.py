"""Versions of the open session, shown and made while other things go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.state.samples import BLANK_STORY, STORY
from tests.state.test_desk import written
from tests.store.faults import LARGE, full_disk
from writer_gui.domain.run import Stage
from writer_gui.domain.story import Section, Story
from writer_gui.state.comparison import exhibit_of

if TYPE_CHECKING:
    from tests.state.conftest import Room


def being_written(room: Room) -> int:
    """Open a session with a story, and have a second one begun."""
    session_id = written(room)
    room.workspace.commands.write_story()
    room.settle()
    room.drafting.shape(BLANK_STORY)
    room.drafting.grow(0, "新的开头")
    room.notices.clear()
    return session_id


def test_no_version_is_shown_where_the_model_writes(room: Room) -> None:
    session_id = being_written(room)
    desk, versions = room.workspace.desk, room.workspace.versions
    session = room.stored(session_id)
    count = len(session.stories)
    versions.show(Stage.STORY, session.stories[0].id)
    versions.put_on_desk(session.stories[0])
    room.settle()
    assert len(room.notices) == 2
    assert all(notice.passing for notice in room.notices)
    room.drafting.grow(0, "，接着新的。")
    assert desk.draft.story.text == "新的开头，接着新的。"
    assert len(room.stored(session_id).stories) == count
    room.drafting.end()
    room.settle()
    versions.show(Stage.STORY, session.stories[0].id)
    room.settle()
    assert desk.draft.story.text == STORY.text


def test_comparing_does_not_say_that_a_version_is_on_the_desk_where_it_is_not(room: Room) -> None:
    session_id = being_written(room)
    session = room.stored(session_id)
    comparison = room.workspace.comparison
    comparison.show([exhibit_of(session, session.stories[0])])
    used: list[object] = []
    comparison.used.connect(lambda *taken: used.append(taken))
    comparison.use(0)
    room.settle()
    assert not used
    assert room.workspace.desk.draft.story.text == "新的开头"


def test_what_the_model_does_not_write_can_be_shown_meanwhile(room: Room) -> None:
    first = being_written(room)
    room.workspace.steps.edit("b", "灯没有灭")
    room.workspace.versions.show(Stage.PLAN, room.stored(first).plans[0].id)
    room.settle()
    assert room.workspace.desk.draft.plan == room.stored(first).plans[0].plan
    assert [notice.text for notice in room.notices] == []


def test_keeping_twice_in_a_row_makes_one_version(room: Room) -> None:
    session_id = written(room)
    changed = Story((Section("a", "改过的"), *STORY.sections[1:]))
    room.workspace.desk.set_story(changed, typed=True)
    told: list[int] = []
    room.workspace.versions.freeze(lambda: told.append(1))
    room.workspace.versions.freeze(lambda: told.append(2))
    room.workspace.versions.freeze()
    room.settle()
    assert told == [1, 2]
    assert [v.story.text for v in room.stored(session_id).stories] == [STORY.text, changed.text]
    assert not room.workspace.versions.is_edited(Stage.STORY)


def test_what_is_typed_between_two_keepings_is_kept(room: Room) -> None:
    session_id = written(room)
    desk, versions = room.workspace.desk, room.workspace.versions
    for word in ("一", "二"):
        desk.set_story(Story((Section("a", word), *STORY.sections[1:])), typed=True)
        versions.freeze()
    room.settle()
    assert [v.story.sections[0].text for v in room.stored(session_id).stories[1:]] == ["一", "二"]


def test_what_could_not_be_kept_is_kept_the_next_time(room: Room) -> None:
    session_id = written(room)
    versions = room.workspace.versions
    room.workspace.desk.set_story(Story((Section("a", LARGE),)), typed=True)
    with full_disk(room.database):
        versions.freeze()
        versions.freeze(lambda: None)
        room.settle()
    assert len(room.stored(session_id).stories) == 1
    versions.freeze()
    room.settle()
    assert room.stored(session_id).stories[1].story.text == LARGE


def test_a_lock_outlives_stepping_through_versions(room: Room) -> None:
    written(room)
    desk, versions = room.workspace.desk, room.workspace.versions
    room.workspace.steps.edit("b", "灯没有灭")
    versions.freeze()
    room.settle()
    room.workspace.steps.lock("b", locked=True)
    for by in (-1, 1):
        versions.step(Stage.PLAN, by)
        room.settle()
        assert [step.id for step in desk.draft.plan.steps if step.locked] == ["b"]
    room.workspace.steps.lock("b", locked=False)
    versions.step(Stage.PLAN, -1)
    room.settle()
    assert not any(step.locked for step in desk.draft.plan.steps)
