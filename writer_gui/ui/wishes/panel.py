"""How the next texts are to be written, in plain words; the numbers are a click away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from writer_gui.state.drafting import MAX_VARIANTS
from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import GrowingEdit, label, named
from writer_gui.ui.wishes.numbers import NumbersPanel
from writer_gui.writing.style import LONGEST_SAMPLE, Tense, Viewpoint

if TYPE_CHECKING:
    from writer_gui.state.style import StyleState
    from writer_gui.ui.theme import Theme


class WishesPanel(QWidget):
    """Folded out below the prompt. Esc folds it in again."""

    def __init__(self, style: StyleState, theme: Theme) -> None:
        super().__init__()
        self._style = style
        self._theme = theme
        self._viewpoint = named(QComboBox(), "viewpointCombo", self.tr("Viewpoint"))
        self._tense = named(QComboBox(), "tenseCombo", self.tr("Tense"))
        self._variants = named(
            QSpinBox(),
            "variantsSpin",
            self.tr("Candidates at once"),
            self.tr("How many candidates are written at once where several are offered"),
        )
        self._sample = named(GrowingEdit(1, 4), "sampleEdit", self.tr("Style sample"))
        self._usual = self._link("usualStyleButton", self.tr("As usual for the genre"))
        self._more = self._link("numbersButton", self.tr("Advanced"))
        self._numbers = NumbersPanel(style)
        self._fill()
        self._build()
        self._connect()
        self._show_style()
        EscapeKey(self, self.hide)
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Fold out or in."""
        self.setVisible(self.isHidden())
        if self.isVisible():
            self._viewpoint.setFocus()

    def _link(self, name: str, text: str) -> QPushButton:
        made = named(QPushButton(text), name, text)
        made.setProperty("link", "true")
        return made

    def _fill(self) -> None:
        for viewpoint, text in (
            (Viewpoint.OPEN, self.tr("any viewpoint")),
            (Viewpoint.FIRST, self.tr("first person")),
            (Viewpoint.SECOND, self.tr("second person")),
            (Viewpoint.THIRD, self.tr("third person")),
        ):
            self._viewpoint.addItem(text, viewpoint.value)
        for tense, text in (
            (Tense.OPEN, self.tr("any tense")),
            (Tense.PAST, self.tr("looking back")),
            (Tense.PRESENT, self.tr("as it happens")),
        ):
            self._tense.addItem(text, tense.value)
        self._variants.setRange(1, MAX_VARIANTS)
        self._sample.setPlaceholderText(
            self.tr("A few sentences whose voice and rhythm the text should follow")
        )
        for widget in (self._viewpoint, self._tense, self._variants):
            widget.setProperty("quiet", "true")

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for widget in (self._viewpoint, self._tense):
            row.addWidget(widget)
        row.addWidget(label(self.tr("candidates at once"), tone="muted"))
        row.addWidget(self._variants)
        row.addStretch(1)
        row.addWidget(self._usual)
        row.addWidget(self._more)
        voice = QHBoxLayout()
        voice.setContentsMargins(6, 0, 0, 0)  # where the words of the boxes begin
        voice.setSpacing(GRID)
        voice.addWidget(label(self.tr("in the voice of"), tone="muted"), 0)
        field = QFrame()
        field.setProperty("field", "true")
        inside = QVBoxLayout(field)
        inside.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        inside.addWidget(self._sample)
        voice.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addLayout(voice)
        column.addWidget(self._numbers)

    def _connect(self) -> None:
        self._viewpoint.activated.connect(self._tell)
        self._tense.activated.connect(self._tell)
        self._sample.left.connect(self._tell)
        self._variants.valueChanged.connect(self._style.set_variants)
        for act in (self._tell, self._style.use_usual):
            self._usual.clicked.connect(act)
        self._more.clicked.connect(lambda: self._numbers.setVisible(self._numbers.isHidden()))
        self._style.changed.connect(self._show_style)
        self._style.about_to_be_used.connect(self._tell)
        self._theme.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _tell(self) -> None:
        self._style.set_style(
            replace(
                self._style.style,
                viewpoint=Viewpoint(self._viewpoint.currentData()),
                tense=Tense(self._tense.currentData()),
                sample=self._sample.written_text()[:LONGEST_SAMPLE],
            )
        )

    @Slot()
    def _show_style(self) -> None:
        style = self._style.style
        self._viewpoint.setCurrentIndex(self._viewpoint.findData(style.viewpoint.value))
        self._tense.setCurrentIndex(self._tense.findData(style.tense.value))
        self._variants.setValue(self._style.variants)
        if self._sample.written_text()[:LONGEST_SAMPLE] != style.sample:
            self._sample.setPlainText(style.sample)

    @Slot()
    def _dress(self) -> None:
        self._sample.setFont(self._theme.text_font())
