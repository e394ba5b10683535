"""The message bar: one sentence, a button that leads on, and a button that copies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from writer_gui.state.sentences import localized
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, label, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.state.notice import Notice
    from writer_gui.ui.theme import Theme

PASSING_MS = 8000


class MessageBar(QWidget):
    """Shows the newest notice until it is closed, replaced, or has passed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        named(self, "messageBar", self.tr("Message"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notice: Notice | None = None
        self._answer: Callable[[str], None] | None = None
        self._text = named(label(), "messageText", self.tr("Message"))
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._field = named(QLineEdit(), "messageField", self.tr("Answer"))
        self._action = named(QPushButton(), "messageAction", self.tr("Next step"))
        self._copy = IconButton(theme, "copy", self.tr("Copy this message"))
        self._close = IconButton(theme, "close", self.tr("Close this message"))
        named(self._copy, "messageCopy", self._copy.accessibleName())
        named(self._close, "messageClose", self._close.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._text, 1)
        for widget in (self._field, self._action, self._copy, self._close):
            row.addWidget(widget)
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(PASSING_MS)
        self._connect()
        self.hide()

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice in the place of the one before."""
        self._notice, self._answer = notice, None
        self._field.hide()
        self._show(notice.text, notice.action)
        if notice.passing:
            self._passing.start()

    def ask(self, text: str, placeholder: str, action: str, answer: Callable[[str], None]) -> None:
        """Ask for one line of text about the open session without getting in the way."""
        self._notice, self._answer = None, answer
        self._show(text, action)
        self._field.clear()
        self._field.setPlaceholderText(placeholder)
        self._field.setAccessibleName(placeholder)
        self._field.show()
        self._field.setFocus()

    @Slot()
    def leave_session(self) -> None:
        """Take away a question, or a notice of the session that was open until now."""
        if self._answer is not None or (self._notice is not None and self._notice.of_session):
            self._notice = self._answer = None
            self.hide()

    def _show(self, text: str, action: str) -> None:
        self._passing.stop()
        self._text.setText(localized(text))
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._copy.setVisible(self._answer is None)
        self.show()

    def _connect(self) -> None:
        self._passing.timeout.connect(self.hide)
        self._close.clicked.connect(self.hide)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.text()))
        self._action.clicked.connect(self._on_action)
        self._field.returnPressed.connect(self._on_action)

    @Slot()
    def _on_action(self) -> None:
        notice, answer, text = self._notice, self._answer, self._field.text().strip()
        self.hide()
        if answer is not None and text:
            answer(text)
        elif notice is not None and notice.act is not None:
            notice.act()
