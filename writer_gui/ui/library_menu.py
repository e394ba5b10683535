"""The menu of the library as a whole: backups, and what comes in and goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

if TYPE_CHECKING:
    from writer_gui.state.caretaker import Caretaker
    from writer_gui.ui.main_window import MainWindow

_SHOWN = 12


class LibraryMenu(QObject):
    """Adds itself to the menus of a window and forwards what is chosen."""

    def __init__(self, window: MainWindow, caretaker: Caretaker) -> None:
        super().__init__(window)
        self._window = window
        self._caretaker = caretaker
        bar = window.menuBar()
        self._menu = QMenu(self.tr("&Library"), bar)
        bar.insertMenu(bar.actions()[1], self._menu)
        self._add(self._menu, self.tr("Back up to a file …")).triggered.connect(self._on_back_up)
        self._restoring = self._menu.addMenu(self.tr("Restore a backup"))
        self._restoring.aboutToShow.connect(self._fill)
        caretaker.notice.connect(window.show_notice)
        caretaker.busy_changed.connect(lambda busy: window.setEnabled(not busy))

    def _add(self, menu: QMenu, text: str) -> QAction:
        action = QAction(text, self)
        menu.addAction(action)
        return action

    @Slot()
    def _fill(self) -> None:
        """List the newest backups by their time."""
        self._restoring.clear()
        for known in self._caretaker.known()[:_SHOWN]:
            taken = QDateTime.fromSecsSinceEpoch(int(known.taken.timestamp()))
            day = QLocale().toString(taken, QLocale.FormatType.ShortFormat)
            size = QLocale().formattedDataSize(known.path.stat().st_size)
            action = self._restoring.addAction(f"{day} · {size}")
            action.triggered.connect(lambda _=False, file=known.path: self._caretaker.restore(file))
        self._restoring.addSeparator()
        chosen = self._restoring.addAction(self.tr("Choose a file …"))
        chosen.triggered.connect(self._on_choose)

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
