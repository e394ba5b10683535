"""The table of triplets: a line each, read a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from writer_gui.domain.genre import find_genre
from writer_gui.store.triplets import TripletOrder
from writer_gui.ui.names import genre_name, language_name
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.names import status_name
from writer_gui.ui.widgets import named

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection

    from writer_gui.state.collection import CollectionState, TripletLine

Index = QModelIndex | QPersistentModelIndex
PROMPT, GENRE, LANGUAGE, LENGTH, SCORE, STATUS, SAVED = range(7)
_ORDERS = {
    GENRE: (TripletOrder.GENRE, TripletOrder.GENRE),
    LENGTH: (TripletOrder.LONGEST, TripletOrder.SHORTEST),
    SCORE: (TripletOrder.BEST, TripletOrder.BEST),
    STATUS: (TripletOrder.STATUS, TripletOrder.STATUS),
    SAVED: (TripletOrder.NEWEST, TripletOrder.OLDEST),
}
"""What a click on each column's head sorts by, and what a second one does."""


class TripletModel(QAbstractTableModel):
    """Shows the lines of the collection; owns none."""

    def __init__(self, collection: CollectionState, parent: QObject) -> None:
        super().__init__(parent)
        self._collection = collection
        self._heads = (
            self.tr("Prompt"),
            self.tr("Genre"),
            self.tr("Language"),
            self.tr("Characters"),
            self.tr("Scores"),
            self.tr("Status"),
            self.tr("Changed"),
        )
        collection.reset.connect(self._on_reset)
        collection.about_to_add.connect(self._on_about_to_add)
        collection.added.connect(self.endInsertRows)
        collection.row_changed.connect(self._on_row_changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many lines have been read."""
        return 0 if parent.isValid() else len(self._collection.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Return what a column is called."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = 0) -> object:
        """Return what a cell shows."""
        if not index.isValid() or index.row() >= len(self._collection.lines):
            return None
        line = self._collection.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.preview if index.column() == PROMPT else _cell(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (LENGTH, SCORE):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are lines that have not been read."""
        return not parent.isValid() and self._collection.has_more

    def fetchMore(self, parent: Index) -> None:
        """Have the next page read."""
        if not parent.isValid():
            self._collection.load_more()

    @Slot()
    def _on_reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    @Slot(int, int)
    def _on_about_to_add(self, first: int, last: int) -> None:
        self.beginInsertRows(QModelIndex(), first, last)

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, SAVED))


class TripletTable(QTableView):
    """Tells which triplet the writer looks at, and which are selected."""

    wanted = Signal(str)  # uid
    selected = Signal(int)  # how many

    def __init__(self, collection: CollectionState) -> None:
        super().__init__()
        named(self, "tripletTable", self.tr("Triplets"))
        self._collection = collection
        self._takes_all = self._is_selecting_all = False
        self._model = TripletModel(collection, self)
        self.setModel(self._model)
        self._model.rowsInserted.connect(self._on_more)
        self._model.modelReset.connect(self._on_reset)
        self._dress()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.horizontalHeader().sectionClicked.connect(self._on_head_clicked)

    def uids(self) -> list[str] | None:
        """Return the selected triplets; None for all that are found, read already or not."""
        if self._takes_all:
            return None
        lines = self._collection.lines
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [lines[row].uid for row in rows if row < len(lines)]

    def selectAll(self) -> None:
        """Select all that are found, not only the lines that have been read."""
        self._takes_all = self._is_selecting_all = True
        super().selectAll()
        self._is_selecting_all = False
        self.selected.emit(self._collection.found)

    def point_at(self, uid: str) -> None:
        """Select the line of a triplet, if it has been read."""
        rows = (row for row, line in enumerate(self._collection.lines) if line.uid == uid)
        row = next(rows, None)
        if row is not None:
            self.selectRow(row)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(4 * GRID)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(PROMPT, QHeaderView.ResizeMode.Stretch)
        for column, width in ((GENRE, 18), (LANGUAGE, 11), (LENGTH, 11), (SCORE, 8)):
            self.setColumnWidth(column, width * GRID)
        self.setColumnWidth(STATUS, 11 * GRID)
        self.setColumnWidth(SAVED, 12 * GRID)

    @Slot(object, object)
    def _on_selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        if not self._is_selecting_all:
            self._takes_all = False
            self.selected.emit(len(self.selectionModel().selectedRows()))

    @Slot()
    def _on_reset(self) -> None:
        self._takes_all = False

    @Slot()
    def _on_more(self) -> None:
        if self._takes_all:
            self.selectAll()

    @Slot(object, object)
    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() < len(self._collection.lines):
            self.wanted.emit(self._collection.lines[now.row()].uid)

    @Slot(int)
    def _on_head_clicked(self, column: int) -> None:
        if column in _ORDERS:
            first, second = _ORDERS[column]
            is_first = self._collection.query.order is first
            self._collection.set_order(second if is_first else first)


def _cell(line: TripletLine, column: int) -> str:
    if column == GENRE:
        genre = find_genre(line.genre)
        return genre_name(genre) if genre else line.genre
    if column == LANGUAGE:
        return language_name(line.language)
    if column == LENGTH:
        return QLocale().toString(line.characters)
    if column == SCORE:
        return str(line.scores.total) if line.scores.total else "–"
    if column == STATUS:
        return status_name(line.status)
    if line.updated is None:
        return ""
    stamp = QDateTime.fromSecsSinceEpoch(int(line.updated.timestamp()))
    return QLocale().toString(stamp.date(), QLocale.FormatType.ShortFormat)
