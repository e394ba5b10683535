"""The panel of sessions: search, list, and what can be done to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from writer_gui.ui.session_list import SUMMARY, SessionDelegate, SessionListModel
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, label, named

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.library import LibraryState
    from writer_gui.ui.theme import Theme


class SessionPanel(QWidget):
    """Shows the library. A click, or Enter, opens a session."""

    open_wanted = Signal(int)
    new_wanted = Signal()

    def __init__(self, library: LibraryState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sessionPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._library = library
        self._current = -1
        self._search = named(QLineEdit(), "sessionSearch", self.tr("Search sessions"))
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._new = named(
            IconButton(theme, "new", self.tr("New session (Ctrl+N)")),
            "newButton",
            self.tr("New session"),
        )
        self._model = SessionListModel(library, self)
        self._list = named(_SessionView(), "sessionList", self.tr("Sessions"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(SessionDelegate(theme, self._list))
        self._empty = named(label(role="empty"), "sessionsEmpty", self.tr("No sessions"))
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._build()
        self._connect()

    @Slot(int)
    def show_current(self, session_id: int) -> None:
        """Mark the session that lies on the desk."""
        self._current = session_id
        row = self._model.row_of(session_id)
        selection = self._list.selectionModel()
        if row < 0:
            selection.clear()
        elif self._list.currentIndex().row() != row or not selection.hasSelection():
            self._list.setCurrentIndex(self._model.index(row))

    def focus_search(self) -> None:
        """Put the caret in the search field."""
        self._search.setFocus()
        self._search.selectAll()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(GRID, 2 * GRID - 4, GRID, GRID)
        head.setSpacing(GRID // 2)
        head.addWidget(self._search, 1)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._library.set_search)
        self._new.clicked.connect(self.new_wanted)
        self._list.clicked.connect(self._on_chosen)
        self._list.enter_pressed.connect(self._on_chosen)
        self._list.customContextMenuRequested.connect(self._on_menu)
        self._model.modelReset.connect(self._on_reset)

    @Slot()
    def _on_reset(self) -> None:
        is_empty = self._model.rowCount() == 0
        self._empty.setVisible(is_empty)
        self._empty.setText(
            self.tr("Nothing found. Try fewer words.")
            if self._library.search
            else self.tr("Your sessions will be listed here.")
        )
        self.show_current(self._current)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        summary: SessionSummary | None = index.data(SUMMARY)
        if summary is not None and summary.id != self._current:
            self.open_wanted.emit(summary.id)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        summary: SessionSummary | None = index.data(SUMMARY) if index.isValid() else None
        if summary is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Rename…")).triggered.connect(lambda: self._rename(summary))
        menu.addSeparator()
        menu.addAction(self.tr("Move to the trash")).triggered.connect(
            lambda: self._library.trash(summary.id)
        )
        menu.exec(self._list.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _rename(self, summary: SessionSummary) -> None:
        """Put a field over the line of a session; Enter takes the name over, Esc does not."""
        row = self._model.row_of(summary.id)
        if row < 0:
            return
        rect = self._list.visualRect(self._model.index(row)).adjusted(GRID, 2, -GRID, -2)
        field = named(
            QLineEdit(summary.title, self._list.viewport()), "renameEdit", self.tr("New name")
        )
        field.setGeometry(rect)
        field.selectAll()
        field.editingFinished.connect(lambda: self._take_name(field, summary))
        field.show()
        field.setFocus()

    def _take_name(self, field: QLineEdit, summary: SessionSummary) -> None:
        field.editingFinished.disconnect()
        field.deleteLater()
        if field.text() != summary.title:
            self._library.rename(summary.id, field.text())


class _SessionView(QListView):
    """A list of rows of one height, opened by click or Enter."""

    enter_pressed = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.enter_pressed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
