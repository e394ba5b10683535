"""What the table shows: words, genre, language and status; and what is done to what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import TripletStatus
from writer_gui.ui.names import genre_name, language_name
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.names import status_name
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.collection import CollectionState


class FilterBar(QWidget):
    """Narrows the collection down."""

    def __init__(self, collection: CollectionState) -> None:
        super().__init__()
        self._collection = collection
        self.search = named(QLineEdit(), "tripletSearch", self.tr("Search triplets"))
        self.search.setPlaceholderText(self.tr("Search triplets"))
        self.search.setClearButtonEnabled(True)
        self._genre = named(genre_combo(self.tr("All genres")), "tripletGenre", self.tr("Genre"))
        self._language = named(QComboBox(), "tripletLanguage", self.tr("Language"))
        self._language.addItem(self.tr("Both languages"), None)
        for language in Language:
            self._language.addItem(language_name(language), language)
        self._status = named(QComboBox(), "tripletStatus", self.tr("Status"))
        self._status.addItem(self.tr("Any status"), None)
        for status in TripletStatus:
            self._status.addItem(status_name(status), status)
        self._count = named(label(tone="muted"), "tripletCount", self.tr("Number of triplets"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.search, 1)
        for widget in (self._genre, self._language, self._status, self._count):
            widget.setProperty("quiet", "true")
            row.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._collection.set_search)
        for combo in (self._genre, self._language, self._status):
            combo.currentIndexChanged.connect(self._on_chosen)
        self._collection.reset.connect(self._show_count)

    @Slot()
    def _on_chosen(self) -> None:
        language, status = self._language.currentData(), self._status.currentData()
        self._collection.set_filter(
            genre=self._genre.currentData(),
            language=Language(language) if language else None,
            status=TripletStatus(status) if status else None,
        )

    @Slot()
    def _show_count(self) -> None:
        found, total = self._collection.found, self._collection.total
        number = QLocale().toString
        is_open = bool(self._collection.query.text) and self._collection.has_more
        shown = f"{number(found - 1)}+" if is_open else number(found)
        told = number(total) if found == total else f"{shown} / {number(total)}"
        self._count.setText(told)


class BulkBar(QWidget):
    """Changes all selected triplets at once; there only while several are selected."""

    genre_wanted = Signal(str)
    status_wanted = Signal(object)  # TripletStatus
    trash_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count = label(tone="muted")
        self._genre = named(
            QPushButton(self.tr("Set genre")), "bulkGenre", self.tr("Set the genre of these")
        )
        self._status = named(
            QPushButton(self.tr("Set status")), "bulkStatus", self.tr("Set the status of these")
        )
        trash = named(
            QPushButton(self.tr("Move to trash")), "bulkTrash", self.tr("Move these to the trash")
        )
        genres = QMenu(self)
        for genre in GENRES:
            genres.addAction(genre_name(genre)).setData(genre.tag)
        genres.triggered.connect(lambda action: self.genre_wanted.emit(action.data()))
        states = QMenu(self)
        for status in TripletStatus:
            states.addAction(status_name(status)).setData(status)
        states.triggered.connect(
            lambda action: self.status_wanted.emit(TripletStatus(action.data()))
        )
        self._genre.setMenu(genres)
        self._status.setMenu(states)
        trash.clicked.connect(self.trash_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._count)
        row.addWidget(self._genre)
        row.addWidget(self._status)
        row.addWidget(trash)
        row.addStretch(1)
        self.hide()

    @Slot(int)
    def show_count(self, count: int) -> None:
        """Be there for several, and say how many."""
        self._count.setText(self.tr("{0} selected").format(count))
        self.setVisible(count > 1)


def genre_combo(first: str) -> QComboBox:
    """Return a choice of all genres, with something else at the top that stands for none."""
    combo = QComboBox()
    combo.addItem(first, None)
    for genre in GENRES:
        combo.addItem(genre_name(genre), genre.tag)
    combo.setMaxVisibleItems(20)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    combo.view().setMinimumWidth(36 * GRID)
    return combo
