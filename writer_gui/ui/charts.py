"""Bars drawn plainly: a name, a bar, a number, and where one is given, a mark to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSizePolicy, QWidget

from writer_gui.errors import UserError
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.ui.theme import Theme
    from writer_gui.ui.tokens import Colours

ROW = 22
NAME = 26 * GRID
NUMBER = 9 * GRID
MARGIN = 2 * GRID
SHARP = 2  # pixels of an exported picture for one on the screen


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `mark` is what it is compared with; `told` the number in words."""

    name: str
    value: float
    told: str
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A title, a line of explanation and rows."""

    title: str
    note: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """How high it is when drawn."""
        return ROW * (len(self.bars) + 2 + bool(self.note))


class ChartSheet(QWidget):
    """Several charts under each other; the same drawing goes to the screen and into pictures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._charts: tuple[Chart, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_charts(self, charts: tuple[Chart, ...]) -> None:
        """Draw these. A screen reader is told their titles and numbers."""
        self._charts = charts
        told = (
            f"{chart.title}: " + ", ".join(f"{bar.name} {bar.told}" for bar in chart.bars)
            for chart in charts
        )
        self.setAccessibleDescription(". ".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all charts."""
        return QSize(80 * GRID, 2 * MARGIN + sum(chart.height for chart in self._charts))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the charts."""
        painter = QPainter(self)
        self._draw(painter, self.width(), self._theme.colours)
        painter.end()

    def save_picture(self, file: Path) -> None:
        """Write the charts as PNG, or as SVG where the name ends so. Raises UserError."""
        size = QSize(max(self.width(), 80 * GRID), self.sizeHint().height())
        done = (
            self._save_svg(file, size)
            if file.suffix.lower() == ".svg"
            else self._save_png(file, size)
        )
        if not done:
            raise UserError(f"{file} could not be written; choose another place.")

    def _save_png(self, file: Path, size: QSize) -> bool:
        image = QImage(size * SHARP, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SHARP)
        image.fill(QColor(self._theme.colours.page))
        painter = QPainter(image)
        self._draw(painter, size.width(), self._theme.colours)
        painter.end()
        return image.save(str(file))

    def _save_svg(self, file: Path, size: QSize) -> bool:
        generator = QSvgGenerator()
        generator.setFileName(str(file))
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        painter = QPainter()
        if not painter.begin(generator):
            return False
        painter.fillRect(QRect(0, 0, size.width(), size.height()), QColor(self._theme.colours.page))
        self._draw(painter, size.width(), self._theme.colours)
        return painter.end()

    def _draw(self, painter: QPainter, width: int, colours: Colours) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = MARGIN
        for chart in self._charts:
            _draw_chart(painter, chart, QRect(MARGIN, top, width - 2 * MARGIN, 0), colours)
            top += chart.height


def _draw_chart(painter: QPainter, chart: Chart, place: QRect, colours: Colours) -> None:
    y = place.top()
    bold, plain = QFont(painter.font()), QFont(painter.font())
    bold.setWeight(QFont.Weight.DemiBold)
    plain.setWeight(QFont.Weight.Normal)
    painter.setFont(bold)
    painter.setPen(QColor(colours.ink))
    painter.drawText(QRect(place.left(), y, place.width(), ROW), _LEFT, chart.title)
    painter.setFont(plain)
    y += ROW
    if chart.note:
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(place.left(), y, place.width(), ROW), _LEFT, chart.note)
        y += ROW
    most = max((max(bar.value, bar.mark or 0) for bar in chart.bars), default=0) or 1
    for bar in chart.bars:
        _draw_bar(painter, bar, QRect(place.left(), y, place.width(), ROW), most, colours)
        y += ROW


def _draw_bar(painter: QPainter, bar: Bar, row: QRect, most: float, colours: Colours) -> None:
    painter.setPen(QColor(colours.ink if bar.value else colours.muted))
    name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, NAME - GRID)
    painter.drawText(QRect(row.left(), row.top(), NAME, ROW), _LEFT, name)
    room = row.width() - NAME - NUMBER
    left = row.left() + NAME
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent))
    length = room * bar.value / most
    painter.drawRoundedRect(QRectF(left, row.top() + 6, length, ROW - 12), 2, 2)
    if bar.mark is not None:
        painter.setBrush(QColor(colours.ink))
        painter.drawRect(QRectF(left + room * bar.mark / most, row.top() + 3, 1.5, ROW - 6))
    painter.setPen(QColor(colours.muted))
    painter.drawText(QRect(row.right() - NUMBER, row.top(), NUMBER, ROW), _RIGHT, bar.told)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
