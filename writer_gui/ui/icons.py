"""The line icons of `assets/icons`, drawn in whatever colour the theme has for them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from writer_gui import paths

SIZES = (14, 16, 20, 24, 28, 32, 40, 48)


def line_icon(name: str, colour: str, active: str, disabled: str) -> QIcon:
    """Return an icon in three colours: at rest, while checked, and while it cannot be used."""
    icon = QIcon()
    for tint, mode, state in (
        (colour, QIcon.Mode.Normal, QIcon.State.Off),
        (active, QIcon.Mode.Normal, QIcon.State.On),
        (disabled, QIcon.Mode.Disabled, QIcon.State.Off),
    ):
        for pixmap in _pixmaps(name, tint):
            icon.addPixmap(pixmap, mode, state)
    return icon


def _pixmaps(name: str, colour: str) -> tuple[QPixmap, ...]:
    """Return an icon in one colour, square, in all sizes."""
    drawing = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    return tuple(_drawn(drawing, size) for size in SIZES)


def _drawn(drawing: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (paths.assets_dir() / "icons" / f"{name}.svg").read_text("utf-8")
