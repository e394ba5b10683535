"""What was found in the prompt and set: chips below its text, each taken back by one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QLocale, QPropertyAnimation, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from writer_gui.domain.genre import find_genre
from writer_gui.domain.language import Language
from writer_gui.ui.names import genre_name, language_name
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named
from writer_gui.writing.findings import FindingKind
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from writer_gui.state.prompt_settings import Taken
    from writer_gui.state.workspace import Workspace

FOLDING_MS = 120
"""Short enough not to be waited for, long enough that nothing jumps under the eye."""

_TAKE_BACK_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_NARROWEST = 7 * GRID


class FindingChip(QPushButton):
    """A setting with a cross. One that `yields` is cut short where there is no room for all."""

    def __init__(self, text: str, *, yields: bool) -> None:
        super().__init__()
        self._told = text
        self._yields = yields
        self.setProperty("chip", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit(self._wish())

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        return QSize(self._wish(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Do with a few letters where it yields."""
        width = min(_NARROWEST, self._wish()) if self._yields else self._wish()
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text where it does not fit."""
        super().resizeEvent(event)
        self._fit(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back by the keys that delete, too."""
        if event.key() in _TAKE_BACK_KEYS and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def _wish(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._shown(self._told)) + 3 * GRID

    def _fit(self, width: int) -> None:
        room = width - 3 * GRID - self.fontMetrics().horizontalAdvance(self._shown(""))
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self._told, elide, max(room, 0))
        self.setText(self._shown(self._told if self.width() >= self._wish() else text))

    @staticmethod
    def _shown(text: str) -> str:
        return f"{text}  ×".replace("&", "&&")


class PromptFindings(QWidget):
    """Shows nothing where nothing was found; unfolds and folds without a jump."""

    emptied = Signal()  # the last one was taken back while the keys were here

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        named(self, "promptFindings", self.tr("Found in your prompt"))
        self._desk = workspace.desk
        self._settings = workspace.prompt_settings
        self._shown: tuple[Taken, ...] = ()
        self._session_id: int | None = None
        self._chips: dict[FindingKind, FindingChip] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, GRID - 2, 0, 0)
        self._row.setSpacing(GRID - 2)
        self._row.addWidget(label(self.tr("from your prompt"), tone="muted"))
        self._row.addStretch(1)
        self._folding = QPropertyAnimation(self, b"maximumHeight", self)
        self._folding.setDuration(FOLDING_MS)
        self._folding.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._folding.finished.connect(self._on_folded)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self._settings.changed.connect(self._show_taken)
        self.hide()

    @Slot()
    def _show_taken(self) -> None:
        taken = self._settings.taken
        is_other = self._session_id != self._desk.session_id
        self._session_id = self._desk.session_id
        if taken == self._shown and not is_other:
            return
        had_focus = any(chip.hasFocus() for chip in self._chips.values())
        place = next((n for n, chip in enumerate(self._chips.values()) if chip.hasFocus()), 0)
        self._shown = taken
        if taken:
            self._fill(taken)
        self._fold(bool(taken), at_once=is_other or not self.window().isVisible())
        if had_focus:
            self._focus(place)

    def _fill(self, taken: tuple[Taken, ...]) -> None:
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {one.kind: self._chip(one) for one in taken}
        for place, chip in enumerate(self._chips.values(), start=1):
            self._row.insertWidget(place, chip)
            chip.show()

    def _chip(self, taken: Taken) -> FindingChip:
        text = self._text(taken)
        chip = FindingChip(text, yields=taken.kind is FindingKind.GENRE)
        tip = self.tr("Found in your prompt: “{0}”.").format(taken.words)
        if taken.asked != taken.value:
            tip += " " + self.tr("The most is {0}.").format(QLocale().toString(int(taken.value)))
        act = self.tr("Click to take it back.")
        named(chip, f"finding_{taken.kind}", f"{text}. {tip} {act}", f"{tip}\n{act}")
        chip.clicked.connect(lambda: self._settings.take_back(taken.kind))
        return chip

    def _text(self, taken: Taken) -> str:
        """Return what a chip says, in the language of the interface."""
        if taken.kind is FindingKind.LENGTH:
            is_chinese = self._desk.draft.prompt.language is Language.ZH
            told = self.tr("{0} characters") if is_chinese else self.tr("{0} words")
            return told.format(QLocale().toString(int(taken.value)))
        if taken.kind is FindingKind.GENRE:
            genre = find_genre(str(taken.value))
            return str(taken.value) if genre is None else genre_name(genre)
        if taken.kind is FindingKind.LANGUAGE:
            return language_name(Language(str(taken.value)))
        persons = {
            Viewpoint.FIRST: self.tr("first person"),
            Viewpoint.SECOND: self.tr("second person"),
            Viewpoint.THIRD: self.tr("third person"),
        }
        return persons[Viewpoint(str(taken.value))]

    def _fold(self, is_out: bool, *, at_once: bool) -> None:
        start = self.height() if self.isVisible() else 0
        end = self.sizeHint().height() if is_out else 0
        self._folding.stop()
        if at_once or start == end:
            self.setMaximumHeight(end)
            self.setVisible(is_out)
            return
        self.setMaximumHeight(start)
        self.setVisible(True)
        self._folding.setStartValue(start)
        self._folding.setEndValue(end)
        self._folding.start()

    @Slot()
    def _on_folded(self) -> None:
        self.setVisible(bool(self._shown))

    def _focus(self, place: int) -> None:
        """Have the keys go on at the next chip; behind the last one, in the prompt."""
        if self._shown:
            list(self._chips.values())[min(place, len(self._shown) - 1)].setFocus()
        else:
            self.emptied.emit()
