"""The menu from which a text is chosen: versions of the open session, and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from writer_gui.ui.compare.names import exhibit_name

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.comparison import ComparisonState
    from writer_gui.text.comparing import Exhibit

_TITLE = 32


class Picker(QObject):
    """Opens the menu; what other sessions hold is looked up when their line is opened."""

    picked = Signal(int, object)  # place, Exhibit

    def __init__(self, comparison: ComparisonState, parent: QWidget) -> None:
        super().__init__(parent)
        self._comparison = comparison
        self._widget = parent

    def open(self, place: int, where: QPoint) -> None:
        """Open the menu for one place."""
        menu = self.build(place)
        menu.popup(where)

    def build(self, place: int) -> QMenu:
        """Return the menu for one place."""
        menu = QMenu(self._widget)
        menu.setObjectName("comparePicker")
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill(menu, place, self._comparison.own_exhibits())
        menu.addSeparator()
        others = menu.addMenu(self.tr("Other sessions"))
        self._comparison.recent(lambda found: self._list_sessions(others, place, found))
        return menu

    def _fill(self, menu: QMenu, place: int, exhibits: list[Exhibit]) -> None:
        for exhibit in exhibits:
            action = menu.addAction(exhibit_name(exhibit))
            action.triggered.connect(
                lambda _=False, chosen=exhibit: self.picked.emit(place, chosen)
            )
        if not exhibits:
            menu.addAction(self.tr("No versions yet")).setEnabled(False)

    def _list_sessions(self, menu: QMenu, place: int, found: list[SessionSummary]) -> None:
        for summary in found:
            title = (summary.title or self.tr("Untitled"))[:_TITLE].replace("&", "&&")
            session = menu.addMenu(title)
            session.aboutToShow.connect(
                lambda menu=session, key=summary.id: self._look_up(menu, place, key)
            )

    def _look_up(self, menu: QMenu, place: int, session_id: int) -> None:
        if menu.isEmpty():
            self._comparison.of_session(session_id, lambda found: self._fill(menu, place, found))
