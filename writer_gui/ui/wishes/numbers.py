"""The numbers behind the wishes: the seed, and how each token is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from writer_gui.domain.run import Sampling
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named
from writer_gui.writing.style import Style

if TYPE_CHECKING:
    from writer_gui.state.style import StyleState

COLUMNS = 5
LARGEST_SEED = 2**32 - 1


class NumbersPanel(QWidget):
    """Shows the sampling settings of the runs to come and hands over what is changed."""

    def __init__(self, style: StyleState) -> None:
        super().__init__()
        self._style = style
        self._is_showing = False
        self._boxes: dict[str, QSpinBox | QDoubleSpinBox] = {}
        self._seed = named(
            QLineEdit(),
            "seedEdit",
            self.tr("Seed"),
            self.tr("The same seed and settings give the same text; used for the next text only"),
        )
        self._seed.setPlaceholderText(self.tr("random"))
        self._seed.setValidator(QRegularExpressionValidator("[0-9]{0,10}", self._seed))
        self._whose = named(
            label(tone="muted"), "numbersSource", self.tr("Where the numbers are from")
        )
        self._reset = named(
            QPushButton(self.tr("Reset numbers")), "tunedButton", self.tr("Reset numbers")
        )
        self._reset.setProperty("link", "true")
        self._build()
        self._seed.textEdited.connect(self._on_seed)
        self._reset.clicked.connect(style.use_advised)
        style.changed.connect(self._show)
        self._show()
        self.hide()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        self._place(grid, 0, self.tr("seed"), self._seed)
        for number, (field, text, tip, most) in enumerate(self._numbers(), start=1):
            box = named(self._box(field, most), f"{field}Spin", text, tip)
            self._boxes[field] = box
            self._place(grid, number, text, box)
        grid.addWidget(self._whose, 2, 0, 1, 2 * COLUMNS - 2)
        grid.addWidget(self._reset, 2, 2 * COLUMNS - 2, 1, 2, Qt.AlignmentFlag.AlignRight)
        for column in range(COLUMNS):
            grid.setColumnStretch(2 * column + 1, 1)

    def _place(self, grid: QGridLayout, number: int, text: str, widget: QWidget) -> None:
        row, column = divmod(number, COLUMNS)
        grid.addWidget(label(text, tone="muted"), row, 2 * column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(widget, row, 2 * column + 1)

    def _box(self, field: str, most: float) -> QSpinBox | QDoubleSpinBox:
        if isinstance(getattr(Sampling(), field), int):
            whole = QSpinBox()
            whole.setRange(0, int(most))
            whole.lineEdit().setTextMargins(6, 0, 0, 0)
            whole.valueChanged.connect(self._tell)
            return whole
        made = QDoubleSpinBox()
        made.setDecimals(3)
        made.setRange(0.0, most)
        made.setSingleStep(0.05)
        made.lineEdit().setTextMargins(6, 0, 0, 0)
        made.valueChanged.connect(self._tell)
        return made

    def _numbers(self) -> list[tuple[str, str, str, float]]:
        """Return field, name, explanation and greatest value of each number."""
        return [
            ("temperature", self.tr("temperature"), self.tr("Higher is less predictable"), 2.0),
            ("top_k", self.tr("top k"), self.tr("Only so many tokens are considered; 0: all"), 500),
            ("top_p", self.tr("top p"), self.tr("Only the likeliest, up to this share"), 1.0),
            ("min_p", self.tr("min p"), self.tr("At least this share of the likeliest"), 1.0),
            (
                "repeat_penalty",
                self.tr("repetition"),
                self.tr("Penalty for a token that came just before; 1: none"),
                2.0,
            ),
            (
                "dry_multiplier",
                self.tr("DRY"),
                self.tr("Penalty for phrases that were there before; 0: none"),
                5.0,
            ),
            (
                "dry_allowed_length",
                self.tr("DRY from"),
                self.tr("Tokens that a phrase may repeat without penalty"),
                20,
            ),
            (
                "xtc_probability",
                self.tr("XTC"),
                self.tr("How often the likeliest tokens are passed over; 0: never"),
                1.0,
            ),
        ]

    @Slot()
    def _tell(self) -> None:
        if self._is_showing:
            return
        values: dict[str, Any] = {field: box.value() for field, box in self._boxes.items()}
        self._style.set_sampling(replace(self._style.sampling, **values))

    @Slot(str)
    def _on_seed(self, text: str) -> None:
        self._style.set_seed(min(int(text), LARGEST_SEED) if text else None)

    @Slot()
    def _show(self) -> None:
        self._is_showing = True
        for field, box in self._boxes.items():
            box.setValue(getattr(self._style.sampling, field))
        self._whose.setText(self._told_source())
        self._whose.setToolTip(self._told_page())
        seed = "" if self._style.seed is None else str(self._style.seed)
        if self._seed.text() != seed:
            self._seed.setText(seed)
        self._is_showing = False

    def _told_source(self) -> str:
        """Say whose numbers these are; away from the middle only the temperature is not advised."""
        style, family = self._style, self._style.family
        if style.is_by_hand:
            return self.tr("your own numbers")
        if not family.title:
            return self.tr("as tuned for this program")
        told = self.tr("as the makers of {0} advise")
        if style.style.wildness < Style().wildness:
            told = self.tr("as the makers of {0} advise, but calmer")
        elif style.style.wildness > Style().wildness:
            told = self.tr("as the makers of {0} advise, but wilder")
        return told.format(family.title)

    def _told_page(self) -> str:
        family = self._style.family
        if self._style.is_by_hand or not family.source:
            return ""
        return self.tr("{0}, read on {1}").format(family.source, family.read)
