"""The collection in pictures: against COIG-Writer's shares, and what it still lacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import TripletStatus
from writer_gui.errors import UserError
from writer_gui.state.notice import Notice
from writer_gui.state.overview import expected, lacking
from writer_gui.state.sentences import in_a_row
from writer_gui.store.triplet_figures import LENGTH_BINS
from writer_gui.ui.charts import Bar, Chart, ChartSheet
from writer_gui.ui.names import genre_name, language_name
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.names import part_name, status_name
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.overview import OverviewState
    from writer_gui.store.triplet_figures import Overview
    from writer_gui.ui.theme import Theme


class StatisticsPage(QWidget):
    """Shows an overview; its pictures can be saved."""

    back_wanted = Signal()

    def __init__(self, overview: OverviewState, theme: Theme) -> None:
        super().__init__()
        named(self, "tripletStatistics", self.tr("Statistics"))
        self._overview = overview
        self._summary = named(label(), "statisticsSummary", self.tr("Summary"))
        self._summary.setWordWrap(True)
        self.sheet = named(ChartSheet(theme), "statisticsCharts", self.tr("Charts"))
        back = named(QPushButton(self.tr("Back to the table")), "statisticsBack", self.tr("Back"))
        save = named(
            QPushButton(self.tr("Save as a picture…")), "statisticsSave", self.tr("Save pictures")
        )
        row = QHBoxLayout()
        row.addWidget(self._summary, 1)
        row.addWidget(save)
        row.addWidget(back)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(scroll, 1)
        overview.changed.connect(self._show)
        back.clicked.connect(self.back_wanted)
        save.clicked.connect(self._on_save)

    @Slot(object)
    def _show(self, overview: Overview) -> None:
        self._summary.setText(self._told(overview))
        self.sheet.show_charts(
            (
                self._genres(overview),
                self._lengths(overview),
                self._kinds(overview),
                self._scores(overview),
                self._diversity(overview),
            )
        )

    def _told(self, overview: Overview) -> str:
        number = QLocale().toString
        told = [self.tr("Triplets: {0}.").format(number(overview.counts.total))]
        missing = [f"{genre_name(genre)} ({count})" for genre, count in lacking(overview)]
        if missing:
            text = self.tr("Compared with the shares of COIG-Writer, it lacks most: {0}.")
            told.append(text.format(self.tr(", ").join(missing)))
        if overview.without_licence or overview.without_consent:
            text = self.tr("Without a licence: {0}; without consent: {1}.")
            told.append(
                text.format(number(overview.without_licence), number(overview.without_consent))
            )
        return in_a_row(told)

    def _genres(self, overview: Overview) -> Chart:
        counts = overview.counts
        bars = tuple(
            Bar(
                genre_name(genre),
                counts.by_genre.get(genre.tag, 0),
                QLocale().toString(counts.by_genre.get(genre.tag, 0)),
                expected(genre, counts.total),
            )
            for genre in GENRES
        )
        note = self.tr("The mark is the share the genre has in COIG-Writer.")
        return Chart(self.tr("Genres"), note, bars)

    def _lengths(self, overview: Overview) -> Chart:
        number = QLocale().toString
        names = [self.tr("below {0}").format(number(bound)) for bound in LENGTH_BINS]
        names.append(self.tr("{0} or more").format(number(LENGTH_BINS[-1])))
        bars = [
            Bar(name, count, number(count))
            for name, count in zip(names, overview.lengths, strict=True)
        ]
        told = [
            f"{part_name(part)} {number(size.shortest)}–{number(round(size.mean))}–"
            f"{number(size.longest)}"
            for part, size in overview.parts.items()
        ]
        note = self.tr("Shortest, mean and longest in characters: {0}.").format("  ·  ".join(told))
        return Chart(self.tr("Lengths of the answers"), note, tuple(bars))

    def _kinds(self, overview: Overview) -> Chart:
        number, counts = QLocale().toString, overview.counts
        bars = [
            Bar(language_name(kind), count, number(count))
            for kind in Language
            if (count := counts.by_language.get(kind.value, 0)) is not None
        ]
        bars += [
            Bar(status_name(kind), count, number(count))
            for kind in TripletStatus
            if (count := counts.by_status.get(kind.value, 0)) is not None
        ]
        return Chart(self.tr("Languages and review"), "", tuple(bars))

    def _scores(self, overview: Overview) -> Chart:
        kinds = {"quality": self.tr("Quality"), "creativity": self.tr("Creativity")}
        bars = []
        for name, mean in overview.scores.items():
            part, _, kind = name.partition("_")
            told = "–" if mean is None else QLocale().toString(mean, "f", 1)
            bars.append(Bar(f"{part_name(part)}: {kinds[kind]}", mean or 0, told, 8))
        note = self.tr("Means of the scores given. From the mark up, a score allows acceptance.")
        return Chart(self.tr("Scores"), note, tuple(bars))

    def _diversity(self, overview: Overview) -> Chart:
        bars = []
        for language, shape in overview.diversity.items():
            for name, value in (
                (self.tr("Variety of words"), shape.ttr),
                (self.tr("Distinct 4-grams"), shape.distinct_4),
                (self.tr("Repeated 4-grams"), shape.repeated),
            ):
                told = QLocale().toString(value, "f", 2)
                bars.append(Bar(f"{language_name(language)}: {name}", value, told))
        note = self.tr("Answers averaged: {0}. The figures describe; they do not measure quality.")
        told = note.format(QLocale().toString(overview.sampled))
        return Chart(self.tr("Diversity"), told, tuple(bars))

    @Slot()
    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(),
            self.tr("Save as a picture"),
            "triplets.png",
            self.tr("Pictures (*.png *.svg)"),
        )
        if not chosen:
            return
        try:
            self.sheet.save_picture(Path(chosen))
        except UserError as error:
            self._overview.notice.emit(Notice(str(error)))
