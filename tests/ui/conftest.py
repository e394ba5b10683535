"""The real window on a real database, with a model that a test plays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.state.fakes import FakeDrafting, InlineReading
from tests.ui.fakes import FakeCollection, FakeEngine, FakeInstaller
from writer_gui.background.lane import Lane
from writer_gui.domain.session import Prompt
from writer_gui.inference import families
from writer_gui.state.desks import Desks
from writer_gui.state.family_in_use import FamilyInUse
from writer_gui.state.library import LibraryState
from writer_gui.state.library_news import LibraryNews
from writer_gui.state.model_speeds import ModelSpeeds
from writer_gui.state.models import ModelsState
from writer_gui.state.preferences import PreferencesState
from writer_gui.state.remote import RemoteState
from writer_gui.state.workspace import Workspace, build_workspace
from writer_gui.store.database import Database
from writer_gui.store.sessions import create_session, load_session
from writer_gui.ui.main_window import MainWindow
from writer_gui.ui.theme import Theme
from writer_gui.ui.window_memory import WindowMemory
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from writer_gui.background.engine import Engine
    from writer_gui.background.install_process import InstallProcess
    from writer_gui.domain.session import Session
    from writer_gui.inference.collection import ModelCollection
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.model_reading import ModelReading

W = TypeVar("W", bound=QWidget)


@dataclass
class House:
    """The window and everything below it."""

    database: Database
    lane: Lane
    drafting: FakeDrafting
    desks: Desks
    news: LibraryNews
    library: LibraryState
    workspace: Workspace
    models: ModelsState
    preferences: PreferencesState
    engine: FakeEngine
    collection: FakeCollection
    installer: FakeInstaller
    window: MainWindow

    def find(self, kind: type[W], name: str) -> W:
        """Return the widget of that object name."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def settle(self) -> None:
        """Have everything queued so far happen."""
        for _ in range(4):
            self.lane.drain()
            QCoreApplication.processEvents()

    def open(self, text: str = "写一个灯塔看守人的故事") -> int:
        with self.database.transaction() as tx:
            session_id = create_session(tx, Prompt(text))
        self.library.refresh()
        self.workspace.desk.open(session_id)
        self.settle()
        return session_id

    def stored(self, session_id: int) -> Session:
        with self.database.reading() as tx:
            return load_session(tx, session_id)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the screenless plugin say that it has no window manager to tell sizes to."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    root = QObject()
    database = Database.open(tmp_path / "writer.db")
    lane = Lane(database, root)
    drafting = FakeDrafting(database, root)
    engine, collection = FakeEngine(root), FakeCollection()
    installer = FakeInstaller(collection, root)
    desks, news = Desks(), LibraryNews(root)
    templates = Templates.open()
    workspace = build_workspace(lane, cast("DraftingState", drafting), templates, desks, root)
    library = LibraryState(lane, workspace.desk, news, root)
    preferences = PreferencesState(tmp_path / "settings.json", root)
    models = ModelsState(
        cast("Engine", engine),
        cast("ModelCollection", collection),
        cast("ModelReading", InlineReading()),
        cast("InstallProcess", installer),
        ModelSpeeds(
            cast("Engine", engine),
            cast("DraftingState", drafting),
            lambda name, done, _failed: done(collection.choose(name)),
            preferences,
            tmp_path / "speeds.json",
            root,
        ),
        RemoteState(preferences, root),
        root,
    )
    family = FamilyInUse(models, preferences, families.load(), root)
    family.changed.connect(workspace.style.set_family)
    theme = Theme(application, preferences)
    window = MainWindow(
        library,
        workspace,
        cast("DraftingState", drafting),
        models,
        preferences,
        theme,
        WindowMemory(tmp_path / "window.ini"),
    )
    collection.installed.add("small")
    models.refresh()
    house = House(
        database,
        lane,
        drafting,
        desks,
        news,
        library,
        workspace,
        models,
        preferences,
        engine,
        collection,
        installer,
        window,
    )
    for source in (models, preferences):
        source.notice.connect(window.show_notice)
    drafting.failed.connect(window.notices.show_failure)
    theme.dress()
    window.show()
    qtbot.waitExposed(window)
    yield house
    window.close()
    house.settle()
    shiboken6.delete(window)
    shiboken6.delete(theme)
    shiboken6.delete(root)
    database.close()
