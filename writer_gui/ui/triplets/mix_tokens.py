"""A line below what a mix is made of: how many tokens it has, counted when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from writer_gui.state.sentences import localized
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.mix_tokens import MixTokens
    from writer_gui.state.token_counting import TokenFigures


class MixTokensLine(QWidget):
    """Says what was counted; its button counts, or stops counting."""

    wanted = Signal()

    def __init__(self, tokens: MixTokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._told = named(label(tone="muted"), "mixTokens", self.tr("Tokens of the mix"))
        self._told.setWordWrap(True)
        self._count = named(QPushButton(), "mixCount", self.tr("Count tokens"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._told, 1)
        row.addWidget(self._count)
        self._count.clicked.connect(self._on_clicked)
        tokens.progressed.connect(self._on_progressed)
        tokens.counted.connect(self._on_counted)
        tokens.failed.connect(lambda problem: self._told.setText(localized(problem)))
        tokens.ended.connect(self._show_button)
        self.forget()

    @Slot()
    def forget(self) -> None:
        """Say nothing of a mix that is no longer asked for."""
        if self._tokens.is_counting:
            self._tokens.stop()
        self._told.setText(self.tr("The loaded model can count how many tokens it has."))
        self._show_button()

    @Slot(bool)
    def allow(self, can_count: bool) -> None:
        """Let the writer count only when it is known what."""
        self._count.setEnabled(can_count or self._tokens.is_counting)

    @Slot()
    def _on_clicked(self) -> None:
        if self._tokens.is_counting:
            self.forget()
            return
        self._told.setText(self.tr("Mixing…"))
        self.wanted.emit()
        self._show_button()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        share = QLocale().toString(100 * done // max(1, total))
        self._told.setText(self.tr("Counting: {0} %").format(share))

    @Slot(object, str)
    def _on_counted(self, figures: TokenFigures, model: str) -> None:
        number = QLocale().toString
        text = self.tr(
            "{0} tokens of triplets, {1} of general data; the longest sample has {2}; longer than "
            "the 8,192 that are trained on: {3}. {4}"
        )
        how = self.tr("Counted as {0} does.").format(model)
        if not model:
            how = self.tr("Estimated, for a server does not tell how it counts.")
        values = (figures.triplets, figures.general, figures.longest, figures.too_long)
        self._told.setText(text.format(*map(number, values), how))

    @Slot()
    def _show_button(self) -> None:
        counts = self._tokens.is_counting
        self._count.setText(self.tr("Stop counting") if counts else self.tr("Count tokens"))
        if counts:
            self._count.setEnabled(True)
