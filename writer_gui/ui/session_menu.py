"""What can be done to one session of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.library import LibraryState
    from writer_gui.store.facets import Facets


class SessionMenu(QObject):
    """Builds the menu of a session; folders are read when it opens."""

    rename_wanted = Signal(object)  # SessionSummary
    tags_wanted = Signal(object)
    folder_wanted = Signal(object)

    def __init__(self, library: LibraryState, parent: QWidget) -> None:
        super().__init__(parent)
        self._shelving = library.shelving
        self._parent = parent
        self._folders: QMenu | None = None
        self._summary: SessionSummary | None = None
        self._shelving.facets_read.connect(self._on_facets)

    def show(self, summary: SessionSummary, place: QPoint) -> None:
        """Show the menu of a session, at a place on the screen."""
        menu = self.build(summary)
        menu.exec(place)
        self._folders = None
        menu.deleteLater()

    def build(self, summary: SessionSummary) -> QMenu:
        """Return the menu of a session."""
        menu, shelving, known = QMenu(self._parent), self._shelving, summary.id
        if summary.trashed is not None:
            menu.addAction(self.tr("Restore from the trash")).triggered.connect(
                lambda: shelving.restore(known)
            )
            return menu
        menu.addAction(self.tr("Open in a window of its own")).triggered.connect(
            lambda: shelving.window_wanted.emit(known)
        )
        menu.addSeparator()
        menu.addAction(self.tr("Rename…")).triggered.connect(
            lambda: self.rename_wanted.emit(summary)
        )
        star = self.tr("Remove star") if summary.starred else self.tr("Star")
        menu.addAction(star).triggered.connect(lambda: shelving.star(known, not summary.starred))
        menu.addAction(self.tr("Tags…")).triggered.connect(lambda: self.tags_wanted.emit(summary))
        self._folders, self._summary = menu.addMenu(self.tr("Folder")), summary
        shelving.read_facets()
        menu.addAction(self.tr("Duplicate")).triggered.connect(lambda: shelving.duplicate(known))
        menu.addSeparator()
        menu.addAction(self.tr("Move to the trash")).triggered.connect(
            lambda: shelving.trash(known)
        )
        return menu

    def _on_facets(self, facets: Facets) -> None:
        menu, summary = self._folders, self._summary
        if menu is None or summary is None:
            return
        menu.clear()
        for text, folder in [(self.tr("None"), ""), *((name, name) for name in facets.folders)]:
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(folder == summary.folder)
            action.triggered.connect(
                lambda _=False, folder=folder: self._shelving.move(summary.id, folder)
            )
        menu.addSeparator()
        menu.addAction(self.tr("New folder…")).triggered.connect(
            lambda: self.folder_wanted.emit(summary)
        )
