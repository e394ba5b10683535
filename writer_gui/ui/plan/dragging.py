"""Steps are moved by their number: it is taken, carried up or down, and let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QWidget
from shiboken6 import isValid

from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from writer_gui.ui.plan.cards import PlanCards


class Grip(QLabel):
    """The number of a step, which the mouse can take hold of."""

    carried = Signal(int)  # height on the screen
    dropped = Signal(bool)  # False where it was given up with Esc

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "muted")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(self.tr("Drag to move this step (Alt+Up, Alt+Down)"))
        self._taken: QPoint | None = None
        self._is_carried = False
        self._focus_before: QWidget | None = None

    def event(self, event: QEvent) -> bool:
        """Have Esc for itself while a step is carried, whatever else it is a shortcut for."""
        if event.type() is QEvent.Type.ShortcutOverride and self._is_carried:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._taken = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the step once the mouse has moved far enough to mean it."""
        at = event.globalPosition().toPoint()
        if self._taken is None:
            return
        if not self._is_carried:
            if (at - self._taken).manhattanLength() < QApplication.startDragDistance():
                return
            self._is_carried = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._focus_before = QApplication.focusWidget()
            self.setFocus()
        self.carried.emit(at.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._let_go(is_meant=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc; other keys wait until the step is put down."""
        if event.key() == Qt.Key.Key_Escape:
            self._let_go(is_meant=False)

    def _let_go(self, *, is_meant: bool) -> None:
        self._taken = None
        if self._is_carried:
            self._is_carried = False
            if self._focus_before is not None and isValid(self._focus_before):
                self._focus_before.setFocus()
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.dropped.emit(is_meant)


class CardDragging(QObject):
    """Shows where a carried step would come to lie, and says so when it is let go."""

    moved = Signal(str, int)  # step id, new place from 0

    def __init__(self, cards: PlanCards) -> None:
        super().__init__(cards)
        self._cards = cards
        self._place: int | None = None
        self._mark = QFrame(cards)
        self._mark.setObjectName("dropMark")
        self._mark.setFixedHeight(2)
        self._mark.hide()

    def watch(self, grip: Grip, step_id: str) -> None:
        """Let a step be carried by its grip."""
        grip.carried.connect(lambda height: self._on_carried(step_id, height))
        grip.dropped.connect(lambda is_meant: self._on_dropped(step_id, is_meant))

    def _on_carried(self, step_id: str, height: int) -> None:
        at = self._cards.mapFromGlobal(QPoint(0, height)).y()
        steps = [card.step_id for card in self._cards.cards]
        if step_id not in steps:  # taken away while it was carried
            return
        tops = [card.geometry() for card in self._cards.cards]
        gap = sum(at > card.center().y() for card in tops)
        line = tops[gap].top() - GRID // 2 if gap < len(tops) else tops[-1].bottom() + GRID // 2
        self._mark.setGeometry(GRID, line - 1, self._cards.width() - 2 * GRID, 2)
        self._mark.show()
        self._mark.raise_()
        self._place = gap - (gap > steps.index(step_id))
        self._scroll_to(at)

    def _scroll_to(self, height: int) -> None:
        inside = self._cards.parentWidget()
        area = None if inside is None else inside.parentWidget()  # the viewport
        area = None if area is None else area.parentWidget()
        if inside is not None and isinstance(area, QScrollArea):
            area.ensureVisible(0, self._cards.mapTo(inside, QPoint(0, height)).y(), 0, 4 * GRID)

    @Slot(str, bool)
    def _on_dropped(self, step_id: str, is_meant: bool) -> None:
        self._mark.hide()
        place, self._place = self._place, None
        if is_meant and place is not None:
            self.moved.emit(step_id, place)
