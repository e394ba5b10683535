"""A session to read beside the one on the desk, in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from writer_gui.errors import UserError
from writer_gui.exchange.manuscript import manuscript
from writer_gui.exchange.plain_text import as_text
from writer_gui.ui.session_list import title_text
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import PlainEdit, named

if TYPE_CHECKING:
    from writer_gui.domain.session import Session
    from writer_gui.state.library import LibraryState
    from writer_gui.ui.theme import Theme


class Readers(QObject):
    """Opens a window for each session that is to be read, and shows it anew when asked again."""

    def __init__(self, library: LibraryState, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._open: dict[int, Reader] = {}
        library.shelving.looked_into.connect(self.show)

    @Slot(object)
    def show(self, session: Session) -> None:
        """Show a session as it is now."""
        session_id = session.summary.id
        reader = self._open.get(session_id)
        if reader is None:
            reader = self._open[session_id] = Reader(self._theme, self._window)
            reader.destroyed.connect(lambda: self._open.pop(session_id, None))
        reader.show_session(session)
        reader.show()
        reader.activateWindow()


class Reader(QWidget):
    """Title, story, prompt and plan, to read and to copy from."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = named(PlainEdit(), "readerText", self.tr("Text of the session"))
        self._text.setReadOnly(True)
        self._text.setFont(theme.text_font())
        self._text.document().setDocumentMargin(3 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        for key in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        self.resize(72 * GRID, 88 * GRID)

    def show_session(self, session: Session) -> None:
        """Show the texts of a session."""
        self.setWindowTitle(title_text(session.summary.title))
        self._text.setPlainText(_readable(session))


def _readable(session: Session) -> str:
    try:
        return as_text(manuscript(session, with_plan=True)).decode()
    except UserError as error:  # nothing is written yet
        return str(error)
