"""The list of sessions: a model that reads page by page, and how a line of it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from writer_gui.domain.genre import find_genre
from writer_gui.store.listing import SessionOrder
from writer_gui.store.search import SearchField
from writer_gui.ui.names import genre_name
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.library import LibraryState
    from writer_gui.store.search import SearchHit
    from writer_gui.ui.theme import Theme

SUMMARY = Qt.ItemDataRole.UserRole
HIT = SUMMARY + 1
DETAIL = HIT + 1
BEFORE_HIT = 8
"""Characters of an excerpt shown before the words found, so that they are in view."""
Index = QModelIndex | QPersistentModelIndex


class SessionListModel(QAbstractListModel):
    """The sessions of the library as far as they have been read."""

    def __init__(self, library: LibraryState, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        library.reset.connect(self._on_reset)
        library.about_to_add.connect(self._on_about_to_add)
        library.added.connect(self.endInsertRows)
        library.changed.connect(self._on_changed)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many sessions have been read."""
        return 0 if parent is not None and parent.isValid() else len(self._library.sessions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, the tool tip or the whole summary of a session."""
        if not index.isValid() or index.row() >= len(self._library.sessions):
            return None
        summary = self._library.sessions[index.row()]
        if role == SUMMARY:
            return summary
        if role == HIT:
            return self._library.hit(summary.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return title_text(summary.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title_text(summary.title)}, {detail_text(summary)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{title_text(summary.title)}\n{detail_text(summary)}"
        if role == DETAIL:
            by_folder = self._library.query.order is SessionOrder.FOLDER
            return detail_text(summary, folder_first=by_folder)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are sessions further down that have not been read."""
        return not parent.isValid() and self._library.has_more

    def fetchMore(self, parent: Index) -> None:
        """Read the next page."""
        self._library.load_more()

    def row_of(self, session_id: int) -> int:
        """Return the row of a session; -1 where it is not in the list."""
        found = (r for r, s in enumerate(self._library.sessions) if s.id == session_id)
        return next(found, -1)

    @Slot()
    def _on_reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    @Slot(int, int)
    def _on_about_to_add(self, first: int, last: int) -> None:
        self.beginInsertRows(QModelIndex(), first, last)

    @Slot(int)
    def _on_changed(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)


class SessionDelegate(QStyledItemDelegate):
    """Draws a session: its title, and below it genre, count and day."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines; every row has the same."""
        return QSize(8 * GRID, QFontMetrics(self._theme.interface_font()).height() * 2 + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line of the list."""
        summary = index.data(SUMMARY)
        if summary is None:
            return
        colours = self._theme.colours
        rect: QRect = option.rect.adjusted(GRID, 1, -GRID, -1)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.soft_accent))
            painter.drawRoundedRect(rect, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.line))
            painter.setOpacity(0.5)
            painter.drawRoundedRect(rect, 6, 6)
            painter.setOpacity(1)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 6, 6)
        inside = rect.adjusted(GRID, GRID, -GRID, -GRID)
        self._draw_text(painter, inside, index)
        painter.restore()

    def _draw_text(self, painter: QPainter, rect: QRect, index: Index) -> None:
        summary: SessionSummary = index.data(SUMMARY)
        hit: SearchHit | None = index.data(HIT)
        colours = self._theme.colours
        font = self._theme.interface_font()
        metrics = QFontMetrics(font)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(font)
        painter.setPen(QColor(colours.ink if summary.title else colours.muted))
        title = ("★ " if summary.starred else "") + title_text(summary.title)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(rect, left, metrics.elidedText(title, elide, rect.width()))
        small = QFont(font)
        small.setPointSizeF(9)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        below = rect.adjusted(0, metrics.height() + 2, 0, 0)
        if hit is not None:
            self._draw_excerpt(painter, below, hit)
            return
        detail = QFontMetrics(small).elidedText(index.data(DETAIL), elide, rect.width())
        painter.drawText(below, left, detail)

    def _draw_excerpt(self, painter: QPainter, rect: QRect, hit: SearchHit) -> None:
        """Draw where the words were found, the words themselves in the accent colour."""
        colours = self._theme.colours
        x = rect.left()
        for text, is_hit in [(f"{field_name(hit.field)}: ", False), *excerpt_runs(hit)]:
            painter.setPen(QColor(colours.accent if is_hit else colours.muted))
            room = rect.right() - x
            if room <= 0:
                return
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(x, rect.top(), room, rect.height()), 0, shown)
            x += painter.fontMetrics().horizontalAdvance(text)


def excerpt_runs(hit: SearchHit) -> list[tuple[str, bool]]:
    """Return the excerpt from shortly before the first hit on, in runs that are hits or not."""
    text, marks = hit.excerpt.text, hit.excerpt.marks
    at = max(0, marks[0][0] - BEFORE_HIT) if marks else 0
    runs = [("…", False)] if at else []
    for start, end in marks:
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(run, is_hit) for run, is_hit in [*runs, (text[at:], False)] if run]


def field_name(field: SearchField) -> str:
    """Return what the field is called in which words were found."""
    names = {
        SearchField.TITLE: QCoreApplication.translate("SearchField", "Title"),
        SearchField.PROMPT: QCoreApplication.translate("SearchField", "Prompt"),
        SearchField.PLAN: QCoreApplication.translate("SearchField", "Plan"),
        SearchField.STORY: QCoreApplication.translate("SearchField", "Story"),
    }
    return names[field]


def title_text(title: str) -> str:
    """Return a title, or what a session without one is called."""
    return title or QCoreApplication.translate("SessionList", "Untitled")


def detail_text(summary: SessionSummary, *, folder_first: bool = False) -> str:
    """Return genre, count, day, folder and tags of a session in one line."""
    genre = find_genre(summary.genre)
    parts = [summary.genre if genre is None else genre_name(genre)]
    if summary.words:
        parts.append(QLocale().toString(summary.words))
    parts.append(summary.updated.astimezone().strftime("%m-%d"))
    if folder_first:
        parts.insert(0, summary.folder or "—")
    elif summary.folder:
        parts.append(summary.folder)
    parts += [f"#{tag}" for tag in summary.tags]
    return " · ".join(parts)
