"""Stars, tags, folders, copies, filters and the trash, through the states of the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.state.samples import PLAN
from writer_gui.domain.language import Language
from writer_gui.domain.session import Prompt
from writer_gui.store.facets import Facets
from writer_gui.store.listing import ANY_SESSION, SessionOrder, SessionQuery
from writer_gui.store.sessions import create_session

if TYPE_CHECKING:
    from tests.state.conftest import Room


def ids(room: Room) -> list[int]:
    return [session.id for session in room.library.sessions]


def test_stars_tags_and_folders_show_at_once_and_filter(room: Room) -> None:
    first, second = room.create("海边的信"), room.create("夜里的灯")
    library, shelving = room.library, room.library.shelving
    library.refresh()
    shelving.star(first, True)
    shelving.tag(first, " 海，信, 海 ")
    shelving.move(first, "短篇")
    room.settle()
    assert ids(room) == [second, first]
    summary = library.sessions[1]
    assert (summary.starred, set(summary.tags), summary.folder) == (True, {"海", "信"}, "短篇")
    for query in (
        SessionQuery(starred=True),
        SessionQuery(tag="海"),
        SessionQuery(folder="短篇"),
    ):
        library.set_query(query)
        room.settle()
        assert ids(room) == [first]
        assert library.is_filtered
    shelving.move(first, "")
    room.settle()
    assert ids(room) == []
    library.set_query(ANY_SESSION)
    room.settle()
    assert ids(room) == [second, first]


def test_search_and_filter_work_together(room: Room) -> None:
    with room.database.transaction() as tx:
        chinese = create_session(tx, Prompt("lighthouse 灯塔"))
        create_session(tx, Prompt("lighthouse keeper", language=Language.EN))
    room.library.set_query(SessionQuery(language=Language.ZH))
    room.library.set_search("lighthouse")
    room.library.refresh()
    room.settle()
    assert ids(room) == [chinese]


def test_the_list_is_sorted_as_wanted(room: Room) -> None:
    made = [room.create(text) for text in ("c", "a", "b")]
    room.library.set_query(SessionQuery(order=SessionOrder.TITLE))
    room.settle()
    assert ids(room) == [made[1], made[2], made[0]]
    room.library.shelving.move(made[0], "x")
    room.library.set_query(SessionQuery(order=SessionOrder.FOLDER))
    room.settle()
    assert ids(room)[-1] == made[0]


def test_a_session_saved_while_others_are_shown_does_not_come_into_the_list(room: Room) -> None:
    starred = room.create("星")
    room.library.shelving.star(starred, True)
    room.library.set_query(SessionQuery(starred=True))
    room.open()
    desk = room.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text="改了"))
    assert desk.save_and_wait()
    room.settle()
    assert ids(room) == [starred]


def test_a_copy_is_opened_with_the_texts_of_the_original(room: Room) -> None:
    session_id = room.open()
    room.library.open_requested.connect(room.workspace.desk.open)
    room.workspace.desk.set_plan(PLAN)
    room.workspace.desk.save_now()
    room.library.shelving.duplicate(session_id)
    room.settle()
    assert room.workspace.desk.session_id not in (None, session_id)
    assert room.workspace.desk.draft.plan == PLAN
    assert room.library.sessions[0].title.endswith(", copy")


def test_the_trash_can_be_looked_into_and_gives_back(room: Room) -> None:
    session_id = room.create("丢掉")
    room.library.shelving.trash(session_id)
    room.library.set_query(SessionQuery(trashed=True))
    room.settle()
    assert ids(room) == [session_id]
    room.library.shelving.restore(session_id)
    room.library.set_query(ANY_SESSION)
    room.settle()
    assert session_id in ids(room)


def test_what_there_is_to_filter_by(room: Room) -> None:
    told: list[Facets] = []
    room.library.shelving.facets_read.connect(told.append)
    first = room.create("海边的信")
    room.library.shelving.tag(first, "海")
    room.library.shelving.move(first, "短篇")
    room.library.shelving.trash(room.create("丢掉"))
    room.library.shelving.read_facets()
    room.settle()
    (facets,) = told
    assert facets == Facets(("小说-故事",), (), ("海",), ("短篇",), 1)
