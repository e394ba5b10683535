"""The story editor: a page of plain text that knows which section the caret is in."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QTextCursor

from writer_gui.domain.story import Section, Story
from writer_gui.ui.story.document import (
    block_format,
    place_of,
    read_story,
    section_end,
    write_story,
)
from writer_gui.ui.streaming import TextStream
from writer_gui.ui.tokens import COLUMN_EMS
from writer_gui.ui.widgets import PlainEdit

TELL_MS = 300
"""How long after a key press the text is handed over."""

NOWHERE = -1
MARGIN = 72
TOP = 8


class StoryEditor(PlainEdit):
    """Shows one story. What the user changes is told after a short while, or on `tell`."""

    edited = Signal(object)  # Story as the user has it now
    section_entered = Signal(int)  # NOWHERE when the caret is not in the story
    margins_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[str | None, ...] = ()
        self._is_loading = False
        self._is_untold = False
        self._place = NOWHERE
        self.stream = TextStream(self, self._end_of)
        # A bar that comes and goes would change the width of the column while it is laid out.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(TELL_MS)
        self._telling.timeout.connect(self.tell)
        self.document().contentsChange.connect(self._on_contents_change)
        self.cursorPositionChanged.connect(self._on_caret_moved)
        self.left.connect(self.tell)
        for signal in (self.entered, self.left):
            signal.connect(self._on_caret_moved)

    def open(self, story: Story, caret: int) -> None:
        """Show another story: no undo leads back to the one before."""
        self.stream.drop()
        self._telling.stop()
        self._is_untold = False
        self._take_steps(story)
        self._is_loading = True
        document = self.document()
        document.setUndoRedoEnabled(False)
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.setBlockFormat(block_format(0, self._steps[0] if self._steps else None))
        write_story(cursor, story)
        cursor.endEditBlock()
        document.setUndoRedoEnabled(True)
        self._is_loading = False
        self._set_caret(caret)

    def show_story(self, story: Story, *, grows: bool = False) -> None:
        """Show another text of the same story; one undo leads back.

        Of one that `grows` the end stays in view, if it is.
        """
        bar = self.verticalScrollBar()
        follows = grows and bar.value() >= bar.maximum() - 2
        self.stream.flush()
        self.stream.drop()  # what still waits is part of the story shown
        self._take_steps(story)
        caret = self.textCursor().position()
        was_empty = self.document().isEmpty()
        cursor = QTextCursor(self.document())
        with self.stream.writing(cursor):
            write_story(cursor, story)
        if was_empty or self.document().isEmpty():
            self._set_caret(0 if was_empty else caret)
        if follows:
            bar.setValue(bar.maximum())

    def grow(self, place: int, text: str) -> None:
        """Let text by the model stream in at the end of a section."""
        self.stream.append(place, text)

    def story(self) -> Story:
        """Return the story as it stands, with what has arrived but is not shown yet."""
        story = read_story(self.document(), self._steps)
        sections = list(story.sections)
        for place, text in self.stream.pending.items():
            if place < len(sections):
                old = sections[place]
                sections[place] = Section(old.step_id, old.text + text)
        return Story(tuple(sections))

    @Slot()
    def tell(self) -> None:
        """Hand over what the user has typed, if anything."""
        self._telling.stop()
        if self._is_untold:
            self._is_untold = False
            self.edited.emit(self.story())

    def current_place(self) -> int:
        """Return the place of the section the caret is in."""
        return place_of(self.textCursor().block())

    def go_to_section(self, place: int) -> None:
        """Put the caret at the start of a section and show it."""
        block = self.document().begin()
        while block.isValid() and place_of(block) != place:
            block = block.next()
        if block.isValid():
            cursor = QTextCursor(block)
            self.setTextCursor(cursor)
            self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle; the text is laid out for the width it then has."""
        self.fit_column()
        super().resizeEvent(event)

    def fit_column(self) -> None:
        """Keep the text in a column of readable width in the middle of the page."""
        widest = COLUMN_EMS * self.fontMetrics().horizontalAdvance("国")
        room = self.width() - MARGIN - MARGIN // 2
        spare = max(0, room - widest)
        left = MARGIN + spare // 2
        self.setViewportMargins(left, TOP, MARGIN // 2 + spare - spare // 2, 0)
        self.margins_changed.emit()

    def _take_steps(self, story: Story) -> None:
        self._steps = tuple(section.step_id for section in story.sections)

    def _set_caret(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _end_of(self, place: int) -> QTextCursor:
        step = self._steps[place] if place < len(self._steps) else None
        return section_end(self.document(), place, step)

    @Slot(int, int, int)
    def _on_contents_change(self, _position: int, removed: int, added: int) -> None:
        if self._is_loading or self.stream.is_writing or not (removed or added):
            return
        self._is_untold = True
        if not self._telling.isActive():  # else who types without a pause would never be saved
            self._telling.start()

    @Slot()
    def _on_caret_moved(self) -> None:
        place = self.current_place() if self.hasFocus() else NOWHERE
        if place != self._place:
            self._place = place
            self.section_entered.emit(place)
