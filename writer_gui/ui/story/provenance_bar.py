"""Who wrote what: shares in words, and the writer's own part of the page set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QWidget

from writer_gui.domain.plan import Author
from writer_gui.state import lineage
from writer_gui.ui.story.document import place_of
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, label, named
from writer_gui.writing.provenance import credited_story, share_by_author

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QHideEvent, QShowEvent, QTextDocument

    from writer_gui.domain.story import Story
    from writer_gui.state.desk import DeskState
    from writer_gui.ui.story.editor import StoryEditor
    from writer_gui.ui.theme import Theme

WAIT_MS = 400
"""How long after a change the shares are worked out again."""


class ProvenanceBar(QWidget):
    """Works on the editor it is given while it is shown; hidden, it costs nothing."""

    closed = Signal()

    def __init__(self, desk: DeskState, editor: StoryEditor, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._editor = editor
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._told = named(label(tone="muted"), "provenanceShares", self.tr("Who wrote what"))
        self._close = IconButton(theme, "close", self.tr("Close"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._told, 1)
        row.addWidget(self._close)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._show_shares)
        for signal in (desk.changed, desk.opened, desk.versions_changed, theme.changed):
            signal.connect(self._ask)
        self._close.clicked.connect(self.closed)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at once."""
        super().showEvent(event)
        self._show_shares()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the page as it was."""
        super().hideEvent(event)
        self._editor.setExtraSelections([])

    @Slot()
    def _ask(self) -> None:
        if self.isVisible():
            self._waiting.start()

    @Slot()
    def _show_shares(self) -> None:
        session = self._desk.session
        if session is None or not self.isVisible():
            return
        self._desk.flush()
        base = lineage.story_base(session)
        story = credited_story(None if base is None else base.story, self._desk.draft.story)
        self._told.setText(self._in_words(share_by_author(story)))
        self._editor.setExtraSelections(list(self._selections(story)))

    def _in_words(self, shares: dict[Author, float]) -> str:
        if not shares:
            return self.tr("Nothing is written yet.")
        told = {
            Author.MODEL: self.tr("by the model {0:.0%}"),
            Author.WRITER: self.tr("by you {0:.0%} (tinted)"),
            Author.MIXED: self.tr("the model's words changed by you {0:.0%} (underlined)"),
        }
        return "  ·  ".join(told[who].format(share) for who, share in shares.items())

    def _selections(self, story: Story) -> Iterator[QTextEdit.ExtraSelection]:
        formats = self._formats()
        for place, start, end, author in _stretches(self._editor.document(), story):
            made = QTextEdit.ExtraSelection()
            made.format = formats[author]
            cursor = QTextCursor(self._editor.document().findBlockByNumber(place))
            base = cursor.position()
            cursor.setPosition(base + start)
            cursor.setPosition(base + end, QTextCursor.MoveMode.KeepAnchor)
            made.cursor = cursor
            yield made

    def _formats(self) -> dict[Author, QTextCharFormat]:
        colours = self._theme.colours
        own, mixed = QTextCharFormat(), QTextCharFormat()
        own.setBackground(QColor(colours.soft_accent))
        mixed.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        mixed.setUnderlineColor(QColor(colours.accent))
        return {Author.WRITER: own, Author.MIXED: mixed}


def _stretches(document: QTextDocument, story: Story) -> Iterator[tuple[int, int, int, Author]]:
    """Yield the writer's parts: number of the paragraph, start and end in UTF-16 units, author."""
    at: dict[int, int] = {}
    block = document.begin()
    while block.isValid():
        place, text = place_of(block), block.text()
        start = at.get(place, 0)
        at[place] = start + len(text) + 1
        if text and place < len(story.sections):
            own = _own_parts(story, place, start, start + len(text))
            for first, last, author in own:
                yield (
                    block.blockNumber(),
                    _units(text[: first - start]),
                    _units(text[: last - start]),
                    author,
                )
        block = block.next()


def _own_parts(story: Story, place: int, start: int, end: int) -> Iterator[tuple[int, int, Author]]:
    """Yield what of a stretch of a section is not the model's alone."""
    at = 0
    for span in story.sections[place].spans:
        first, last = max(at, start), min(at + span.length, end)
        at += span.length
        if first < last and span.author is not Author.MODEL:
            yield first, last, span.author


def _units(text: str) -> int:
    """Return how many UTF-16 units a text takes, which is what documents count in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
