"""The six scores of a triplet, and whether they meet the rule."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from writer_gui.domain.triplet import Scores
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.names import part_name
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.domain.triplet import Triplet

_PARTS = ("query", "thought", "answer")
_MOST = 10


class ScoreGrid(QWidget):
    """Quality and creativity of each part, 1 to 10; a dash where none is given."""

    changed = Signal(object)  # Scores

    def __init__(self) -> None:
        super().__init__()
        self._scores = Scores()
        self._boxes: dict[str, QSpinBox] = {}
        self._sum = named(label(tone="muted"), "scoreTotal", self.tr("Total"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        kinds = {"quality": self.tr("Quality"), "creativity": self.tr("Creativity")}
        for row, (kind, name) in enumerate(kinds.items(), start=1):
            grid.addWidget(label(name, tone="muted"), row, 0)
            for column, part in enumerate(_PARTS, start=1):
                box = _score_box(f"score_{part}_{kind}", f"{part_name(part)}: {name}")
                box.valueChanged.connect(self._on_changed)
                self._boxes[f"{part}_{kind}"] = box
                grid.addWidget(box, row, column)
        for column, part in enumerate(_PARTS, start=1):
            head = label(part_name(part), tone="muted")
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(self._sum, 3, 0, 1, 4)
        self._sum.setWordWrap(True)

    def show_scores(self, triplet: Triplet) -> None:
        """Show the scores of a triplet."""
        self._scores = triplet.scores
        for field in fields(Scores):
            box = self._boxes[field.name]
            box.blockSignals(True)
            box.setValue(getattr(triplet.scores, field.name) or 0)
            box.blockSignals(False)
        self._tell()

    @Slot()
    def _on_changed(self) -> None:
        given = {name: box.value() or None for name, box in self._boxes.items()}
        self._scores = replace(self._scores, **given)
        self._tell()
        self.changed.emit(self._scores)

    def _tell(self) -> None:
        scores = self._scores
        if scores.is_acceptable:
            told = self.tr("{0} of 60: may be accepted.")
        elif scores.is_complete:
            told = self.tr("{0} of 60. To be accepted: 8 or more each and 50 or more in all.")
        else:
            told = self.tr("{0} of 60, not all given yet.")
        self._sum.setText(told.format(scores.total))


def _score_box(name: str, accessible: str) -> QSpinBox:
    box = named(QSpinBox(), name, accessible)
    box.setRange(0, _MOST)
    box.setSpecialValueText("–")
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setFixedWidth(7 * GRID)
    return box
