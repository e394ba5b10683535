"""The composition root: builds each long-lived object once, hands it down, closes in reverse."""

from __future__ import annotations

import gc
import signal
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from writer_gui import __version__, logs, paths
from writer_gui.background.install_process import InstallProcess
from writer_gui.background.one_window import OneWindow
from writer_gui.errors import UserError
from writer_gui.inference import families
from writer_gui.inference.collection import ModelCollection
from writer_gui.settings import backups_folder
from writer_gui.state.caretaker import Caretaker, Estate
from writer_gui.state.core import Core, build_core
from writer_gui.state.desks import Desks
from writer_gui.state.family_in_use import FamilyInUse
from writer_gui.state.index_keeper import IndexKeeper
from writer_gui.state.library_news import LibraryNews
from writer_gui.state.model_speeds import ModelSpeeds
from writer_gui.state.models import ModelsState
from writer_gui.state.preferences import PreferencesState
from writer_gui.state.preload import ModelPreload
from writer_gui.state.remote import RemoteState, server_model
from writer_gui.state.sentences import localized
from writer_gui.store.recovery import start_up
from writer_gui.ui.crash import CrashReporter
from writer_gui.ui.furnishing import Shared, furnish
from writer_gui.ui.i18n import install_language
from writer_gui.ui.input_method import choose_input_method
from writer_gui.ui.theme import Theme
from writer_gui.ui.window_group import WindowGroup
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.ui.main_window import MainWindow

COLLECT_MS = 2000
SWITCH_S = 0.0005
"""How long the GUI thread waits for Python while another thread computes in it.

It waits so with each of the hundreds of calls by which a window is painted: with Python's usual
0.005 it stood still for 0.5 s while the headers of four model files were read, with this never.
"""
WORLD_ERROR = 3


@dataclass(frozen=True, slots=True)
class Program:
    """The open program: its windows, `window` being the first, and what they stand on."""

    window: MainWindow
    windows: WindowGroup
    core: Core
    caretaker: Caretaker
    preload: ModelPreload
    index_keeper: IndexKeeper

    def close(self) -> None:
        """Close the windows, end the engine, finish the writing to disk."""
        self.windows.close_all()
        self.index_keeper.close()
        self.caretaker.close()
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
    sys.setswitchinterval(SWITCH_S)
    _end_when_asked(application)
    only = OneWindow(paths.data_dir())
    try:
        if not only.take():
            sys.stderr.write("Writer GUI is open already; its window is in front now.\n")
            return 0
        program = open_program(application)
    except UserError as error:
        return _cannot_start(error)
    only.called.connect(program.windows.come_forward)
    code = application.exec()
    program.close()
    only.close()
    return code


def open_program(application: QApplication) -> Program:
    """Open the database and show the window. Raises UserError where that cannot be."""
    preferences = PreferencesState(paths.settings_path(), application)
    install_language(application, preferences.settings.language)
    started = start_up(paths.database_path(), backups_folder(preferences.settings))
    models = ModelCollection.open()
    core = build_core(
        started.database,
        Templates.open(),
        lambda watch: (
            server_model(preferences.settings)
            or models.choose(None, preferences.settings.default_model, watch)
        ),
        lambda: preferences.settings,
        application,
    )
    remote = RemoteState(preferences, application)
    shown_models = _build_models(core, models, remote, preferences)
    theme = Theme(application, preferences)
    desks, news = Desks(), LibraryNews(application)
    estate = Estate(core.database, core.lane, lambda: backups_folder(preferences.settings))
    caretaker = Caretaker(estate, desks, core.drafting, application)
    index_keeper = IndexKeeper(core.database, application)
    preload = ModelPreload(core, paths.data_dir() / "loading-model", application)
    family = FamilyInUse(shown_models, preferences, families.load(), application)
    shared = Shared(
        core, shown_models, family, preferences, theme, desks, news, estate, caretaker, application
    )
    first = furnish(shared)
    windows = WindowGroup(first, partial(furnish, shared), news, application)
    for source in (caretaker, preload, shown_models, preferences):
        source.notice.connect(windows.show_notice)
    core.lane.trouble.connect(windows.say)
    core.drafting.failed.connect(windows.say_failure)
    caretaker.library_replaced.connect(windows.open_last)
    windows.contents_changed.connect(index_keeper.look)
    remote.changed.connect(preload.reload)
    theme.dress()
    first.window.show()
    first.window.start()
    caretaker.start(started)
    index_keeper.start()
    preload.start()
    return Program(first.window, windows, core, caretaker, preload, index_keeper)


def _build_models(
    core: Core, models: ModelCollection, remote: RemoteState, preferences: PreferencesState
) -> ModelsState:
    parent = preferences.parent()
    file = paths.data_dir() / "model-speeds.json"
    reading = core.model_reading
    choose = reading.chooser_by_name(models.choose)
    speeds = ModelSpeeds(core.engine, core.drafting, choose, preferences, file, parent)
    installer = InstallProcess(parent=parent)
    return ModelsState(core.engine, models, reading, installer, speeds, remote, parent)


def _collect_on_this_thread(application: QApplication) -> None:
    """Collect garbage on the GUI thread alone.

    A cycle that holds a QObject and is collected on the database lane would destroy it there.
    """
    gc.disable()

    def collect() -> None:  # in Python, so that it also lets signal handlers run
        gc.collect()

    timer = QTimer(application)
    timer.timeout.connect(collect)
    timer.start(COLLECT_MS)


def _end_when_asked(application: QApplication) -> None:
    """Save and end when the system shuts down or the terminal is closed, not die on the spot.

    Python runs the handler with the next code in Python: with that of a timer, within `COLLECT_MS`.
    Quitting closes the windows on the spot, so it waits until that code has done what it does.
    """
    _on_request_to_end(lambda *_: QTimer.singleShot(0, application.quit))


def _on_request_to_end(react: Callable[..., object] | signal.Handlers) -> None:
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), react)


def _cannot_start(error: UserError) -> int:
    """Say why there is no window. Only here a dialog is the whole program, with nothing to save."""
    _on_request_to_end(signal.SIG_DFL)
    sys.stderr.write(f"{error}\n")
    QMessageBox.critical(None, "Writer GUI", localized(str(error)))
    return WORLD_ERROR
