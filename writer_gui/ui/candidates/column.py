"""One candidate: its text as it comes, and afterwards what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from writer_gui.domain.run import Ended
from writer_gui.state.candidates import OfferKind
from writer_gui.text.counting import count_words
from writer_gui.ui.diff_text import DiffText
from writer_gui.ui.streaming import TextStream
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.domain.language import Language
    from writer_gui.state.candidates import Candidate, Offer
    from writer_gui.ui.theme import Theme


class CandidateColumn(QFrame):
    """Shows one candidate and tells what the writer wants of it."""

    stop_wanted = Signal(int)
    use_wanted = Signal(int, object)  # variant, the text made of parts or None

    def __init__(self, variant: int, offer: Offer, language: Language, theme: Theme) -> None:
        super().__init__()
        self._variant = variant
        self._offer = offer
        self._language = language
        number = variant + 1
        named(self, f"candidate{number}", self.tr("Candidate {0}").format(number))
        self.text = named(
            DiffText(theme),
            f"candidate{number}Text",
            self.tr("Text of candidate {0}").format(number),
        )
        self._state = label(tone="muted")
        self._stop = named(
            QPushButton(self.tr("Stop")),
            f"candidate{number}Stop",
            self.tr("Stop candidate {0}").format(number),
        )
        self._use = named(
            QPushButton(self.tr("Use")),
            f"candidate{number}Use",
            self.tr("Use candidate {0}").format(number),
        )
        self._stream = TextStream(self.text, self._end)
        self._build(number)
        self._stop.clicked.connect(lambda: self.stop_wanted.emit(self._variant))
        self._use.clicked.connect(
            lambda: self.use_wanted.emit(self._variant, self.text.chosen_text())
        )
        self.text.chosen.connect(self._on_chosen)

    def append(self, text: str) -> None:
        """Let text stream in."""
        self._stream.append(0, text)

    def reset(self, text: str) -> None:
        """Show another text than before, where the reader is in it."""
        self._stream.drop()
        bar = self.text.verticalScrollBar()
        at, follows = bar.value(), bar.value() >= bar.maximum() - 2
        self.text.show_text(text)
        bar.setValue(bar.maximum() if follows else at)

    def settle(self, candidate: Candidate) -> None:
        """Show a candidate that has ended, and how."""
        self._stream.drop()
        is_there = candidate.version is not None and bool(candidate.text.strip())
        self._use.setVisible(is_there)
        if self._stop.hasFocus() and is_there:
            self._use.setFocus()
        self._stop.hide()
        told = [] if candidate.ended is None else [self._how(candidate.ended.run.ended)]
        if is_there:
            told.insert(0, self._length(candidate.text))
        self._state.setText(" · ".join(filter(None, told)))
        is_edit = self._offer.kind is OfferKind.EDIT
        if is_there and (is_edit or self._offer.kind is OfferKind.PASSAGE) and self._offer.original:
            self.text.show_changes(
                self._offer.original, candidate.text, self._language, may_choose=not is_edit
            )
        elif self.text.shown_text() != candidate.text:
            self.reset(candidate.text)

    def _build(self, number: int) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(label(self._head(number), role="title"))
        head.addWidget(self._state, 1)
        head.addWidget(self._stop)
        head.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        self._use.hide()
        self._state.setText(self.tr("being written…"))

    def _head(self, number: int) -> str:
        return self.tr("Story") if self._offer.kind is OfferKind.EDIT else str(number)

    @Slot()
    def _on_chosen(self) -> None:
        is_part = self.text.chosen_text() is not None
        self._use.setText(self.tr("Use these parts") if is_part else self.tr("Use"))

    def _length(self, text: str) -> str:
        count = count_words(text, self._language)
        if self._language.value == "zh":
            return self.tr("{0:,} characters").format(count)
        return self.tr("{0:,} words").format(count)

    def _how(self, ended: Ended) -> str:
        if ended is Ended.STOPPED:
            return self.tr("stopped")
        if ended is Ended.CUT:
            return self.tr("cut at the limit")
        if ended in (Ended.FAILED, Ended.INTERRUPTED):
            return self.tr("failed")
        return ""

    def _end(self, _place: int) -> QTextCursor:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor
