"""Small widgets used in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QWidget,
)

from writer_gui.ui.escape import EscapeKey

if TYPE_CHECKING:
    from writer_gui.ui.theme import Theme

W = TypeVar("W", bound=QWidget)

_LINE_ENDS = str.maketrans("\u2028\u2029", "\n\n")
_NO_TEXT = _LINE_ENDS | dict.fromkeys(map(ord, "\0\ufffc\ufffe"))
"""At the start of a text U+FFFE would have PySide swap the bytes of all of it."""


def named(widget: W, name: str, accessible: str, tip: str = "") -> W:
    """Give a widget its object name, what a screen reader calls it, and its tool tip."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible)
    if tip:
        widget.setToolTip(tip)
    return widget


def label(text: str = "", *, tone: str = "", role: str = "") -> QLabel:
    """Return a label that never takes its text for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("tone", tone)
    made.setProperty("role", role)
    return made


def hairline() -> QFrame:
    """Return a line of one pixel across."""
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and have it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class IconButton(QToolButton):
    """A button that is an icon, and a name for those who do not see it."""

    def __init__(self, theme: Theme, icon: str, name: str, size: int = 20) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(size, size))
        self.setAutoRaise(True)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self._paint_icon()

    def _paint_icon(self) -> None:
        self.setIcon(self._theme.icon(self._icon))


class ElidedLabel(QLabel):
    """A line that may be narrower than its text, which then ends in a sign that there is more."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self._told = ""

    def text(self) -> str:
        """Return the whole text."""
        return self._told

    def tell(self, text: str) -> None:
        """Show another text."""
        if text != self._told:
            self._told = text
            self.setAccessibleDescription(text)
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        width = self.fontMetrics().horizontalAdvance(self._told) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Do with none."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        room = max(self.width(), 0) if self.isVisible() else self.sizeHint().width()
        self.setText(self.fontMetrics().elidedText(self._told, elide, room))


class LineField(QLineEdit):
    """A field that appears for one answer: Enter or leaving takes it, Esc does not."""

    taken = Signal(str)
    done = Signal()  # by a key, so that the keys are to go on where they were

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        EscapeKey(self, self._give_up)
        self.selectAll()
        self.editingFinished.connect(self._on_finished)

    def _give_up(self) -> None:
        """Go without an answer."""
        self.editingFinished.disconnect()
        self.deleteLater()
        self.done.emit()

    def _on_finished(self) -> None:
        self.editingFinished.disconnect()
        self.deleteLater()
        self.taken.emit(self.text().strip())
        if self.hasFocus():
            self.done.emit()


class PlainEdit(QTextEdit):
    """An editor of plain text. Nothing pasted or written into it is markup or loads a file."""

    left = Signal()  # the focus went elsewhere
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._preedit = ""

    @property
    def composing(self) -> bool:
        """Whether an input method holds text that is not in the document yet."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether something is being composed."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the writer came here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the writer went elsewhere; a menu does not count."""
        super().focusOutEvent(event)
        self._preedit = ""
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def shown_text(self) -> str:
        """Return the text, each character where it stands in the document."""
        return self.document().toRawText().translate(_LINE_ENDS)

    def written_text(self) -> str:
        """Return the text as the writer has it. `toPlainText` would lose no-break spaces."""
        return clean_text(self.shown_text())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what is selected to the character, and as plain text alone."""
        # Qt's own object: one made here may outlive Python in the clipboard, and crash at the end.
        copied = super().createMimeDataFromSelection()
        copied.text()  # Qt fills it in when it is first asked
        copied.clear()
        copied.setText(clean_text(self.textCursor().selectedText()))
        return copied

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take only the plain text of what is pasted or dropped."""
        if source.hasText():
            self.textCursor().insertText(clean_text(source.text()))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept whatever has text but files, which the window takes in."""
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing, wherever it lies."""
        return QByteArray(b" ")  # for None the document would read the file itself


class GrowingEdit(PlainEdit):
    """An editor as high as its text, between a least and a greatest number of lines."""

    def __init__(self, least: int = 1, most: int | None = None) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit again when the font is another one."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        height = max(round(self.document().size().height()), self._least * line)
        if self._most is not None:
            fits = height <= self._most * line
            height = min(height, self._most * line)
            policy = Qt.ScrollBarPolicy
            self.setVerticalScrollBarPolicy(
                policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
            )
        if height != self.height():
            self.setFixedHeight(height)


def clean_text(text: str) -> str:
    """Return text without what no text should hold: NUL, lone surrogates, marks that are none."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_TEXT)
