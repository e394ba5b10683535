"""A real database, a real lane, and a model that a test plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject

from tests.state.fakes import FakeDrafting
from writer_gui.background.lane import Lane
from writer_gui.domain.session import Prompt
from writer_gui.state.desks import Desks
from writer_gui.state.library import LibraryState
from writer_gui.state.library_news import LibraryNews
from writer_gui.state.workspace import Workspace, build_workspace
from writer_gui.store.database import Database
from writer_gui.store.sessions import create_session, load_session
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.domain.session import Session
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.notice import Notice


@dataclass
class Room:
    """Everything a test of the states needs."""

    database: Database
    lane: Lane
    drafting: FakeDrafting
    desks: Desks
    news: LibraryNews
    library: LibraryState
    workspace: Workspace
    notices: list[Notice]

    def settle(self) -> None:
        """Have everything queued so far happen."""
        for _ in range(4):
            self.lane.drain()
            QCoreApplication.processEvents()

    def create(self, text: str = "写一个灯塔看守人的故事") -> int:
        with self.database.transaction() as tx:
            return create_session(tx, Prompt(text))

    def open(self, session_id: int | None = None) -> int:
        wanted = self.create() if session_id is None else session_id
        self.workspace.desk.open(wanted)
        self.settle()
        return wanted

    def stored(self, session_id: int) -> Session:
        with self.database.reading() as tx:
            return load_session(tx, session_id)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    root = QObject()  # all die with it on this thread, not in a collection on the lane's
    database = Database.open(tmp_path / "writer.db")
    lane = Lane(database, root)
    drafting = FakeDrafting(database, root)
    desks, news = Desks(), LibraryNews(root)
    templates = Templates.open()
    workspace = build_workspace(lane, cast("DraftingState", drafting), templates, desks, root)
    library = LibraryState(lane, workspace.desk, news, root)
    notices: list[Notice] = []
    workspace.desk.notice.connect(notices.append)
    library.notice.connect(notices.append)
    room = Room(database, lane, drafting, desks, news, library, workspace, notices)
    yield room
    room.settle()
    shiboken6.delete(root)
    database.close()
