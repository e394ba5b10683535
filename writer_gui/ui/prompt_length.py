"""The length to aim at, typed freely and held to its limits when typing is over."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QSpinBox

from writer_gui.domain.session import LEAST_LENGTH, MOST_LENGTH

LENGTH_STEP = 50
_MOST_TYPED = 9_999_999
"""A field that refused digits would make 6,000 of 60,000 without a word."""


class LengthSpin(QSpinBox):
    """Tells each length as it is typed, within the limits, and at the end the one left there."""

    told = Signal(int)
    finished = Signal(int)  # as typed, whatever the limits

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, _MOST_TYPED)
        self.setSingleStep(LENGTH_STEP)
        self.setGroupSeparatorShown(True)
        self.valueChanged.connect(lambda value: self.told.emit(within_limits(value)))
        self.editingFinished.connect(self._on_finished)

    def show_length(self, length: int) -> None:
        """Show a length; while another one is typed that comes to the same, that stays."""
        is_typing = self.hasFocus() and within_limits(self.value()) == length
        if not is_typing and self.value() != length:
            self.setValue(length)

    def stepBy(self, steps: int) -> None:
        """Step no further than the limits."""
        self.setValue(within_limits(self.value() + steps * LENGTH_STEP))

    def sizeHint(self) -> QSize:
        """Ask for room for the most there may be, not for the most that can be typed."""
        return super().sizeHint() - self._spare()

    def minimumSizeHint(self) -> QSize:
        """Ask for no less than that."""
        return super().minimumSizeHint() - self._spare()

    def _spare(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance
        typed, most = self.textFromValue(_MOST_TYPED), self.textFromValue(MOST_LENGTH)
        return QSize(width(typed) - width(most), 0)

    @Slot()
    def _on_finished(self) -> None:
        typed = self.value()
        if typed != within_limits(typed):
            self.setValue(within_limits(typed))
            self.finished.emit(typed)


def within_limits(length: int) -> int:
    """Return the nearest length that may be asked for."""
    return min(max(length, LEAST_LENGTH), MOST_LENGTH)
