"""The windows of the program, each with a desk of its own; no session lies on two of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.desk import DeskState
    from writer_gui.state.library import LibraryState
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Furnished:
    """A window, and what it shows."""

    window: MainWindow
    library: LibraryState
    workspace: Workspace


class WindowGroup(QObject):
    """Opens further windows. One that is closed while others are open is kept to be used again."""

    def __init__(
        self, first: Furnished, make: Callable[[], Furnished], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._all: list[Furnished] = []
        self._take_in(first)

    @Slot(int)
    def open(self, session_id: int) -> None:
        """Open a session in a window of its own, or bring the one forward that has it."""
        holder = self._holder(session_id)
        if holder is None:
            holder = next((f for f in self._all if f.window.isHidden()), None)
            holder = holder or self._take_in(self._make())
            holder.library.refresh()
            holder.workspace.desk.open(session_id)
        holder.window.come_forward()

    @Slot()
    def come_forward(self) -> None:
        """Bring a window forward that is open."""
        shown = next((f for f in self._all if f.window.isVisible()), self._all[0])
        shown.window.come_forward()

    def close_all(self) -> None:
        """Close every window; each saves first."""
        for furnished in self._all:
            furnished.window.close()
            furnished.window.deleteLater()

    def _take_in(self, furnished: Furnished) -> Furnished:
        desk = furnished.workspace.desk
        desk.is_elsewhere = partial(self._is_elsewhere, desk)
        desk.has_company = partial(self._has_company, furnished)
        desk.elsewhere_wanted.connect(self.open)
        desk.opened.connect(partial(self._name, furnished))
        furnished.workspace.judging.active_changed.connect(lambda _active: self._name(furnished))
        desk.autosave.saved.connect(partial(self._on_saved, furnished))
        shelving = furnished.library.shelving
        shelving.is_elsewhere = desk.is_elsewhere
        shelving.changed.connect(partial(self._on_saved, furnished))
        shelving.window_wanted.connect(self.open)
        furnished.window.closed.connect(partial(self._on_closed, furnished))
        self._all.append(furnished)
        return furnished

    def _holder(self, session_id: int) -> Furnished | None:
        found = (f for f in self._all if f.workspace.desk.session_id == session_id)
        return next(found, None)

    def _is_elsewhere(self, desk: DeskState, session_id: int) -> bool:
        holder = self._holder(session_id)
        return holder is not None and holder.workspace.desk is not desk

    def _has_company(self, furnished: Furnished) -> bool:
        return any(f.window.isVisible() for f in self._all if f is not furnished)

    def _name(self, furnished: Furnished) -> None:
        """Let windows be told apart by their sessions."""
        session = furnished.workspace.desk.session
        _show_title(furnished, "" if session is None else session.summary.title)

    def _on_saved(self, furnished: Furnished, summary: SessionSummary) -> None:
        """Have the lists of the other windows show what was saved in this one, and its title."""
        for other in self._all:
            if other is not furnished:
                other.library.take_note(summary)
        holder = self._holder(summary.id)
        if holder is not None and summary.title:
            _show_title(holder, summary.title)

    def _on_closed(self, furnished: Furnished) -> None:
        """Give the session free, which has been saved."""
        if self._has_company(furnished):
            furnished.workspace.desk.clear()


def _show_title(furnished: Furnished, title: str) -> None:
    """Name a window by its session, unless texts are being chosen between without their names."""
    is_named = title and not furnished.workspace.judging.is_active
    furnished.window.setWindowTitle(f"{title} — Writer GUI" if is_named else "Writer GUI")
