"""Looks after the library: backups as the writer works, restoring one, the trash."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.background.errands import Errands
from writer_gui.state.notice import Notice
from writer_gui.state.sentences import in_a_row, localized
from writer_gui.store import backup as backups
from writer_gui.store.recovery import check_if_due
from writer_gui.store.trash import tidy_trash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from writer_gui.background.lane import Lane
    from writer_gui.errors import UserError
    from writer_gui.state.desks import Desks
    from writer_gui.state.drafting import DraftingState
    from writer_gui.store.backup import Backup
    from writer_gui.store.database import Database
    from writer_gui.store.recovery import StartUp

FIRST_LOOK_MS = 20_000
LOOK_MS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Estate:
    """What is looked after, and where its backups go; asked each time, as the writer may move.

    `changing` is set while files are taken in or a backup is restored, which is done by steps
    between which nothing else may change the library as a whole.
    """

    database: Database
    lane: Lane
    backups_folder: Callable[[], Path]
    changing: Event = field(default_factory=Event)

    @property
    def backups(self) -> Path:
        """Where backups go now."""
        return self.backups_folder()


class Caretaker(QObject):
    """Backs the library up when it has changed and the last backup is an hour old."""

    notice = Signal(object)  # Notice
    backed_up = Signal(object)  # Path
    library_replaced = Signal()  # or left as it was; open something from it
    busy_changed = Signal(bool)

    def __init__(
        self,
        estate: Estate,
        desks: Desks,
        drafting: DraftingState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._estate = estate
        self._desks = desks
        self._drafting = drafting
        self._errands = Errands(self)
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, started: StartUp) -> None:
        """Say what was found at the start, and look after the library from now on."""
        self._estate.lane.run(tidy_trash)
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)
        self._timer.start()
        text = in_a_row(map(localized, started.notes))
        if started.offered is not None:
            file = started.offered.path
            act = self.tr("Restore the backup")
            self.notice.emit(Notice(text, act, lambda: self.restore(file)))
        elif text:
            self.notice.emit(Notice(text))

    def known(self) -> Sequence[Backup]:
        """Return the backups there are, newest first."""
        return backups.list_backups(self._estate.backups)[::-1]

    @Slot()
    def look(self) -> None:
        """Back up and check if it is time."""
        estate = self._estate
        self._errands.run(
            lambda: backups.back_up_if_due(estate.database, estate.backups),
            self._on_backed_up,
            self._on_trouble,
        )
        self._errands.run(
            lambda: check_if_due(estate.database, estate.backups),
            self._on_checked,
            self._on_trouble,
        )

    def back_up_to(self, file: Path) -> None:
        """Write a checked copy of the library to a place of the writer's choice."""

        def done(_size: int) -> None:
            text = self.tr("The library is backed up to {0}.").format(file)
            self.notice.emit(Notice(text, passing=True))
            self.backed_up.emit(file)

        self._errands.run(
            lambda: backups.backup(self._estate.database, file), done, self._on_failed
        )

    def restore(self, file: Path) -> None:
        """Put a backup in place of the library, which is kept as a backup itself."""
        problem = self._why_not_now()
        if problem:
            self.notice.emit(Notice(problem))
            return
        estate = self._estate
        estate.changing.set()
        for desk in self._desks.in_use():
            desk.clear()
        self.busy_changed.emit(True)

        def work() -> Path:
            estate.lane.drain()
            return backups.restore(estate.database, file, estate.backups)

        self._errands.run(work, self._on_restored, self._on_not_restored)

    def close(self) -> None:
        """Let what is under way end."""
        self._timer.stop()
        self._errands.drain()

    def settle(self) -> None:
        """Wait until everything asked for is done and told."""
        self._errands.settle()

    def _why_not_now(self) -> str:
        """Save what is on the desk; return why no backup can be restored, or ""."""
        if self._drafting.busy:
            return self.tr("The model is still writing; stop it first.")
        desks = self._desks.in_use()
        if len(desks) > 1:
            return self.tr("Other windows are open; close them first.")
        for desk in desks:
            if not desk.save_and_wait():
                return desk.autosave.status.problem
        if self._estate.changing.is_set():
            return self.tr("Files are still being imported; wait until that is done.")
        return ""

    def _on_restored(self, before: Path) -> None:
        self._go_on()
        text = self.tr("The backup is restored; the library as it was is kept as {0}.")
        self.notice.emit(
            Notice(text.format(before.name), self.tr("Undo"), lambda: self.restore(before))
        )

    def _on_not_restored(self, error: UserError) -> None:
        self._go_on()
        self._on_failed(error)

    def _go_on(self) -> None:
        self._estate.changing.clear()
        self.busy_changed.emit(False)
        self.library_replaced.emit()

    def _on_backed_up(self, file: Path | None) -> None:
        self._problem = ""
        if file is not None:
            self.backed_up.emit(file)

    def _on_checked(self, notes: tuple[str, ...]) -> None:
        if notes:
            self.notice.emit(Notice(in_a_row(map(localized, notes))))

    def _on_trouble(self, error: UserError) -> None:
        """Tell once of each problem, not with every try."""
        if str(error) != self._problem:
            self._problem = str(error)
            self.notice.emit(
                Notice(self.tr("No backup was made: {0}").format(localized(self._problem)))
            )

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
