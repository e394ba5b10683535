from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject

from tests.store.samples import draft, story
from writer_gui.errors import UserError
from writer_gui.state.autosave import Autosave, SaveKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from writer_gui.background.lane import Lane
    from writer_gui.domain.story import Story

FIRST, SECOND = 1, 2


class SlowLane:
    """Saves nothing; a test says how each save ended, in the order they were sent."""

    def __init__(self) -> None:
        self._sent: list[tuple[Callable[[object], None], Callable[[UserError], None]]] = []

    def run(
        self,
        _work: object,
        done: Callable[[object], None],
        failed: Callable[[UserError], None],
    ) -> None:
        self._sent.append((done, failed))

    def succeed(self) -> None:
        self._sent.pop(0)[0](_Summary(FIRST))

    def fail(self) -> None:
        self._sent.pop(0)[1](UserError("There is no room left."))

    @property
    def is_idle(self) -> bool:
        return not self._sent


class _Summary:
    def __init__(self, session_id: int) -> None:
        self.id = session_id


class Desk:
    """What lies on the desk, and the autosave of it."""

    def __init__(self, parent: QObject) -> None:
        self.lane = SlowLane()
        self.session, self.draft = FIRST, draft()
        self.autosave = Autosave(
            cast("Lane", self.lane), lambda: (self.session, self.draft), parent
        )

    def type(self, text: str) -> None:
        self.draft = replace(self.draft, story=story(text))
        self.autosave.touch()
        self.autosave.save_now()

    def open(self, session_id: int) -> None:
        self.session, self.draft = session_id, self.autosave.left_behind(session_id) or draft()

    @property
    def kept(self) -> Story | None:
        found = self.autosave.left_behind(FIRST)
        return None if found is None else found.story


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    parent = QObject()
    yield Desk(parent)
    parent.deleteLater()


def test_of_two_saves_that_failed_after_their_session_left_the_newer_is_kept(desk: Desk) -> None:
    desk.type("old")
    desk.type("old and new")
    desk.open(SECOND)
    desk.lane.fail()
    desk.lane.fail()
    assert desk.kept == story("old and new")


def test_an_older_save_that_failed_is_forgotten_once_the_newer_is_in(desk: Desk) -> None:
    desk.type("old")
    desk.type("old and new")
    desk.open(SECOND)
    desk.lane.fail()
    desk.lane.succeed()
    assert desk.kept is None
    assert desk.autosave.status.kind is SaveKind.SAVED


@pytest.mark.parametrize("is_saved", [True, False])
def test_what_was_kept_gives_way_to_what_was_typed_after_it(desk: Desk, *, is_saved: bool) -> None:
    desk.type("old")
    desk.open(SECOND)
    desk.lane.fail()
    desk.open(FIRST)
    desk.type("old and new")
    desk.open(SECOND)
    (desk.lane.succeed if is_saved else desk.lane.fail)()
    assert desk.kept == (None if is_saved else story("old and new"))
    desk.autosave.save_now()
    assert desk.lane.is_idle == is_saved
