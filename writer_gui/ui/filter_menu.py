"""The menu that filters and sorts the sessions, and the words for what is filtered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from writer_gui.domain.genre import find_genre
from writer_gui.domain.language import Language
from writer_gui.store.facets import Facets
from writer_gui.store.listing import ANY_SESSION, SessionOrder, SessionQuery
from writer_gui.ui.names import genre_name, language_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from writer_gui.state.library import LibraryState

DAYS = (1, 7, 30, 365)


class FilterMenu(QObject):
    """Offers only what occurs in the library; what is chosen becomes the library's query."""

    def __init__(self, library: LibraryState, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        self._facets = Facets()
        self.menu = QMenu(parent)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.aboutToShow.connect(library.shelving.read_facets)
        library.shelving.facets_read.connect(self._on_facets)

    @Slot(object)
    def _on_facets(self, facets: Facets) -> None:
        """Show what there is now, also in a menu that is open."""
        if facets != self._facets:
            self._facets = facets
            self._fill()

    @Slot()
    def _fill(self) -> None:
        """Build the menu anew; small as it is, that is quicker than keeping it right."""
        facets = self._facets
        self.menu.clear()
        query = self._library.query
        self._choice(self.tr("All sessions"), ANY_SESSION, self.menu)
        self._toggle(self.tr("Starred"), query, "starred", query.starred)
        trash = self.tr("Trash ({0})").format(facets.trashed)
        self._toggle(trash, query, "trashed", query.trashed)
        self.menu.addSeparator()
        genres = [(genre_text(tag), tag) for tag in facets.genres]
        self._values(self.tr("Genre"), "genre", genres)
        languages = [(language_name(language), language) for language in Language]
        self._values(self.tr("Language"), "language", languages)
        self._values(self.tr("Tag"), "tag", [(f"#{tag}", tag) for tag in facets.tags])
        self._values(self.tr("Folder"), "folder", [(name, name) for name in facets.folders])
        self._values(self.tr("Model"), "model", [(name, name) for name in facets.models])
        changed = [(days_text(days), _days_ago(days)) for days in DAYS]
        self._values(self.tr("Changed"), "since", changed)
        self.menu.addSeparator()
        self._sorting()

    def _sorting(self) -> None:
        menu = self.menu.addMenu(self.tr("Sort by"))
        group = QActionGroup(menu)
        for order, text in order_texts().items():
            action = self._choice(text, replace(self._library.query, order=order), menu)
            group.addAction(action)

    def _values(self, title: str, field: str, values: Iterable[tuple[str, Any]]) -> None:
        """Add a menu of the values of one field, of which one may be chosen."""
        values = list(values)
        if not values:
            return
        menu = self.menu.addMenu(title)
        query = self._library.query
        self._choice(self.tr("Any"), _with(query, field, None), menu)
        menu.addSeparator()
        for text, value in values:
            self._choice(text, _with(query, field, value), menu)

    def _toggle(self, text: str, query: SessionQuery, field: str, on: bool | None) -> None:
        off = False if field == "trashed" else None
        action = self._choice(text, _with(query, field, off if on else True), self.menu)
        action.setChecked(bool(on))

    def _choice(self, text: str, query: SessionQuery, menu: QMenu) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(query == self._library.query)
        action.triggered.connect(lambda _=False: self._library.set_query(query))
        return action


def filter_text(query: SessionQuery) -> str:
    """Return what a query leaves in the list, "" for all of it."""
    parts: list[str] = []
    if query.trashed:
        parts.append(QCoreApplication.translate("FilterText", "In the trash"))
    if query.starred:
        parts.append(QCoreApplication.translate("FilterText", "Starred"))
    if query.genre is not None:
        parts.append(genre_text(query.genre))
    if query.language is not None:
        parts.append(language_name(query.language))
    parts += [f"#{query.tag}"] if query.tag is not None else []
    parts += [text for text in (query.folder, query.model) if text]
    if query.since is not None:
        days = (datetime.now().astimezone() - query.since).days
        parts.append(days_text(max(1, days)))
    return " · ".join(parts)


def genre_text(tag: str) -> str:
    """Return a genre as the interface calls it; one that is not in the list as it is."""
    genre = find_genre(tag)
    return tag or "—" if genre is None else genre_name(genre)


def days_text(days: int) -> str:
    """Return how far back changes are shown."""
    texts = {
        1: QCoreApplication.translate("FilterText", "Last 24 hours"),
        365: QCoreApplication.translate("FilterText", "Last 12 months"),
    }
    other = QCoreApplication.translate("FilterText", "Last {0} days")
    return texts.get(days) or other.format(days)


def order_texts() -> dict[SessionOrder, str]:
    """Return what the orders are called."""
    return {
        SessionOrder.NEWEST: QCoreApplication.translate("FilterText", "Last change"),
        SessionOrder.CREATED: QCoreApplication.translate("FilterText", "Beginning"),
        SessionOrder.TITLE: QCoreApplication.translate("FilterText", "Title"),
        SessionOrder.LONGEST: QCoreApplication.translate("FilterText", "Length"),
        SessionOrder.FOLDER: QCoreApplication.translate("FilterText", "Folder"),
    }


def _with(query: SessionQuery, field: str, value: Any) -> SessionQuery:
    """Return a query with another value of one field."""
    return replace(query, **{field: value})


def _days_ago(days: int) -> datetime:
    now = datetime.now().astimezone().replace(minute=0, second=0, microsecond=0)
    return now - timedelta(days=days)
