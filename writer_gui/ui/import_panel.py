"""Before anything is taken in: what a file holds, what cannot be taken, and a yes or a no."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
)

from writer_gui.state.sentences import localized
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from writer_gui.exchange.records import Rejected
    from writer_gui.exchange.taking_in import Survey
    from writer_gui.state.record_files import RecordFiles

Index = QModelIndex | QPersistentModelIndex


class ReasonModel(QAbstractListModel):
    """All that cannot be taken in, each told when it is looked at: there may be very many."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rejected: tuple[Rejected, ...] = ()

    def show(self, rejected: tuple[Rejected, ...]) -> None:
        """Tell of these."""
        self.beginResetModel()
        self._rejected = rejected
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rejected)

    def data(self, index: Index, role: int = 0) -> object:
        """Return which record it is, and why."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        rejected = self._rejected[index.row()]
        number = QLocale().toString(rejected.record)
        return self.tr("Record {0}: {1}").format(number, localized(rejected.reason))


class ImportPanel(QFrame):
    """Accompanies one import; hidden when there is none."""

    occupied = Signal(bool)  # whether there is one: only then it is shown

    def __init__(self, files: RecordFiles, prefix: str) -> None:
        super().__init__()
        named(self, f"{prefix}ImportPanel", self.tr("Import"))
        self.setProperty("field", "true")
        self._files = files
        self._title = label(role="title")
        self._title.setWordWrap(True)
        self._state = label(tone="muted")
        self._reasons = named(QListView(), f"{prefix}Rejected", self.tr("Not imported, and why"))
        self._model = ReasonModel(self)
        self._reasons.setModel(self._model)
        self._reasons.setUniformItemSizes(True)
        self._reasons.setFixedHeight(16 * GRID)
        self._take = named(QPushButton(), f"{prefix}TakeIn", self.tr("Import"))
        self._take.setProperty("primary", "true")
        self._stop = named(QPushButton(self.tr("Cancel")), f"{prefix}StopImport", self.tr("Cancel"))
        self._is_reading = False
        self._build()
        files.surveyed.connect(self._on_surveyed)
        files.progress.connect(self._on_progress)
        files.indexing.connect(self._on_indexing)
        files.ended.connect(self.hide)
        self._take.clicked.connect(self._on_take)
        self._stop.clicked.connect(self._on_stop)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that another import has to wait."""
        super().showEvent(event)
        self.occupied.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that another import may begin."""
        super().hideEvent(event)
        self.occupied.emit(False)

    @Slot()
    def choose(self) -> None:
        """Ask for a file and look it through."""
        chosen, _ = QFileDialog.getOpenFileName(
            self.window(),
            self.tr("Import records"),
            "",
            self.tr("Records (*.jsonl *.json *.parquet)"),
        )
        if chosen:
            self.look_through(Path(chosen))

    @Slot()
    def choose_folder(self) -> None:
        """Ask for the folder of a data set and look it through."""
        chosen = QFileDialog.getExistingDirectory(self.window(), self.tr("Import a data set"))
        if chosen:
            self.look_through(Path(chosen))

    def look_through(self, file: Path) -> None:
        """Begin with a file."""
        self._is_reading = True
        self._title.setText(self.tr("Looking through {0}…").format(file.name))
        self._state.clear()
        self._model.show(())
        self._reasons.hide()
        self._take.hide()
        self._stop.setText(self.tr("Cancel"))
        self.show()
        self._files.look_through(file)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._state, 1)
        row.addWidget(self._take)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addWidget(self._title)
        column.addWidget(self._reasons)
        column.addLayout(row)

    @Slot(object)
    def _on_surveyed(self, survey: Survey) -> None:
        self._is_reading = False
        number = QLocale().toString
        name = self._files.file.name if self._files.file else ""
        told = self.tr("{0}. Records: {1}. New: {2}. Already here: {3}. Cannot be imported: {4}.")
        counts = (survey.read, survey.new, survey.duplicates, len(survey.rejected))
        self._title.setText(told.format(name, *map(number, counts)))
        self._model.show(survey.rejected)
        self._reasons.setVisible(bool(survey.rejected))
        self._state.setText(self.tr("Nothing is written yet."))
        self._take.setText(self.tr("Import {0}").format(number(survey.new)))
        self._take.setVisible(survey.new > 0)
        self._take.setEnabled(True)
        (self._take if survey.new else self._stop).setFocus()

    @Slot(int)
    def _on_progress(self, count: int) -> None:
        self._state.setText(self.tr("{0} records").format(QLocale().toString(count)))

    @Slot(int)
    def _on_indexing(self, left: int) -> None:
        """They are saved; nobody need wait until they are in the index."""
        told = self.tr("Saved. To be made ready for searching: {0}")
        self._state.setText(told.format(QLocale().toString(left)))
        self._take.hide()
        self._stop.setText(self.tr("Go on in the background"))

    @Slot()
    def _on_take(self) -> None:
        self._is_reading = True
        self._take.setEnabled(False)
        self._files.take_in()

    @Slot()
    def _on_stop(self) -> None:
        if self._is_reading:
            self._files.stop()
        else:
            self.hide()
