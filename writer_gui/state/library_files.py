"""The library out to a folder of files, and files into the library."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.background.errands import Errands
from writer_gui.state.notice import Notice
from writer_gui.state.sentences import in_a_row, localized
from writer_gui.store import shelves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from writer_gui.errors import UserError
    from writer_gui.exchange.library_folder import LibraryFiles, TakenIn, TakingIn
    from writer_gui.state.caretaker import Estate
    from writer_gui.state.library_news import LibraryNews
    from writer_gui.store.database import Transaction


class LibraryFilesState(QObject):
    """Writes out from a snapshot while the writer goes on; takes in between two saves."""

    notice = Signal(object)  # Notice
    written = Signal(object)  # Path
    taken_in = Signal()
    open_requested = Signal(int)  # session id

    def __init__(self, estate: Estate, news: LibraryNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._estate = estate
        self._news = news
        self._errands = Errands(self)

    def write_all(self, folder: Path) -> None:
        """Write every session, triplet and pair into an empty folder."""
        # Not at the top: what only files need would lengthen every start.
        from writer_gui.exchange import library_folder

        def work() -> LibraryFiles:
            with self._estate.database.reading() as tx:
                return library_folder.write_library(tx, folder)

        def done(files: LibraryFiles) -> None:
            text = self.tr("Sessions written to {1}: {0}.").format(files.sessions, folder)
            self.notice.emit(Notice(text, passing=True))
            self.written.emit(folder)

        self._errands.run(work, done, self._on_failed)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Make sessions of files and folders, between saves; the last one is opened."""
        from writer_gui.exchange import library_folder

        if self._estate.changing.is_set():  # two imports of one folder would add it twice
            text = self.tr("Files are still being imported; wait until that is done.")
            self.notice.emit(Notice(text, passing=True))
            return
        self._estate.changing.set()
        self._errands.run(
            lambda: library_folder.TakingIn(paths), self._go_on_taking_in, self._on_not_taken_in
        )

    def _go_on_taking_in(self, taking: TakingIn) -> None:
        def done(is_all: bool) -> None:
            if is_all:
                self._on_taken_in(taking.report)
            else:
                self._go_on_taking_in(taking)

        self._estate.lane.run(taking.go_on, done, self._on_not_taken_in)

    def drain(self) -> None:
        """Let what is under way end."""
        self._errands.drain()

    def _on_taken_in(self, report: TakenIn) -> None:
        self._estate.changing.clear()
        self._news.added.emit()
        self.taken_in.emit()
        if report.added:
            self.open_requested.emit(report.added[-1])
        parts = [self.tr("Sessions added: {0}.").format(len(report.added))]
        if report.duplicates:
            parts.append(self.tr("Already here: {0}.").format(report.duplicates))
        if report.missing:
            parts.append(self.tr("Without a file: {0}.").format(report.missing))
        if report.missing_records:
            text = self.tr("Triplets or pairs missing: {0}.")
            parts.append(text.format(report.missing_records))
        parts += [localized(reason) for _, reason in report.rejected[:2]]
        if len(report.rejected) > 2:
            parts.append(
                self.tr("Others that could not be read: {0}.").format(len(report.rejected) - 2)
            )
        text = in_a_row(parts)
        if report.added:
            take_back = partial(self._take_back, report.added)
            self.notice.emit(Notice(text, self.tr("Undo"), take_back))
        else:
            self.notice.emit(Notice(text))

    def _take_back(self, added: Sequence[int]) -> None:
        def work(tx: Transaction) -> None:
            for session_id in added:
                shelves.trash_session(tx, session_id)

        self._estate.lane.run(work, lambda _: self._news.trashed.emit(added))

    def _on_not_taken_in(self, error: UserError) -> None:
        self._estate.changing.clear()
        self._on_failed(error)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
