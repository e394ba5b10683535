"""The windows of the program, each with a desk of its own, and what concerns all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from writer_gui.state.notice import Notice
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.domain.session import SessionSummary
    from writer_gui.state.library_news import LibraryNews
    from writer_gui.ui.furnishing import Furnished


_STEP = 4 * GRID


class WindowGroup(QObject):
    """Opens further windows. One that is closed while others are open is kept to be used again.

    What belongs to no window in particular is said in the one in front.
    """

    contents_changed = Signal()  # files were taken in, or triplets changed, by any of the windows

    def __init__(
        self,
        first: Furnished,
        make: Callable[[], Furnished],
        news: LibraryNews,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._all: list[Furnished] = []
        self._active = self._take_in(first)
        news.saved.connect(self._on_named)
        news.shelved.connect(self._on_named)

    @Slot(int)
    def open(self, session_id: int) -> None:
        """Open a session in a window of its own, or bring the one forward that has it."""
        holder = next((f for f in self._all if session_id in f.workspace.desk.seat.held), None)
        if holder is None:
            holder = next((f for f in self._all if f.window.isHidden()), None)
            holder = holder or self._one_more()
            holder.library.refresh()
            holder.workspace.desk.open(session_id)
        holder.window.come_forward()

    @Slot()
    def open_last(self) -> None:
        """Have each window open something from a library that is another one now."""
        for furnished in self._all:
            if furnished.window.isVisible():
                furnished.library.open_last()

    @Slot()
    def come_forward(self) -> None:
        """Bring the window forward that was used last."""
        self._front.window.come_forward()

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Say something where the writer sees it."""
        self._front.window.show_notice(notice)

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Say a sentence where the writer sees it."""
        self.show_notice(Notice(sentence))

    @Slot(str)
    def say_failure(self, sentence: str) -> None:
        """Say why nothing was written, and how to come by a model where there is none."""
        self._front.window.notices.show_failure(sentence)

    def close_all(self) -> None:
        """Close every window for good; each saves first."""
        for furnished in self._all:
            furnished.window.close()
            furnished.files.drain()
            furnished.workspace.triplet_files.drain()
            furnished.workspace.pair_files.drain()
            furnished.window.deleteLater()
        self.deleteLater()

    @property
    def _front(self) -> Furnished:
        """The window that was active last, or another that is open."""
        wanted = (self._active, *self._all)
        return next((f for f in wanted if f.window.isVisible()), self._active)

    def _one_more(self) -> Furnished:
        """Make a window a step beside the one in front, which it would hide else."""
        made = self._take_in(self._make())
        made.window.move(self._front.window.pos() + QPoint(_STEP, _STEP))
        return made

    def _take_in(self, furnished: Furnished) -> Furnished:
        workspace, window = furnished.workspace, furnished.window
        workspace.desk.elsewhere_wanted.connect(self.open)
        workspace.desk.opened.connect(partial(self._name, furnished))
        workspace.judging.active_changed.connect(lambda _active: self._name(furnished))
        workspace.collection.changed.connect(partial(self._on_records_changed, furnished))
        workspace.triplet_files.imported.connect(
            lambda _report: self._on_records_changed(furnished)
        )
        furnished.files.taken_in.connect(self.contents_changed)
        furnished.files.notice.connect(partial(self._answer, furnished))
        furnished.library.shelving.window_wanted.connect(self.open)
        window.activated.connect(partial(self._on_activated, furnished))
        window.closed.connect(partial(self._on_closed, furnished))
        self._all.append(furnished)
        return furnished

    def _answer(self, furnished: Furnished, notice: Notice) -> None:
        """Say something in the window it was asked in, if that is open still."""
        shown = furnished if furnished.window.isVisible() else self._front
        shown.window.show_notice(notice)

    def _name(self, furnished: Furnished) -> None:
        """Let windows be told apart by their sessions."""
        session = furnished.workspace.desk.session
        _show_title(furnished, "" if session is None else session.summary.title)

    def _on_named(self, summary: SessionSummary) -> None:
        """Show the title of a session as it is now on the window that has it."""
        for furnished in self._all:
            if summary.title and furnished.workspace.desk.session_id == summary.id:
                _show_title(furnished, summary.title)

    def _on_records_changed(self, changer: Furnished) -> None:
        """Have the other windows show, and edit, the triplets as they are now."""
        self.contents_changed.emit()
        for other in self._all:
            if other is not changer:
                other.workspace.collection.refresh()
                other.workspace.review.reload()

    def _on_activated(self, furnished: Furnished) -> None:
        self._active = furnished

    def _on_closed(self, furnished: Furnished) -> None:
        """Give the session free, which has been saved."""
        if furnished.workspace.desk.seat.has_company:
            furnished.workspace.desk.clear()


def _show_title(furnished: Furnished, title: str) -> None:
    """Name a window by its session, unless texts are being chosen between without their names."""
    is_named = title and not furnished.workspace.judging.is_active
    furnished.window.setWindowTitle(f"{title} — Writer GUI" if is_named else "Writer GUI")
