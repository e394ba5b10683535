"""Several desks with a list each, on one library: what one does the others hear of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject

from tests.store.faults import lost_disk
from writer_gui.state.caretaker import Estate
from writer_gui.state.library import LibraryState
from writer_gui.state.library_files import LibraryFilesState
from writer_gui.state.workspace import Workspace, build_workspace
from writer_gui.store.listing import SessionQuery
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.state.conftest import Room
    from writer_gui.state.drafting import DraftingState


class Beside(QObject):
    """A second desk and its list, on what the room stands on."""

    def __init__(self, room: Room) -> None:
        root = room.lane.parent()
        super().__init__(root)
        drafting = cast("DraftingState", room.drafting)
        self.workspace: Workspace = build_workspace(
            room.lane, drafting, Templates.open(), room.desks, self
        )
        self.library = LibraryState(room.lane, self.workspace.desk, room.news, self)
        self.library.open_requested.connect(self.workspace.desk.open)

    @property
    def titles(self) -> list[str]:
        return [session.title for session in self.library.sessions]


@pytest.fixture
def beside(room: Room) -> Beside:
    room.library.open_requested.connect(room.workspace.desk.open)
    return Beside(room)


def test_a_session_belongs_to_the_desk_that_asked_first(room: Room, beside: Beside) -> None:
    wanted: list[int] = []
    beside.workspace.desk.elsewhere_wanted.connect(wanted.append)
    session_id = room.create()
    room.workspace.desk.open(session_id)
    beside.workspace.desk.open(session_id)  # before the first desk has read it
    room.settle()
    assert wanted == [session_id]
    assert beside.workspace.desk.session_id is None
    assert beside.workspace.desk.seat.has_company
    assert not room.workspace.desk.seat.has_company
    room.workspace.desk.clear()
    beside.workspace.desk.open(session_id)
    room.settle()
    assert beside.workspace.desk.session_id == session_id


def test_a_session_that_cannot_be_read_is_not_held(room: Room, beside: Beside) -> None:
    first, second = room.open(), room.create()
    with lost_disk(room.database):
        room.workspace.desk.open(second)
        room.settle()
    assert room.workspace.desk.seat.held == {first}
    beside.workspace.desk.open(second)
    room.settle()
    assert beside.workspace.desk.session_id == second


@pytest.mark.parametrize(
    ("act", "seen"),
    [
        (lambda shelving, known: shelving.star(known, True), lambda s: s.starred),
        (lambda shelving, known: shelving.rename(known, "雾"), lambda s: s.title == "雾"),
        (lambda shelving, known: shelving.tag(known, "海"), lambda s: s.tags == ("海",)),
        (lambda shelving, known: shelving.move(known, "短篇"), lambda s: s.folder == "短篇"),
    ],
    ids=["star", "name", "tag", "folder"],
)
def test_what_is_shelved_in_one_list_shows_in_the_other(
    room: Room,
    beside: Beside,
    act: Callable[[object, int], None],
    seen: Callable[[object], bool],
) -> None:
    session_id = room.create()
    beside.library.refresh()
    room.settle()
    assert not seen(beside.library.sessions[0])
    act(room.library.shelving, session_id)
    room.settle()
    assert seen(beside.library.sessions[0])


def test_a_list_that_is_filtered_takes_in_what_is_starred_in_another(
    room: Room, beside: Beside
) -> None:
    session_id = room.create()
    beside.library.set_query(SessionQuery(starred=True))
    room.settle()
    assert beside.titles == []
    room.library.shelving.star(session_id, True)
    room.settle()
    assert len(beside.titles) == 1


def test_new_sessions_and_copies_show_in_every_list(room: Room, beside: Beside) -> None:
    session_id = room.open()
    room.library.shelving.duplicate(session_id)
    room.settle()
    assert len(beside.titles) == 2
    room.library.new()
    room.settle()
    assert len(beside.titles) == 3


def test_a_blank_session_of_another_window_is_not_taken_for_a_new_one(
    room: Room, beside: Beside
) -> None:
    room.library.new()
    room.settle()
    beside.library.new()
    room.settle()
    mine, other = room.workspace.desk.session_id, beside.workspace.desk.session_id
    assert None not in (mine, other)
    assert mine != other


def test_what_is_trashed_leaves_every_list_and_the_desk_it_lay_on(
    room: Room, beside: Beside
) -> None:
    first, second, third = room.create("一"), room.open(), room.create("三")
    beside.workspace.desk.open(third)
    room.settle()
    room.library.shelving.trash(third)
    room.settle()
    assert beside.workspace.desk.session_id == third
    assert room.notices[-1].text.startswith("It is open in another window")
    beside.library.shelving.trash(third)
    room.settle()
    assert third not in [s.id for s in room.library.sessions]
    assert third not in [s.id for s in beside.library.sessions]
    assert beside.workspace.desk.session_id == first  # not the one that lies on the other desk
    assert room.workspace.desk.session_id == second
    beside.library.shelving.restore(third)
    room.settle()
    assert third in [s.id for s in room.library.sessions]


def test_what_an_undone_import_takes_away_leaves_the_desk_of_any_window(
    room: Room, beside: Beside, tmp_path: Path
) -> None:
    kept = room.open()
    files = LibraryFilesState(Estate(room.database, room.lane, lambda: tmp_path), room.news)
    files.notice.connect(room.notices.append)
    (tmp_path / "海边的信.txt").write_text("雾散了。", "utf-8")
    files.take_in([tmp_path / "海边的信.txt"])
    files.drain()
    room.settle()
    assert beside.titles[0] == "海边的信"
    beside.workspace.desk.open(beside.library.sessions[0].id)
    room.settle()
    act = room.notices[-1].act
    assert act is not None
    act()
    room.settle()
    assert [s.id for s in room.library.sessions if s.id == kept] == [kept]
    assert "海边的信" not in beside.titles
    assert beside.workspace.desk.session_id in [s.id for s in beside.library.sessions]
    assert room.workspace.desk.session_id == kept


def test_what_is_saved_shows_in_every_list(room: Room, beside: Beside) -> None:
    room.open()
    desk = room.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text="海边的信"))
    desk.save_now()
    room.settle()
    assert beside.titles == ["海边的信"]
