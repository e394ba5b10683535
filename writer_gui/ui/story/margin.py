"""The margin of the page: a thin rule along each section, hatched where it is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from writer_gui.ui.story.document import place_of
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QTextBlock

    from writer_gui.ui.story.editor import StoryEditor
    from writer_gui.ui.theme import Theme

WIDTH = 56
RULE_GAP = 2 * GRID
HATCH = 6


class Mark(NamedTuple):
    """What stands beside a section: the number of its step, and why it is stale, if it is."""

    number: str
    stale: str = ""
    tip: str = ""


class _Stretch(NamedTuple):
    place: int
    top: int
    bottom: int
    has_start: bool


class SectionMargin(QWidget):
    """Drawn beside the text as far as it is in view. A click asks for the section's step."""

    section_clicked = Signal(int)
    section_pointed = Signal(int)  # the mouse is over it; -1 when it is over none

    def __init__(self, editor: StoryEditor, theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._marks: Mapping[int, Mark] = {}
        self._lit = -1
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)
        editor.margins_changed.connect(self._place)
        editor.verticalScrollBar().valueChanged.connect(self.update)
        editor.document().documentLayout().update.connect(self.update)
        editor.document().documentLayout().documentSizeChanged.connect(self.update)
        self._place()

    def set_marks(self, marks: Mapping[int, Mark]) -> None:
        """Show these marks beside the sections."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def light(self, place: int) -> None:
        """Light up one section; -1 none."""
        if place != self._lit:
            self._lit = place
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for the margin's width; the height is the page's."""
        return QSize(WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rules of the sections in view."""
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPointSizeF(8.5)
        painter.setFont(font)
        for stretch in self._stretches():
            mark = self._marks.get(stretch.place)
            if mark is not None:
                self._paint_stretch(painter, stretch, mark)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the step of the section that was clicked."""
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self.section_clicked.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which section the mouse is over."""
        place = self._place_at(event.position().toPoint())
        self.section_pointed.emit(-1 if place is None else place)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that it is over none."""
        super().leaveEvent(event)
        self.section_pointed.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Tell in a tool tip which step a section realises and why it is stale."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            mark = None if place is None else self._marks.get(place)
            QToolTip.showText(event.globalPos(), mark.tip if mark else "", self)
            return True
        return super().event(event)

    def _paint_stretch(self, painter: QPainter, stretch: _Stretch, mark: Mark) -> None:
        colours = self._theme.colours
        is_lit = stretch.place == self._lit
        x = self.width() - RULE_GAP
        height = stretch.bottom - stretch.top
        if mark.stale:
            brush = QBrush(QColor(colours.hatch), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRect(x - HATCH, stretch.top, HATCH, height), brush)
        rule = QColor(colours.accent if is_lit else colours.line)
        painter.fillRect(QRect(x, stretch.top, 2 if is_lit else 1, height), rule)
        if not stretch.has_start:
            return
        painter.setPen(QColor(colours.accent if is_lit else colours.muted))
        line = painter.fontMetrics().height()
        place = QRect(0, stretch.top + 2, x - HATCH - 4, line)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, right, mark.number)
        if mark.stale:
            painter.setPen(QColor(colours.muted))
            painter.drawText(place.translated(0, line), right, mark.stale)

    def _stretches(self) -> Iterator[_Stretch]:
        """Yield the sections in view with their extent in this widget."""
        layout = self._editor.document().documentLayout()
        offset = self._editor.verticalScrollBar().value()
        block = self._editor.cursorForPosition(QPoint(0, 0)).block()
        place, top, bottom, has_start = -1, 0, 0, False
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            block_top = round(rect.top()) - offset
            if block_top > self.height():
                break
            if place_of(block) != place:
                if bottom > top:
                    yield _Stretch(place, top, bottom, has_start)
                place, top = place_of(block), block_top
                has_start = _is_first(block)
            if block.text():
                bottom = round(rect.bottom()) - offset
            elif bottom < top:
                bottom = top
            block = block.next()
        if bottom > top:
            yield _Stretch(place, top, bottom, has_start)

    def _place_at(self, point: QPoint) -> int | None:
        for stretch in self._stretches():
            if stretch.top <= point.y() <= stretch.bottom:
                return stretch.place
        return None

    def _place(self) -> None:
        viewport = self._editor.viewport().geometry()
        self.setGeometry(viewport.left() - WIDTH, viewport.top(), WIDTH, viewport.height())


def _is_first(block: QTextBlock) -> bool:
    before = block.previous()
    return not before.isValid() or place_of(before) != place_of(block)
