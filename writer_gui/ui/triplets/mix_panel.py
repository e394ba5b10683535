"""What a training mix is made of, asked for above the table."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.triplet import TripletStatus
from writer_gui.exchange.mix import CHINESE_SHARE, RATIO, VALIDATION, MixWish
from writer_gui.exchange.mix_files import Trainer
from writer_gui.state.mixing import MixPlan
from writer_gui.ui.tokens import GRID
from writer_gui.ui.triplets.mix_tokens import MixTokensLine
from writer_gui.ui.triplets.names import status_name
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.mix_tokens import MixTokens
    from writer_gui.state.mixing import MixingState

_TRAINERS = {Trainer.TRL: "TRL", Trainer.LLAMA_FACTORY: "LLaMA-Factory", Trainer.AXOLOTL: "Axolotl"}
_LARGEST_SEED = 2**31 - 1  # what a spin box can hold


class MixPanel(QFrame):
    """Hidden until it is asked for. The folder is chosen last, and then the mix is written."""

    def __init__(self, mixing: MixingState, tokens: MixTokens) -> None:
        super().__init__()
        named(self, "mixPanel", self.tr("Training mix"))
        self.setProperty("field", "true")
        self._mixing = mixing
        self._tokens = tokens
        self._line = MixTokensLine(tokens)
        self._general: Path | None = None
        self._file = named(
            QPushButton(self.tr("General data…")), "mixGeneral", self.tr("File of general data")
        )
        self._trainer = named(QComboBox(), "mixTrainer", self.tr("Trainer"))
        for trainer, name in _TRAINERS.items():
            self._trainer.addItem(name, trainer)
        self._status = named(QComboBox(), "mixStatus", self.tr("Which triplets"))
        for status in (TripletStatus.ACCEPTED, TripletStatus.REVIEWED, TripletStatus.DRAFT):
            self._status.addItem(status_name(status), status)
        self._status.addItem(self.tr("Any status"), None)
        self._ratio = named(QDoubleSpinBox(), "mixRatio", self.tr("General samples to a triplet"))
        self._ratio.setRange(0, 1_000)
        self._ratio.setDecimals(1)
        self._ratio.setValue(RATIO)
        self._ratio.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._chinese = _percent("mixChinese", self.tr("Chinese in general data"), CHINESE_SHARE)
        self._held = _percent("mixValidation", self.tr("Held back to validate"), VALIDATION)
        self._seed = named(QSpinBox(), "mixSeed", self.tr("Seed"))
        self._seed.setRange(0, _LARGEST_SEED)
        self._seed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._write = named(
            QPushButton(self.tr("Write into a folder…")), "mixWrite", self.tr("Write the mix")
        )
        self._write.setProperty("primary", "true")
        self._close = named(QPushButton(self.tr("Cancel")), "mixCancel", self.tr("Cancel"))
        self._build()
        self._file.clicked.connect(self._on_file)
        self._write.clicked.connect(self._on_write)
        self._close.clicked.connect(self._on_close)
        self._line.wanted.connect(lambda: self._tokens.count(self._plan(Path())))
        self._listen_for_changes()
        mixing.busy_changed.connect(self._on_busy)
        mixing.written.connect(self.hide)
        self.hide()

    @Slot()
    def begin(self) -> None:
        """Show what is asked for, with a seed drawn anew."""
        self._seed.setValue(secrets.randbelow(_LARGEST_SEED))
        self._show_file()
        self.show()
        self._file.setFocus()

    def take_general(self, file: Path) -> None:
        """Mix with this file."""
        self._general = file
        self._show_file()

    def write_to(self, folder: Path) -> None:
        """Write the mix as it is asked for."""
        if self._general is not None:
            self._mixing.write(self._plan(folder))

    def _plan(self, folder: Path) -> MixPlan:
        wish = MixWish(
            self._ratio.value(),
            self._chinese.value() / 100,
            self._held.value() / 100,
            self._seed.value(),
        )
        status = self._status.currentData()
        return MixPlan(
            self._general or Path(),
            folder,
            wish,
            Trainer(self._trainer.currentData()),
            TripletStatus(status) if status else None,
        )

    def _listen_for_changes(self) -> None:
        """Forget a count of what is no longer asked for."""
        for box in (self._chinese, self._held, self._seed):
            box.valueChanged.connect(self._line.forget)
        self._ratio.valueChanged.connect(self._line.forget)
        self._status.currentIndexChanged.connect(self._line.forget)

    def _build(self) -> None:
        finding = label(
            self.tr(
                "In COIG-Writer's paper 1 triplet to 12 general samples won in Chinese (62.75 %) "
                "and not in English (46.46 %); four ratios and one size of collection were tried."
            ),
            tone="muted",
        )
        finding.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        row.addWidget(self._write)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Training mix"), role="title"))
        column.addWidget(finding)
        column.addLayout(self._grid())
        column.addWidget(self._line)
        column.addLayout(row)

    def _grid(self) -> QGridLayout:
        cells: list[tuple[str, QWidget]] = [
            (self.tr("General data"), self._file),
            (self.tr("Triplets"), self._status),
            (self.tr("For"), self._trainer),
            (self.tr("General samples to a triplet"), self._ratio),
            (self.tr("Chinese in general data"), self._chinese),
            (self.tr("Held back to validate"), self._held),
            (self.tr("Seed"), self._seed),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for place, (name, widget) in enumerate(cells):
            row, column = divmod(place, 2)
            grid.addWidget(label(name, tone="muted"), row, 2 * column)
            grid.addWidget(widget, row, 2 * column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _show_file(self) -> None:
        name = self._general.name if self._general else self.tr("Choose a file…")
        self._file.setText(name)
        self._write.setEnabled(self._general is not None)
        self._line.forget()
        self._line.allow(self._general is not None)

    @Slot()
    def _on_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.window(),
            self.tr("General data"),
            "",
            self.tr("Records (*.jsonl *.json *.parquet)"),
        )
        if chosen:
            self.take_general(Path(chosen))

    @Slot()
    def _on_close(self) -> None:
        self._line.forget()
        self.hide()

    @Slot()
    def _on_write(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.window(), self.tr("Write into a folder"))
        if chosen:
            self.write_to(Path(chosen))

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        self._write.setEnabled(not busy and self._general is not None)
        self._line.allow(not busy and self._general is not None)
        self._write.setText(self.tr("Mixing…") if busy else self.tr("Write into a folder…"))


def _percent(name: str, accessible: str, share: float) -> QSpinBox:
    box = named(QSpinBox(), name, accessible)
    box.setRange(0, 100)
    box.setSuffix(" %")
    box.setValue(round(100 * share))
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return box
