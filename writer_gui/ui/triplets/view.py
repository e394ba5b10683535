"""The view of triplets: filter and table at the left, the triplet under review at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from writer_gui.exchange.triplets import TripletFormat
from writer_gui.ui.import_panel import ImportPanel
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.filters import BulkBar, FilterBar
from writer_gui.ui.triplets.mix_panel import MixPanel
from writer_gui.ui.triplets.panel import TripletPanel
from writer_gui.ui.triplets.statistics import StatisticsPage
from writer_gui.ui.triplets.table import TripletTable
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class TripletsView(QWidget):
    """Puts the collection and the review side by side, and connects them."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        named(self, "tripletsView", self.tr("Triplets"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._collection = workspace.collection
        self._review = workspace.review
        self._files = workspace.triplet_files
        self.filters = FilterBar(self._collection)
        self._bulk = BulkBar()
        self._table = TripletTable(self._collection)
        self._panel = TripletPanel(self._review, theme)
        self._import = ImportPanel(self._files, "triplet")
        self._mix = MixPanel(workspace.mixing, workspace.mix_tokens)
        self._empty = label(
            self.tr(
                "No triplets yet. Save a session as one with Ctrl+T, or import a file of records."
            ),
            role="empty",
        )
        self._body = QStackedWidget()
        self._take_in = named(
            QPushButton(self.tr("Import…")), "importTriplets", self.tr("Import triplets")
        )
        self._give_out = named(
            QPushButton(self.tr("Export…")), "exportTriplets", self.tr("Export what is shown")
        )
        self._figures = named(
            QPushButton(self.tr("Statistics")), "showStatistics", self.tr("Statistics")
        )
        self._statistics = StatisticsPage(workspace.overview, theme)
        self._overview = workspace.overview
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Read the collection anew."""
        self._collection.refresh()
        self._review.learn()

    def _build(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.addWidget(self._table)
        self._body.addWidget(self._empty)
        self._body.addWidget(self._statistics)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.filters, 1)
        head.addWidget(self._figures)
        head.addWidget(self._take_in)
        head.addWidget(self._give_out)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._import)
        column.addWidget(self._mix)
        column.addWidget(self._bulk)
        column.addWidget(self._body, 1)
        self.sides.setHandleWidth(1)
        self.sides.setChildrenCollapsible(False)
        self.sides.addWidget(left)
        self.sides.addWidget(self._panel)
        self.sides.setStretchFactor(0, 3)
        self.sides.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sides)

    def _connect(self) -> None:
        self._import.occupied.connect(self._take_in.setDisabled)
        collection, review = self._collection, self._review
        collection.reset.connect(self._on_reset)
        collection.changed.connect(review.reload)
        review.saved.connect(collection.take_note)
        self._files.imported.connect(self.refresh)
        self._table.wanted.connect(review.open)
        self._table.selected.connect(self._bulk.show_count)
        self._bulk.genre_wanted.connect(
            lambda genre: collection.set_genre(self._table.uids(), genre)
        )
        self._bulk.status_wanted.connect(
            lambda status: collection.set_status(self._table.uids(), status)
        )
        self._bulk.trash_wanted.connect(lambda: collection.trash(self._table.uids()))
        _add_menu(
            self._take_in,
            {
                self.tr("A file of records…"): self._import.choose,
                self.tr("The folder of a data set…"): self._import.choose_folder,
            },
        )
        _add_menu(
            self._give_out,
            {
                self.tr("A file of records…"): self._on_export,
                self.tr("A Hugging Face data set…"): self._on_export_data_set,
                self.tr("A training mix…"): self._mix.begin,
            },
        )
        self._figures.clicked.connect(self._show_statistics)
        self._statistics.back_wanted.connect(self._on_reset)

    @Slot()
    def _on_reset(self) -> None:
        self._body.setCurrentWidget(self._table if self._collection.total else self._empty)
        self._bulk.show_count(0)
        if self._review.triplet is not None:
            self._table.point_at(self._review.triplet.uid)

    @Slot()
    def _show_statistics(self) -> None:
        self._overview.refresh()
        self._bulk.hide()  # nothing is selected where there is no table
        self._body.setCurrentWidget(self._statistics)

    @Slot()
    def _on_export(self) -> None:
        """Export what the filter shows, in the format the file dialog says."""
        kinds = self._kinds()
        chosen, kind = QFileDialog.getSaveFileName(
            self.window(), self.tr("Export triplets"), "triplets.jsonl", ";;".join(kinds)
        )
        if chosen:
            form = kinds.get(kind, TripletFormat.COIG)
            self._files.export_triplets(Path(chosen), form, self._collection.query)

    @Slot()
    def _on_export_data_set(self) -> None:
        """Export what the filter shows as a folder with splits and a card."""
        chosen = QFileDialog.getExistingDirectory(self.window(), self.tr("Export a data set"))
        if chosen:
            self._files.export_data_set(Path(chosen), self._collection.query)

    def _kinds(self) -> dict[str, TripletFormat]:
        names = {
            TripletFormat.COIG: "COIG-Writer (*.jsonl *.json)",
            TripletFormat.COIG_CARD: self.tr("COIG-Writer, first card (*.jsonl *.json)"),
            TripletFormat.COIG_DRAFT: self.tr("COIG-Writer, draft README (*.jsonl *.json)"),
            TripletFormat.TRL: self.tr("TRL conversations (*.jsonl)"),
            TripletFormat.TRL_PROMPT: self.tr("TRL prompt and completion (*.jsonl)"),
            TripletFormat.SHAREGPT: "ShareGPT (*.json *.jsonl)",
            TripletFormat.ALPACA: "Alpaca (*.json *.jsonl)",
        }
        return {name: form for form, name in names.items()}


def _add_menu(button: QPushButton, entries: dict[str, Callable[[], None]]) -> None:
    menu = QMenu(button)
    for text, act in entries.items():
        menu.addAction(text).triggered.connect(lambda _=False, act=act: act())
    button.setMenu(menu)
