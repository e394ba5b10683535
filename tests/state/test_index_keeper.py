"""The search index is complete before the writer searches, and closing does not wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.domain.session import Prompt
from writer_gui.state import index_keeper
from writer_gui.state.index_keeper import IndexKeeper
from writer_gui.store import index_care, sessions

if TYPE_CHECKING:
    import pytest

    from tests.state.conftest import Room


def fill(room: Room, count: int) -> None:
    with room.database.transaction() as tx:
        for n in range(count):
            sessions.create_session(tx, Prompt(f"whale {n}"))


def indexed(room: Room) -> int:
    with room.database.reading() as tx:
        return int(tx.info["search_index"].state().documents)


def test_what_has_come_in_is_indexed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_keeper, "PAUSE_S", 0)
    fill(room, index_care.AT_ONCE * 2 + 1)
    keeper = IndexKeeper(room.database, room.library)
    keeper.look()
    keeper.settle()
    assert indexed(room) == index_care.AT_ONCE * 2 + 1
    keeper.close()


def test_closing_stops_at_the_next_step(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_keeper, "PAUSE_S", 3600)
    fill(room, index_care.AT_ONCE * 2)
    keeper = IndexKeeper(room.database, room.library)
    keeper.look()
    keeper.close()
    assert indexed(room) <= index_care.AT_ONCE
