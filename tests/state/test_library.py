from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.state.samples import PLAN
from tests.store.faults import lost_disk
from writer_gui.domain.session import Prompt
from writer_gui.state.library import PAGE
from writer_gui.store.search import SearchField
from writer_gui.store.sessions import create_session

if TYPE_CHECKING:
    from tests.state.conftest import Room


def titles(room: Room) -> list[str]:
    return [session.title for session in room.library.sessions]


def test_a_first_start_opens_a_new_session(room: Room) -> None:
    room.library.open_requested.connect(room.workspace.desk.open)
    room.library.open_last()
    room.settle()
    assert room.workspace.desk.session_id is not None
    assert len(room.library.sessions) == 1


def test_new_uses_a_blank_session_again(room: Room) -> None:
    room.library.new()
    room.library.new()
    room.settle()
    assert len(room.library.sessions) == 1


def test_a_long_list_is_read_page_by_page(room: Room) -> None:
    with room.database.transaction() as tx:
        for number in range(PAGE + 50):
            create_session(tx, Prompt(f"session {number}"))
    room.library.refresh()
    room.settle()
    assert len(room.library.sessions) == PAGE
    assert room.library.has_more
    room.library.load_more()
    room.settle()
    assert len(set(titles(room))) == PAGE + 50
    assert not room.library.has_more


def test_a_page_that_could_not_be_read_is_read_the_next_time(room: Room) -> None:
    with room.database.transaction() as tx:
        for number in range(PAGE + 50):
            create_session(tx, Prompt(f"session {number}"))
    room.library.refresh()
    room.settle()
    with lost_disk(room.database):
        room.library.load_more()
        room.settle()
        assert room.library.has_more
        room.library.refresh()
        room.settle()
    assert len(room.library.sessions) == PAGE
    assert len(room.notices) == 2
    room.library.load_more()
    room.settle()
    assert len(room.library.sessions) == PAGE + 50


def test_a_saved_session_moves_to_the_top(room: Room) -> None:
    first = room.create("第一")
    room.create("第二")
    room.library.refresh()
    room.open(first)
    desk = room.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text="第一，改过"))
    desk.save_now()
    room.settle()
    assert titles(room)[0] == "第一，改过"
    assert len(room.library.sessions) == 2


def test_trash_can_be_undone(room: Room) -> None:
    kept, gone = room.create("留下"), room.create("扔掉")
    opened: list[int] = []
    room.library.open_requested.connect(opened.append)
    room.open(gone)
    room.library.shelving.trash(gone)
    room.settle()
    assert titles(room) == ["留下"]
    assert opened == [kept]
    act = room.notices[-1].act
    assert act is not None
    act()
    room.settle()
    assert "扔掉" in titles(room)
    assert opened[-1] == gone


def test_a_name_of_the_writers_own(room: Room) -> None:
    session_id = room.create("写一个故事")
    room.library.refresh()
    room.library.shelving.rename(session_id, "灯塔")
    room.settle()
    assert titles(room) == ["灯塔"]


def test_search_looks_into_plans_and_stories_and_says_where(room: Room) -> None:
    room.create("别的")
    session_id = room.open()
    room.workspace.desk.set_plan(PLAN)
    room.workspace.desk.save_now()
    room.library.set_search("重新点亮")
    room.library.refresh()
    room.settle()
    assert [session.id for session in room.library.sessions] == [session_id]
    hit = room.library.hit(session_id)
    assert hit is not None
    assert hit.field is SearchField.PLAN
    room.library.set_search("")
    room.library.refresh()
    room.settle()
    assert len(room.library.sessions) == 2
    assert room.library.hit(session_id) is None
