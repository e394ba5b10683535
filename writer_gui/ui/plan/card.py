"""One step of the plan: number, kind, title and text, all changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QMenu, QToolButton

from writer_gui.domain.plan import Step, StepKind
from writer_gui.ui.plan.dragging import Grip
from writer_gui.ui.plan.names import kind_name
from writer_gui.ui.streaming import TextStream
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import GrowingEdit, IconButton, clean_text, label, named, restyle

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QResizeEvent

    from writer_gui.ui.theme import Theme

NUMBER_WIDTH = 3 * GRID


class StepCard(QFrame):
    """Shows one step and tells what the writer does to it. Which step that is never changes."""

    text_edited = Signal(str, str)  # step id, text
    title_edited = Signal(str, str)
    lock_wanted = Signal(str, bool)
    kind_wanted = Signal(str, object)  # step id, StepKind
    rewrite_wanted = Signal(str)
    alternatives_wanted = Signal(str)
    continue_wanted = Signal(str)
    move_wanted = Signal(str, int)  # step id, by how many places
    remove_wanted = Signal(str)
    section_wanted = Signal(str)
    entered = Signal(str)
    left = Signal()
    pointed = Signal(str)  # the mouse is over it; "" when it no longer is

    def __init__(self, step: Step, theme: Theme) -> None:
        super().__init__()
        self.step_id = step.id
        self._theme = theme
        self.setProperty("card", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.grip = Grip()
        self._title = QLineEdit()
        self._title.setPlaceholderText(self.tr("Title"))
        self._title.setTextMargins(-2, 0, 0, 0)  # a line edit has two pixels of its own
        self._kind = label(tone="faint")
        self._stale = QToolButton()
        self._stale.hide()
        self._lock = IconButton(theme, "unlock", self.tr("Lock this step"), 16)
        self._lock.setCheckable(True)
        self._more = IconButton(theme, "more", self.tr("More for this step"), 16)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self.text = GrowingEdit()
        self.stream = TextStream(self.text, self._end)
        self._build()
        self._fill_menu()
        self._connect()
        self.dress()
        self.show_step(step, 1)

    def show_step(self, step: Step, number: int) -> None:
        """Show the step as it is now, changing no text that is right already."""
        named(self, f"planStep{number}", self.tr("Step {0}: {1}").format(number, step.title))
        named(self.text, f"planStep{number}Text", self.tr("Text of step {0}").format(number))
        named(self._title, f"planStep{number}Title", self.tr("Title of step {0}").format(number))
        named(self._lock, f"planStep{number}Lock", self._lock.accessibleName())
        named(self._more, f"planStep{number}More", self._more.accessibleName())
        named(self._stale, f"planStep{number}Stale", self.tr("State of step {0}").format(number))
        self.grip.setText(str(number))
        self._kind.setText("" if kind_name(step.kind) == step.title else kind_name(step.kind))
        if self._title.text() != step.title:
            self._title.setText(step.title)
            self._title.setCursorPosition(0)
        self._show_lock(step.locked)
        self._show_text(step.text)
        self._fit_head()

    def set_state(self, word: str, tip: str) -> None:
        """Say in a word what is the matter with the section of this step; "" for nothing."""
        self._stale.setVisible(bool(word))
        self._stale.setText(word)
        self._stale.setToolTip(tip)
        self._stale.setAccessibleDescription(tip or word)
        self._fit_head()

    def set_busy(self, busy: bool) -> None:
        """Ask the writer for text only while the model is not about to write it."""
        asked = "" if busy else self.tr("What is decided in this step?")
        self.text.setPlaceholderText(asked)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the mouse has come."""
        super().enterEvent(event)
        self.pointed.emit(self.step_id)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse has gone."""
        super().leaveEvent(event)
        self.pointed.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the kind where the title needs its place."""
        super().resizeEvent(event)
        self._fit_head()

    def append(self, text: str) -> None:
        """Let text by the model stream in at the end."""
        self.stream.append(0, text)

    def light(self, lit: bool) -> None:
        """Light the card up, because its section is being looked at."""
        restyle(self, "lit", "true" if lit else "false")

    def focus_text(self) -> None:
        """Put the caret where something is missing."""
        (self.text if self._title.text() else self._title).setFocus()

    @Slot()
    def dress(self) -> None:
        """Take the font of the texts."""
        font = self._theme.text_font()
        self.text.setFont(font)
        title = self._theme.interface_font()
        title.setPointSizeF(max(10.0, font.pointSizeF() * 0.85))
        title.setBold(True)
        self._title.setFont(title)
        small = self._theme.interface_font()
        small.setPointSizeF(9)
        for widget in (self._kind, self._stale):
            widget.setFont(small)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._title, 1)
        head.addWidget(self._stale)
        head.addWidget(self._kind)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._lock)
        buttons.addWidget(self._more)
        head.addLayout(buttons)
        self.grip.setFixedWidth(NUMBER_WIDTH)
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID // 2, GRID // 2, GRID)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.grip, 0, 0)
        grid.addLayout(head, 0, 1)
        grid.addWidget(self.text, 1, 1)

    def _fill_menu(self) -> None:
        for text, signal, by in (
            (self.tr("Rewrite this step"), self.rewrite_wanted, None),
            (self.tr("Suggest alternatives"), self.alternatives_wanted, None),
            (self.tr("Continue this step"), self.continue_wanted, None),
            (self.tr("Go to its section"), self.section_wanted, None),
            ("", None, None),
            (self.tr("Move up\tAlt+Up"), self.move_wanted, -1),
            (self.tr("Move down\tAlt+Down"), self.move_wanted, 1),
            ("", None, None),
            (self.tr("Delete"), self.remove_wanted, None),
        ):
            if signal is None:
                self._menu.addSeparator()
                continue
            arguments = (self.step_id,) if by is None else (self.step_id, by)
            action = self._menu.addAction(text)
            action.triggered.connect(lambda _=False, s=signal, a=arguments: s.emit(*a))
        kinds = QMenu(self.tr("Kind"), self._menu)
        self._menu.insertMenu(self._menu.actions()[-2], kinds)
        for kind in StepKind:
            action = kinds.addAction(kind_name(kind))
            action.triggered.connect(
                lambda _=False, wanted=kind: self.kind_wanted.emit(self.step_id, wanted)
            )

    def _connect(self) -> None:
        self.text.document().contentsChange.connect(self._on_contents_change)
        self.text.entered.connect(lambda: self.entered.emit(self.step_id))
        self.text.left.connect(self.left)
        self._title.textEdited.connect(
            lambda text: self.title_edited.emit(self.step_id, clean_text(text))
        )
        self._lock.toggled.connect(lambda on: self.lock_wanted.emit(self.step_id, on))
        self._stale.clicked.connect(lambda: self.section_wanted.emit(self.step_id))
        self._theme.changed.connect(self.dress)

    @Slot(int, int, int)
    def _on_contents_change(self, _position: int, removed: int, added: int) -> None:
        if self.stream.is_writing or not (removed or added):
            return
        text = self.text.written_text() + self.stream.pending.get(0, "")
        self.text_edited.emit(self.step_id, text)

    def _show_text(self, text: str) -> None:
        self.stream.flush()
        shown = self.text.written_text()
        if shown + self.stream.pending.get(0, "") == text:
            return
        self.stream.drop()
        cursor = QTextCursor(self.text.document())
        with self.stream.writing(cursor):
            if text.startswith(shown):
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertText(text[len(shown) :])
            else:
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)

    def _show_lock(self, locked: bool) -> None:
        self._lock.blockSignals(True)
        self._lock.setChecked(locked)
        self._lock.blockSignals(False)
        self._lock.set_icon("lock" if locked else "unlock")
        name = self.tr("Unlock this step") if locked else self.tr("Lock this step")
        self._lock.setAccessibleName(name)
        self._lock.setToolTip(
            self.tr("Locked: the model never rewrites this step.") if locked else name
        )

    def _fit_head(self) -> None:
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        kind = self._kind.fontMetrics().horizontalAdvance(self._kind.text())
        state = self._stale.sizeHint().width() if self._stale.text() else 0
        others = NUMBER_WIDTH + state + 2 * self._more.sizeHint().width() + 6 * GRID
        self._kind.setVisible(bool(kind) and title + kind + others <= self.width())

    def _end(self, _place: int) -> QTextCursor:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor
