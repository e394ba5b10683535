"""One of the texts laid side by side: its name, the text, and its figures under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from writer_gui.ui.compare.marking import ChangeMarks
from writer_gui.ui.tokens import COLUMN_EMS, GRID
from writer_gui.ui.widgets import IconButton, PlainEdit, hairline, label, named

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from writer_gui.text.comparing import Exhibit, Figures
    from writer_gui.ui.theme import Theme


class ReadOnlyText(PlainEdit):
    """A text to read and to copy from, without a caret. Keys other than for scrolling pass on."""

    scrolled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; the size of the text is the theme's to change."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines short enough to read; the text is laid out for the width it then has."""
        self.fit()
        super().resizeEvent(event)

    def fit(self) -> None:
        """Leave free on the right what is too wide for a line."""
        spare = self.width() - self.width_of(COLUMN_EMS)
        self.setViewportMargins(0, 0, max(0, spare), 0)

    def width_of(self, characters: int) -> int:
        """Return how wide a text is with so many characters of Chinese to a line."""
        line = characters * self.fontMetrics().horizontalAdvance("国")
        return line + 2 * round(self.document().documentMargin()) + self.verticalScrollBar().width()

    def place_at_top(self) -> int:
        """Return the place in the text that stands at the top of what is seen."""
        return self.cursorForPosition(QPoint(1, 1)).position()

    def scroll_to(self, place: int) -> None:
        """Have a place stand at the top."""
        document, bar = self.document(), self.verticalScrollBar()
        # Qt lays a long text out in the background; until then its scroll bar ends too early.
        document.pageCount()  # the one question that Qt answers only once all is laid out
        height = round(document.size().height())
        bar.setMaximum(max(bar.maximum(), height - self.viewport().height()))
        cursor = self.textCursor()
        cursor.setPosition(min(place, max(0, document.characterCount() - 1)))
        bar.setValue(bar.value() + self.cursorRect(cursor).top())


class Column(QWidget):
    """Shows one exhibit. In a blind choice it has a letter for a name and no figures."""

    use_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self.name = named(QLabel(), f"compareName{place + 1}", self.tr("Name of the text"))
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("role", "title")
        self.text = named(ReadOnlyText(), f"compareText{place + 1}", self.tr("Text"))
        self.marks = ChangeMarks(self.text.document())
        self._figures = named(
            label(tone="muted"), f"compareFigures{place + 1}", self.tr("Figures of the text")
        )
        self._figures.setWordWrap(True)
        self.use = named(
            QPushButton(self.tr("Use this one")), f"useButton{place + 1}", self.tr("Use this one")
        )
        self.pick = named(
            QPushButton(self.tr("Choose…")),
            f"pickButton{place + 1}",
            self.tr("Choose what stands here"),
        )
        self.close_button = named(
            IconButton(theme, "close", self.tr("Remove this text"), 14),
            f"closeButton{place + 1}",
            self.tr("Remove this text"),
        )
        self._build()
        self.use.clicked.connect(self.use_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def minimumSizeHint(self) -> QSize:
        """Stay narrow enough for four."""
        return super().minimumSizeHint().boundedTo(self.maximumSize())

    def width_of(self, characters: int) -> int:
        """Return how wide a column is with so many characters of Chinese to a line."""
        return self.text.width_of(characters) + 3 * GRID

    def show_exhibit(self, exhibit: Exhibit, name: str, *, may_go: bool) -> None:
        """Show a text under a name; `may_go`: enough others are left to compare."""
        self.name.setText(name)
        self.text.setPlainText("")  # so that there is nothing to take marks from
        self.marks.mark(())
        self.text.setPlainText(exhibit.shown)
        self._figures.clear()
        self._figures.show()
        self.use.setVisible(exhibit.version_id is not None)
        self.pick.show()
        self.close_button.setVisible(may_go)

    def show_hidden(self, text: str, side: str) -> None:
        """Show a text of which nothing is to be known but the side it is on."""
        self.name.setText(side)
        self.text.setPlainText("")
        self.marks.mark(())
        self.text.setPlainText(text)
        self._figures.clear()
        self._figures.hide()
        self.use.hide()
        self.pick.hide()
        self.close_button.hide()

    def show_figures(self, figures: Figures) -> None:
        """Show the figures under the text."""
        number, shape = QLocale().toString, figures.diversity
        told = [
            self.tr("{0} characters or words").format(number(figures.words)),
            self.tr("variety {0}").format(f"{shape.ttr:.2f}"),
            self.tr("distinct 2-grams {0}, 4-grams {1}").format(
                f"{shape.distinct_2:.2f}", f"{shape.distinct_4:.2f}"
            ),
            self.tr("repeated {0} %").format(round(100 * shape.repeated)),
            self.tr("sentence length {0}").format(f"{shape.sentence_length:.1f}"),
        ]
        if figures.steps is not None:
            told.append(self.tr("steps realised {0} of {1}").format(*figures.steps))
        if figures.model_share is not None:
            told.append(self.tr("by the model {0} %").format(round(100 * figures.model_share)))
        self._figures.setText("  ·  ".join(told))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.name, 1)
        head.addWidget(self.pick)
        head.addWidget(self.use)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(hairline())
        column.addWidget(self._figures)
        self.setMinimumWidth(24 * GRID)

    @Slot()
    def _dress(self) -> None:
        colours = self._theme.colours
        self.text.setFont(self._theme.text_font())
        self.text.fit()
        is_old = self._place == 0
        ground = colours.line if is_old else colours.soft_accent
        self.marks.set_colours(ground, colours.muted if is_old else colours.accent, is_old=is_old)
