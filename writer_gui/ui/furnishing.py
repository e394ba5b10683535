"""Builds a window with a desk and a list of its own on what all windows share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.state.library import LibraryState
from writer_gui.state.library_files import LibraryFilesState
from writer_gui.state.workspace import Workspace, build_workspace
from writer_gui.ui.library_menu import LibraryMenu
from writer_gui.ui.main_window import MainWindow
from writer_gui.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from writer_gui.state.caretaker import Caretaker, Estate
    from writer_gui.state.core import Core
    from writer_gui.state.desks import Desks
    from writer_gui.state.family_in_use import FamilyInUse
    from writer_gui.state.library_news import LibraryNews
    from writer_gui.state.models import ModelsState
    from writer_gui.state.preferences import PreferencesState
    from writer_gui.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Shared:
    """What there is once, however many windows are open."""

    core: Core
    models: ModelsState
    family: FamilyInUse
    preferences: PreferencesState
    theme: Theme
    desks: Desks
    news: LibraryNews
    estate: Estate
    caretaker: Caretaker
    parent: QObject


@dataclass(frozen=True, slots=True)
class Furnished:
    """A window, and what it shows."""

    window: MainWindow
    library: LibraryState
    workspace: Workspace
    files: LibraryFilesState


def furnish(shared: Shared) -> Furnished:
    """Build one more window."""
    core, news, parent = shared.core, shared.news, shared.parent
    workspace = build_workspace(core.lane, core.drafting, core.templates, shared.desks, parent)
    workspace.style.set_family(shared.family.family)
    shared.family.changed.connect(workspace.style.set_family)
    workspace.judging.begun.connect(news.round_begun)
    news.round_begun.connect(workspace.judging.give_up)
    library = LibraryState(core.lane, workspace.desk, news, parent)
    files = LibraryFilesState(shared.estate, news, parent)
    files.open_requested.connect(workspace.desk.open)
    window = MainWindow(
        library,
        workspace,
        core.drafting,
        shared.models,
        shared.preferences,
        shared.theme,
        WindowMemory(paths.data_dir() / "window.ini"),
    )
    LibraryMenu(window, shared.caretaker, files, shared.preferences)
    return Furnished(window, library, workspace, files)
