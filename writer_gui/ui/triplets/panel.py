"""The panel in which one triplet is reviewed: its texts as they will be saved, and its review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.language import Language
from writer_gui.domain.triplet import TripletStatus
from writer_gui.text.counting import count_characters
from writer_gui.ui.names import language_name
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.filters import genre_combo
from writer_gui.ui.triplets.findings import Findings
from writer_gui.ui.triplets.names import part_name, status_name
from writer_gui.ui.triplets.scores import ScoreGrid
from writer_gui.ui.widgets import GrowingEdit, label, named

if TYPE_CHECKING:
    from writer_gui.domain.triplet import Triplet
    from writer_gui.state.review import ReviewState
    from writer_gui.ui.theme import Theme

LICENCES = ("", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "ODC-BY-1.0")
_MOST_LINES = {"query": 5, "thought": 9, "answer": 12}


LEAST_WIDTH = 44 * GRID


class TripletPanel(QScrollArea):
    """Shows and edits the triplet of a review."""

    def __init__(self, review: ReviewState, theme: Theme) -> None:
        super().__init__()
        named(self, "tripletPanel", self.tr("Triplet"))
        self._review = review
        self._theme = theme
        self._shown = ""
        self._texts: dict[str, GrowingEdit] = {}
        self._lengths = {part: label(tone="muted") for part in _MOST_LINES}
        self._genre = named(genre_combo(self.tr("No genre")), "reviewGenre", self.tr("Genre"))
        self._language = named(QComboBox(), "reviewLanguage", self.tr("Language"))
        self._findings = Findings()
        self._scores = ScoreGrid()
        self._status = named(QComboBox(), "reviewStatus", self.tr("Status"))
        self._reviewer = named(QLineEdit(), "reviewReviewer", self.tr("Reviewer"))
        self._reason = named(QLineEdit(), "reviewReason", self.tr("Reason"))
        self._licence = named(QComboBox(), "reviewLicence", self.tr("Licence"))
        self._consent = named(
            QCheckBox(self.tr("Whoever wrote it agrees to its use as data")),
            "reviewConsent",
            self.tr("Consent"),
        )
        self._origin = label(tone="muted")
        self._next = named(
            QPushButton(self.tr("Next to review")), "reviewNext", self.tr("Next to review")
        )
        self._body = QWidget()
        self._build()
        self._connect()
        self._on_opened(None)

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the words, which differs by language: they scroll down only."""
        body, bar = self._body.minimumSizeHint(), self.verticalScrollBar().sizeHint()
        return QSize(max(LEAST_WIDTH, body.width() + bar.width()), 0)

    def _build(self) -> None:
        for language in Language:
            self._language.addItem(language_name(language), language)
        for status in TripletStatus:
            self._status.addItem(status_name(status), status)
        self._licence.setEditable(True)
        self._licence.addItems(list(LICENCES))
        self._origin.setWordWrap(True)
        self._body.setObjectName("tripletPanelBody")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        for combo in (self._genre, self._language):
            combo.setProperty("quiet", "true")
            head.addWidget(combo)
        head.addStretch(1)
        head.addWidget(self._next)
        column.addLayout(head)
        for part, most in _MOST_LINES.items():
            column.addLayout(self._titled(part))
            column.addWidget(self._framed(part, most))
        for title, widget in (
            (self.tr("Checks"), self._findings),
            (self.tr("Scores"), self._scores),
        ):
            column.addWidget(label(title, role="title"))
            column.addWidget(widget)
        column.addWidget(label(self.tr("Review"), role="title"))
        column.addLayout(self._form())
        column.addWidget(self._origin)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._body)

    def _titled(self, part: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(part_name(part), role="title"))
        row.addStretch(1)
        row.addWidget(self._lengths[part])
        return row

    def _framed(self, part: str, most: int) -> QFrame:
        edit = named(GrowingEdit(2, most), f"triplet_{part}", part_name(part))
        edit.setFont(self._theme.text_font())
        self._texts[part] = edit
        frame = QFrame()
        frame.setProperty("field", "true")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(GRID, GRID, GRID, GRID)
        inside.addWidget(edit)
        return frame

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, widget in (
            (self.tr("Status"), self._status),
            (self.tr("Reviewer"), self._reviewer),
            (self.tr("Reason"), self._reason),
            (self.tr("Licence"), self._licence),
        ):
            form.addRow(label(name, tone="muted"), widget)
        form.addRow(self._consent)
        return form

    def _connect(self) -> None:
        review = self._review
        review.opened.connect(self._on_opened)
        review.checked.connect(self._findings.show_checked)
        review.checked.connect(lambda _: self.updateGeometry())
        self._findings.twin_wanted.connect(review.show_twin)
        self._next.clicked.connect(review.next_to_review)
        for part, edit in self._texts.items():
            edit.textChanged.connect(lambda part=part: self._on_typed(part))
            edit.left.connect(review.save_now)
        self._genre.activated.connect(lambda: review.change(genre=self._genre.currentData() or ""))
        self._language.activated.connect(
            lambda: review.change(language=Language(self._language.currentData()))
        )
        self._status.activated.connect(
            lambda: review.change(status=TripletStatus(self._status.currentData()))
        )
        self._scores.changed.connect(lambda scores: review.change(scores=scores))
        self._reviewer.editingFinished.connect(
            lambda: review.change(reviewer=self._reviewer.text().strip())
        )
        self._reason.editingFinished.connect(
            lambda: review.change(reason=self._reason.text().strip())
        )
        self._licence.currentTextChanged.connect(lambda text: review.change(licence=text.strip()))
        self._consent.clicked.connect(lambda on: review.change(consent=on))
        self._theme.changed.connect(self._dress)

    @Slot(object)
    def _on_opened(self, triplet: Triplet | None) -> None:
        self._body.setEnabled(triplet is not None)
        if triplet is None:
            self._shown = ""
            return
        for part, edit in self._texts.items():
            text = getattr(triplet, part)
            if triplet.uid != self._shown or edit.written_text() != text:
                edit.blockSignals(True)
                edit.setPlainText(text)
                edit.blockSignals(False)
            self._tell_length(part, text)
        if triplet.uid != self._shown:
            self._findings.clear()
            self.verticalScrollBar().setValue(0)
        self._shown = triplet.uid
        self._show_fields(triplet)
        self.updateGeometry()

    def _show_fields(self, triplet: Triplet) -> None:
        self._genre.setCurrentIndex(max(0, self._genre.findData(triplet.genre)))
        self._language.setCurrentIndex(self._language.findData(triplet.language))
        self._status.setCurrentIndex(self._status.findData(triplet.status))
        self._scores.show_scores(triplet)
        self._reviewer.setText(triplet.reviewer)
        self._reason.setText(triplet.reason)
        self._licence.blockSignals(True)
        self._licence.setCurrentText(triplet.licence)
        self._licence.blockSignals(False)
        self._consent.setChecked(triplet.consent)
        self._origin.setText(self._told_origin(triplet))

    def _on_typed(self, part: str) -> None:
        text = self._texts[part].written_text()
        self._tell_length(part, text)
        self._review.change(**{part: text})

    def _tell_length(self, part: str, text: str) -> None:
        told = self.tr("{0} characters").format(QLocale().toString(count_characters(text)))
        self._lengths[part].setText(told)

    def _told_origin(self, triplet: Triplet) -> str:
        """Return in a line where a triplet comes from, as far as that is known."""
        known = triplet.provenance
        told = [f"id {triplet.uid}"]
        models = known.get("models")
        if isinstance(models, list):
            told += sorted({str(run.get("model")) for run in models if isinstance(run, dict)})
        share = known.get("model_share")
        if isinstance(share, int | float):
            told.append(self.tr("{0} % written by the model").format(round(share * 100)))
        return "  ·  ".join(told)

    @Slot()
    def _dress(self) -> None:
        for edit in self._texts.values():
            edit.setFont(self._theme.text_font())
