"""The menu of the library as a whole: backups, and what comes in and goes out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from writer_gui.settings import backups_folder
from writer_gui.ui.dropping import FileDrops
from writer_gui.ui.names import size_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.state.caretaker import Caretaker
    from writer_gui.state.library_files import LibraryFilesState
    from writer_gui.state.preferences import PreferencesState
    from writer_gui.ui.main_window import MainWindow

_SHOWN = 12


class LibraryMenu(QObject):
    """Adds itself to the menus of a window and forwards what is chosen."""

    def __init__(
        self,
        window: MainWindow,
        caretaker: Caretaker,
        files: LibraryFilesState,
        preferences: PreferencesState,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._caretaker = caretaker
        self._files = files
        self._preferences = preferences
        bar = window.menuBar()
        self._menu = QMenu(self.tr("&Library"), bar)
        bar.insertMenu(bar.actions()[1], self._menu)
        self._add(self.tr("Import files…"), self._on_import)
        self._add(self.tr("Import a folder…"), self._on_import_folder)
        self._add(self.tr("Export everything…"), self._on_export)
        self._menu.addSeparator()
        self._add(self.tr("Back up to a file…"), self._on_back_up)
        self._restoring = self._menu.addMenu(self.tr("Restore a backup"))
        self._restoring.aboutToShow.connect(self._fill)
        self._add(self.tr("Backup folder…"), self._on_backup_folder)
        drops = FileDrops(window)
        drops.dropped.connect(files.take_in)
        caretaker.busy_changed.connect(lambda busy: window.setEnabled(not busy))

    def _add(self, text: str, act: Callable[[], None]) -> None:
        action = QAction(text, self)
        action.triggered.connect(act)
        self._menu.addAction(action)

    @Slot()
    def _fill(self) -> None:
        """List the newest backups by their time."""
        self._restoring.clear()
        for known in self._caretaker.known()[:_SHOWN]:
            taken = QDateTime.fromSecsSinceEpoch(int(known.taken.timestamp()))
            day = QLocale().toString(taken, QLocale.FormatType.ShortFormat)
            size = size_text(known.path.stat().st_size)
            action = self._restoring.addAction(f"{day} · {size}")
            action.triggered.connect(lambda _=False, file=known.path: self._caretaker.restore(file))
        self._restoring.addSeparator()
        chosen = self._restoring.addAction(self.tr("Choose a file…"))
        chosen.triggered.connect(self._on_choose)

    @Slot()
    def _on_import(self) -> None:
        title, kind = self.tr("Import files"), self.tr("Texts and sessions (*.md *.txt *.json)")
        chosen, _ = QFileDialog.getOpenFileNames(self._window, title, "", kind)
        if chosen:
            self._files.take_in([Path(file) for file in chosen])

    @Slot()
    def _on_import_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Import a folder"))
        if folder:
            self._files.take_in([Path(folder)])

    @Slot()
    def _on_export(self) -> None:
        """Ask where; what is written goes into a new folder there."""
        title = self.tr("Export everything")
        folder = QFileDialog.getExistingDirectory(self._window, title)
        if folder:
            name = f"Writer GUI {datetime.now():%Y-%m-%d %H%M%S}"
            self._files.write_all(Path(folder) / name)

    @Slot()
    def _on_back_up(self) -> None:
        title, kind = self.tr("Back up the library"), self.tr("Library (*.db)")
        file, _ = QFileDialog.getSaveFileName(self._window, title, "writer-backup.db", kind)
        if file:
            self._caretaker.back_up_to(Path(file))

    @Slot()
    def _on_choose(self) -> None:
        title, kind = self.tr("Restore a backup"), self.tr("Library (*.db)")
        file, _ = QFileDialog.getOpenFileName(self._window, title, "", kind)
        if file:
            self._caretaker.restore(Path(file))

    @Slot()
    def _on_backup_folder(self) -> None:
        """Have backups go elsewhere, best to another disk; those there are stay where they are."""
        before = backups_folder(self._preferences.settings)
        title = self.tr("Where should backups go?")
        folder = QFileDialog.getExistingDirectory(self._window, title, str(before))
        if folder:
            self._preferences.change(backup_folder=folder)
            self._caretaker.look()
