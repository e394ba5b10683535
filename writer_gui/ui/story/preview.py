"""The story as a reader sees it: its Markdown rendered, nothing in it loaded or followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QTextBrowser

from writer_gui.state.notice import Notice
from writer_gui.text.render import markdown_to_html
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from writer_gui.state.desk import DeskState
    from writer_gui.ui.theme import Theme

WAIT_MS = 300


class StoryPreview(QTextBrowser):
    """Stands in the place of the editor. A link is named and asked about before it is followed."""

    def __init__(self, desk: DeskState, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setViewportMargins(6 * GRID, GRID, 4 * GRID, 0)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._render)
        for signal in (desk.changed, desk.opened, theme.changed):
            signal.connect(self._ask)
        self.anchorClicked.connect(self._on_link)
        self.hide()

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing, wherever it lies."""
        return QByteArray(b" ")

    def showEvent(self, event: QShowEvent) -> None:
        """Show the text as it is now."""
        super().showEvent(event)
        self._render()

    @Slot()
    def _ask(self) -> None:
        if self.isVisible() and not self._waiting.isActive():
            self._waiting.start()

    @Slot()
    def _render(self) -> None:
        self._desk.flush()
        bar = self.verticalScrollBar()
        at = bar.value()
        self.setFont(self._theme.text_font())
        colours = self._theme.colours
        self.document().setDefaultStyleSheet(
            f"p, li {{ line-height: 124%; }} a {{ color: {colours.accent}; }}"
        )
        self.setHtml(markdown_to_html(self._desk.draft.story.text))
        bar.setValue(at)

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        """Say where a link leads; it is followed only if the writer says so."""
        if url.scheme() not in ("http", "https", "mailto"):
            return
        where = url.toDisplayString()
        self._desk.notice.emit(
            Notice(
                self.tr("This link leads out of the program, to {0}").format(where),
                self.tr("Open it"),
                lambda: _follow(url),
            )
        )


def _follow(url: QUrl) -> None:
    QDesktopServices.openUrl(url)
