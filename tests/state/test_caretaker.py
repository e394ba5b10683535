"""Backups as the writer works, restoring one, and what is said at the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QLocale

from tests.store.faults import LARGE, full_disk
from writer_gui.exchange import library_folder
from writer_gui.state.caretaker import Caretaker, Estate
from writer_gui.state.library_files import LibraryFilesState
from writer_gui.store.backup import Backup, backup
from writer_gui.store.recovery import StartUp
from writer_gui.store.sessions import list_sessions

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.state.conftest import Room
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.notice import Notice

STILL = "Files are still being imported; wait until that is done."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def estate(room: Room, folder: Path) -> Estate:
    return Estate(room.database, room.lane, lambda: folder)


@pytest.fixture
def caretaker(room: Room, estate: Estate) -> Caretaker:
    made = Caretaker(
        estate,
        room.desks,
        cast("DraftingState", room.drafting),
        room.library,
    )
    made.notice.connect(room.notices.append)
    made.library_replaced.connect(room.library.open_last)
    room.library.open_requested.connect(room.workspace.desk.open)
    return made


@pytest.fixture
def files(room: Room, estate: Estate) -> LibraryFilesState:
    made = LibraryFilesState(estate, room.news, room.library)
    made.notice.connect(room.notices.append)
    return made


@pytest.fixture
def three_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is taken in by several steps."""
    monkeypatch.setattr(library_folder, "FILES_AT_ONCE", 1)
    (tmp_path / "texts").mkdir()
    for n in range(3):
        (tmp_path / "texts" / f"{n}.txt").write_text(f"night {n}")
    return tmp_path / "texts"


def settle(room: Room, files: LibraryFilesState) -> None:
    """Let an import end, step by step."""
    for _ in range(6):
        files.drain()
        room.settle()


def retype(room: Room, text: str) -> None:
    desk = room.workspace.desk
    desk.edit_prompt(replace(desk.draft.prompt, text=text))


def test_what_has_changed_is_backed_up_once(room: Room, caretaker: Caretaker) -> None:
    made: list[Path] = []
    caretaker.backed_up.connect(made.append)
    room.open()
    caretaker.look()
    caretaker.look()
    caretaker.settle()
    assert len(made) == 1
    assert [known.path for known in caretaker.known()] == made


def test_a_backup_that_cannot_be_made_is_told_once(
    room: Room, caretaker: Caretaker, folder: Path
) -> None:
    folder.write_text("in the way")
    caretaker.look()
    caretaker.look()
    caretaker.settle()
    (notice,) = room.notices
    assert notice.text.startswith("No backup was made: ")


def test_restoring_brings_back_what_was_and_can_be_undone(
    room: Room, caretaker: Caretaker, qtbot: QtBot, tmp_path: Path
) -> None:
    session_id = room.open()
    retype(room, "从前")
    assert room.workspace.desk.save_and_wait()
    backup(room.database, tmp_path / "then.db")
    retype(room, "现在")
    with qtbot.waitSignal(room.workspace.desk.opened):
        caretaker.restore(tmp_path / "then.db")
    assert room.workspace.desk.draft.prompt.text == "从前"
    undo: Notice = room.notices[-1]
    assert undo.act is not None
    with qtbot.waitSignal(room.workspace.desk.opened):
        undo.act()
    assert room.workspace.desk.draft.prompt.text == "现在"
    assert room.workspace.desk.session_id == session_id


def test_what_is_no_backup_changes_nothing(
    room: Room, caretaker: Caretaker, qtbot: QtBot, tmp_path: Path
) -> None:
    session_id = room.open()
    (tmp_path / "no.db").write_text("no")
    with qtbot.waitSignal(room.workspace.desk.opened):
        caretaker.restore(tmp_path / "no.db")
    assert room.workspace.desk.session_id == session_id
    assert "not a sound backup" in room.notices[-1].text


def test_nothing_is_restored_over_a_text_that_could_not_be_saved(
    room: Room, caretaker: Caretaker, tmp_path: Path
) -> None:
    room.open()
    backup(room.database, tmp_path / "then.db")
    retype(room, LARGE)
    with full_disk(room.database):
        caretaker.restore(tmp_path / "then.db")
        caretaker.settle()
    assert room.workspace.desk.draft.prompt.text == LARGE
    assert "no room left" in room.notices[-1].text


def test_nothing_is_restored_while_the_model_writes(
    room: Room, caretaker: Caretaker, tmp_path: Path
) -> None:
    room.open()
    room.workspace.commands.write_plan()
    caretaker.restore(tmp_path / "then.db")
    assert room.workspace.desk.session_id is not None
    assert "stop it first" in room.notices[-1].text


def test_a_folder_dropped_twice_is_taken_in_once(
    room: Room, files: LibraryFilesState, tmp_path: Path, three_texts: Path
) -> None:
    room.open()
    files.take_in([three_texts])
    files.take_in([three_texts])
    assert (room.notices[-1].text, room.notices[-1].passing) == (STILL, True)
    settle(room, files)
    with room.database.reading() as tx:
        assert len(list_sessions(tx)) == 4
    files.take_in([tmp_path / "nothing.txt"])
    settle(room, files)
    files.take_in([three_texts / "0.txt"])
    assert room.notices[-1].text != STILL


def test_nothing_is_restored_between_two_steps_of_an_import(
    room: Room, caretaker: Caretaker, files: LibraryFilesState, tmp_path: Path, three_texts: Path
) -> None:
    room.open()
    backup(room.database, tmp_path / "then.db")
    files.take_in([three_texts])
    caretaker.restore(tmp_path / "then.db")
    caretaker.settle()
    assert room.notices[-1].text == STILL
    settle(room, files)
    with room.database.reading() as tx:
        assert len(list_sessions(tx)) == 4
    caretaker.restore(tmp_path / "then.db")
    files.take_in([three_texts])
    assert room.notices[-1].text == STILL
    caretaker.settle()
    with room.database.reading() as tx:
        assert len(list_sessions(tx)) == 1


def test_all_that_was_found_at_the_start_is_one_message_with_a_way_out(
    room: Room, caretaker: Caretaker, qtbot: QtBot, tmp_path: Path
) -> None:
    room.open()
    backup(room.database, tmp_path / "then.db")
    retype(room, "改了")
    offered = Backup(tmp_path / "then.db", datetime.now())
    caretaker.start(StartUp(room.database, ("Damaged.", "There is a backup."), offered))
    notice = room.notices[-1]
    assert notice.text == "Damaged. There is a backup."
    assert notice.act is not None
    with qtbot.waitSignal(caretaker.library_replaced):
        notice.act()
    room.settle()
    assert room.workspace.desk.draft.prompt.text == "写一个灯塔看守人的故事"


def test_each_note_of_the_start_is_told_in_the_language_of_the_interface(
    room: Room, caretaker: Caretaker
) -> None:
    notes = (
        "Damaged texts found: 2; taken from a backup: 1.",
        "/home/w is on a network drive; open it on one computer at a time.",
    )
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN"))
    try:
        caretaker.start(StartUp(room.database, notes))
    finally:
        QLocale.setDefault(before)
    told = room.notices[-1].text
    assert told == (
        "发现 2 篇损坏的文字；其中 1 篇已从备份取回。"
        "/home/w 在网络驱动器上；请不要在两台电脑上同时打开。"
    )
