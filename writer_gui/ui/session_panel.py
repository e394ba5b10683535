"""The panel of sessions: search, list, and what can be done to one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from writer_gui.store.listing import ANY_SESSION
from writer_gui.ui.filter_menu import FilterMenu, filter_text
from writer_gui.ui.search_field import SearchField
from writer_gui.ui.session_list import SUMMARY, SessionDelegate, SessionListModel
from writer_gui.ui.session_menu import SessionMenu
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, LineField, label, named

if TYPE_CHECKING:
    from collections.abc import Callable

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
        self._search = named(SearchField(), "sessionSearch", self.tr("Search sessions"))
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
        self.menu = SessionMenu(library, self)
        self._filter = named(
            IconButton(theme, "filter", self.tr("Filter and sort")),
            "filterButton",
            self.tr("Filter and sort"),
        )
        self._filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._filters = FilterMenu(library, self)
        self._filter.setMenu(self._filters.menu)
        self._shown = named(QPushButton(), "filterLabel", self.tr("What is shown"))
        self._shown.setToolTip(self.tr("Show all sessions again"))
        self._shown.setProperty("link", True)
        self._shown.hide()
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

    @Slot()
    def _go_to_results(self) -> None:
        """Have the keys in the list, from its first line on unless one is marked."""
        if self._model.rowCount():
            self._list.setFocus()
            if not self._list.selectionModel().hasSelection():
                self._list.setCurrentIndex(self._model.index(0))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(GRID, 2 * GRID - 4, GRID, GRID)
        head.setSpacing(GRID // 2)
        head.addWidget(self._search, 1)
        head.addWidget(self._filter)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._shown)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._library.set_search)
        self._search.results_wanted.connect(self._go_to_results)
        self._new.clicked.connect(self.new_wanted)
        self._list.clicked.connect(self._on_chosen)
        self._list.enter_pressed.connect(self._on_chosen)
        self._list.rename_pressed.connect(lambda index: self._rename(index.data(SUMMARY)))
        self._list.customContextMenuRequested.connect(self._on_menu)
        self._model.modelReset.connect(self._on_reset)
        self._library.query_changed.connect(self._on_query_changed)
        self._shown.clicked.connect(self._show_all)
        self.menu.rename_wanted.connect(self._rename)
        self.menu.tags_wanted.connect(self._ask_tags)
        self.menu.folder_wanted.connect(self._ask_folder)

    @Slot()
    def _on_reset(self) -> None:
        is_empty = self._model.rowCount() == 0
        self._empty.setVisible(is_empty)
        self._empty.setText(
            self.tr("Nothing found. Try fewer words.")
            if self._library.is_filtered
            else self.tr("Your sessions will be listed here.")
        )
        self.show_current(self._current)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        summary: SessionSummary | None = index.data(SUMMARY)
        if summary is None or summary.id == self._current:
            return
        if summary.trashed is not None:
            self.menu.show(summary, QCursor.pos())
        else:
            self.open_wanted.emit(summary.id)

    @Slot()
    def _on_query_changed(self) -> None:
        text = filter_text(self._library.query)
        self._shown.setText(f"{text}  ×")
        self._shown.setVisible(bool(text))

    @Slot()
    def _show_all(self) -> None:
        order = self._library.query.order
        self._library.set_query(replace(ANY_SESSION, order=order))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        if not index.isValid():  # the menu key, pressed while the mouse is elsewhere
            index = self._list.currentIndex()
            place = self._list.visualRect(index).center()
        summary: SessionSummary | None = index.data(SUMMARY)
        if summary is not None:
            self.menu.show(summary, self._list.viewport().mapToGlobal(place))

    @Slot(object)
    def _rename(self, summary: SessionSummary | None) -> None:
        if summary is None:
            return
        rename = self._library.shelving.rename
        self._ask(summary, "renameEdit", self.tr("New name"), summary.title, rename)

    @Slot(object)
    def _ask_tags(self, summary: SessionSummary) -> None:
        tag, known = self._library.shelving.tag, ", ".join(summary.tags)
        self._ask(summary, "tagsEdit", self.tr("Tags, with commas between"), known, tag)

    @Slot(object)
    def _ask_folder(self, summary: SessionSummary) -> None:
        move = self._library.shelving.move
        self._ask(summary, "folderEdit", self.tr("Name of the folder"), summary.folder, move)

    def _ask(
        self,
        summary: SessionSummary,
        name: str,
        what: str,
        known: str,
        take: Callable[[int, str], None],
    ) -> None:
        """Put a field over the line of a session; Enter takes its text over, Esc does not."""
        row = self._model.row_of(summary.id)
        if row < 0:
            return
        rect = self._list.visualRect(self._model.index(row)).adjusted(GRID, 2, -GRID, -2)
        field = named(LineField(known, self._list.viewport()), name, what)
        field.setPlaceholderText(what)
        field.setGeometry(rect)
        field.taken.connect(lambda text: take(summary.id, text) if text != known else None)
        field.done.connect(self._list.setFocus)
        field.show()
        field.setFocus()


class _SessionView(QListView):
    """A list of rows of one height, opened by click or Enter."""

    enter_pressed = Signal(QModelIndex)
    rename_pressed = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, rename with F2."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.enter_pressed.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_F2:
            self.rename_pressed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
