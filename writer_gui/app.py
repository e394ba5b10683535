"""The composition root: builds each long-lived object once, hands it down, closes in reverse."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from writer_gui import __version__, logs, paths
from writer_gui.background.install_process import InstallProcess
from writer_gui.errors import UserError
from writer_gui.inference.collection import ModelCollection
from writer_gui.state.core import Core, build_core
from writer_gui.state.library import LibraryState
from writer_gui.state.models import ModelsState
from writer_gui.state.preferences import PreferencesState
from writer_gui.state.preload import ModelPreload
from writer_gui.state.workspace import build_workspace
from writer_gui.store.recovery import start_up
from writer_gui.ui.crash import CrashReporter
from writer_gui.ui.i18n import install_language
from writer_gui.ui.input_method import choose_input_method
from writer_gui.ui.main_window import MainWindow
from writer_gui.ui.theme import Theme
from writer_gui.ui.window_memory import WindowMemory

COLLECT_MS = 2000
WORLD_ERROR = 3


@dataclass(frozen=True, slots=True)
class Program:
    """The open program: its window and what the window stands on."""

    window: MainWindow
    core: Core
    preload: ModelPreload

    def close(self) -> None:
        """Close the window, end the engine, finish the writing to disk."""
        self.window.close()
        self.window.deleteLater()
        self.core.close()


def run() -> int:
    """Open the window and return the exit code when it has closed."""
    logs.set_up(paths.log_path())
    choose_input_method()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Writer GUI")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("writer-gui")
    CrashReporter(application).install()
    _collect_on_this_thread(application)
    try:
        program = open_program(application)
    except UserError as error:
        return _cannot_start(error)
    code = application.exec()
    program.close()
    return code


def open_program(application: QApplication) -> Program:
    """Open the database and show the window. Raises UserError where that cannot be."""
    preferences = PreferencesState(paths.data_dir() / "settings.json", application)
    install_language(application, preferences.settings.language)
    started = start_up(paths.database_path(), paths.data_dir() / "backups")
    models = ModelCollection.open()
    core = build_core(
        started.database,
        lambda: models.choose(None, preferences.settings.default_model),
        application,
    )
    window = _build_window(application, preferences, core, models)
    preload = ModelPreload(core, paths.data_dir() / "loading-model", application)
    preload.notice.connect(window.show_notice)
    window.show()
    window.start(started.notes)
    preload.start()
    return Program(window, core, preload)


def _build_window(
    application: QApplication,
    preferences: PreferencesState,
    core: Core,
    models: ModelCollection,
) -> MainWindow:
    return MainWindow(
        LibraryState(core.lane, application),
        build_workspace(core.lane, core.drafting, application),
        core.drafting,
        ModelsState(core.engine, models, InstallProcess(parent=application), application),
        preferences,
        Theme(application, preferences),
        WindowMemory(paths.data_dir() / "window.ini"),
    )


def _collect_on_this_thread(application: QApplication) -> None:
    """Collect garbage on the GUI thread alone.

    A cycle that holds a QObject and is collected on the database lane would destroy it there.
    """
    gc.disable()
    timer = QTimer(application)
    timer.timeout.connect(gc.collect)
    timer.start(COLLECT_MS)


def _cannot_start(error: UserError) -> int:
    """Say why there is no window. Only here a dialog is the whole program."""
    QMessageBox.critical(None, "Writer GUI", str(error))
    sys.stderr.write(f"{error}\n")
    return WORLD_ERROR
