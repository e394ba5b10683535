"""Closing the window while the text cannot be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit

from tests.store.faults import LARGE, full_disk
from tests.ui.test_file_dialogs import save_as
from tests.ui.test_triplets_view import filled, stored, triplet

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.ui.conftest import House


def retype(house: House, text: str) -> None:
    house.find(QTextEdit, "promptEdit").setPlainText(text)


def test_what_was_typed_last_is_saved_by_closing(house: House) -> None:
    session_id = house.open()
    retype(house, "最后一句")
    assert house.window.close()
    assert house.stored(session_id).draft.prompt.text == "最后一句"


def test_with_a_full_disk_the_window_stays_and_offers_a_file(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open()
    retype(house, LARGE)
    with full_disk(house.database):
        assert not house.window.close()
        assert house.window.isVisible()
        assert "no room left" in house.find(QLabel, "messageText").text()
        asked = save_as(monkeypatch, None)
        house.find(QPushButton, "messageAction").click()
        assert len(asked) == 1
        assert house.window.close()


def test_once_there_is_room_the_window_closes_at_once(house: House) -> None:
    session_id = house.open()
    retype(house, LARGE)
    with full_disk(house.database):
        assert not house.window.close()
    assert house.window.close()
    assert house.stored(session_id).draft.prompt.text == LARGE


def test_a_triplet_that_cannot_be_saved_keeps_the_window_open(house: House) -> None:
    filled(house, triplet("a")).selectRow(0)
    house.settle()
    house.find(QTextEdit, "triplet_answer").setPlainText(LARGE)
    with full_disk(house.database):
        assert not house.window.close()
        assert "no room left" in house.find(QLabel, "messageText").text()
        assert not house.find(QPushButton, "messageAction").isVisible()
    assert house.window.close()
    assert stored(house, "a").answer == LARGE
