"""The prompt bar: what is wanted, in which genre and language, how long, and how freely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.ui.names import genre_name, language_name
from writer_gui.ui.narrow import FoldingRow
from writer_gui.ui.prompt_findings import PromptFindings
from writer_gui.ui.prompt_length import LengthSpin
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import GrowingEdit, label, named, restyle
from writer_gui.ui.wishes.panel import WishesPanel
from writer_gui.writing.findings import FindingKind

if TYPE_CHECKING:
    from writer_gui.domain.session import Prompt
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme

WILD_STEPS = 10


class PromptBar(QWidget):
    """Shows the prompt on the desk and hands over what the writer changes in it."""

    plan_wanted = Signal()
    story_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("promptBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._desk = workspace.desk
        self._settings = workspace.prompt_settings
        self._theme = theme
        self._is_loading = False
        self.prompt = named(GrowingEdit(2, 6), "promptEdit", self.tr("Prompt"))
        self._genre = named(QComboBox(), "genreCombo", self.tr("Genre"), self.tr("Genre"))
        self._language = named(
            QComboBox(),
            "languageCombo",
            self.tr("Language of the text"),
            self.tr("Language of the text"),
        )
        self._length = named(
            LengthSpin(), "lengthSpin", self.tr("Target length"), self.tr("Target length")
        )
        self._wild = named(
            QSlider(Qt.Orientation.Horizontal),
            "wildSlider",
            self.tr("From calm to wild"),
            self.tr("From calm to wild: how freely the model chooses its words"),
        )
        self._wishes = named(
            WishesPanel(workspace.style, theme), "wishesPanel", self.tr("How it should be written")
        )
        self._findings = PromptFindings(workspace)
        self._more = named(QPushButton(self.tr("Style…")), "styleButton", self.tr("Style"))
        self._plan = named(QPushButton(self.tr("Plan")), "planButton", self.tr("Write the plan"))
        self._write = named(
            QPushButton(self.tr("Write")), "writeButton", self.tr("Write the story")
        )
        self._stop = named(QPushButton(self.tr("Stop")), "stopButton", self.tr("Stop writing"))
        self._build()
        self._connect()
        self.set_busy(False)

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """Offer to stop while the model writes, and to write while it does not."""
        self._stop.setEnabled(busy)
        self._plan.setEnabled(not busy)
        self._write.setEnabled(not busy)

    def _build(self) -> None:
        self.prompt.setPlaceholderText(
            self.tr(
                "What should be written? For example: a lighthouse keeper opens a letter that "
                "comes thirty years late."
            )
        )
        field = QFrame()
        field.setObjectName("promptField")
        inside = QVBoxLayout(field)
        inside.setContentsMargins(2 * GRID - 4, GRID, 2 * GRID - 4, GRID)
        inside.setSpacing(0)
        inside.addWidget(self.prompt)
        inside.addWidget(self._findings)
        self._field = field
        for genre in GENRES:
            self._genre.addItem(genre_name(genre), genre.tag)
        for language in Language:
            self._language.addItem(language_name(language), language.value)
        self._wild.setRange(0, WILD_STEPS)
        self._wild.setValue(WILD_STEPS // 2)
        self._wild.setFixedWidth(9 * GRID)
        self._genre.setMaxVisibleItems(20)
        self._genre.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._genre.setMinimumContentsLength(11)
        self._genre.view().setMinimumWidth(36 * GRID)
        for widget in (self._genre, self._language, self._length):
            widget.setProperty("quiet", "true")
        self._more.setProperty("link", "true")
        self._more.setToolTip(self.tr("Viewpoint, tense, a sample of the voice, and the numbers"))
        self._plan.setToolTip(self.tr("Write the plan anew. Locked steps and your own stay."))
        self._write.setToolTip(self.tr("Write the story from the plan. Earlier versions stay."))
        self._stop.setToolTip(self.tr("Stop (Esc). What is written stays."))
        self._lay_out(field)

    def _lay_out(self, field: QFrame) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)  # the genre begins where the prompt does
        row.setSpacing(GRID)
        for widget in (self._genre, self._language, self._length):
            row.addWidget(widget)
        row.addSpacing(GRID)
        row.addWidget(label(self.tr("calm"), tone="muted"))
        row.addWidget(self._wild)
        row.addWidget(label(self.tr("wild"), tone="muted"))
        row.addWidget(self._more)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self._plan, self._write, self._stop):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID - 4, 2 * GRID, 2 * GRID - 4)
        column.setSpacing(GRID)
        column.addWidget(field)
        column.addWidget(FoldingRow(row, buttons))
        column.addWidget(self._wishes)

    def _connect(self) -> None:
        desk = self._desk
        desk.opened.connect(self._on_opened)
        desk.flush_requested.connect(self._tell)
        desk.changed.connect(self._show_next)
        self._settings.changed.connect(self._show_settings)
        self.prompt.document().contentsChanged.connect(self._tell)
        self.prompt.left.connect(desk.save_now)
        self.prompt.entered.connect(lambda: restyle(self._field, "active", "true"))
        self.prompt.left.connect(lambda: restyle(self._field, "active", "false"))
        self._genre.currentIndexChanged.connect(self._on_genre)
        self._language.activated.connect(self._on_language)
        self._language.currentIndexChanged.connect(self._on_language)
        self._length.told.connect(self._on_length)
        self._length.finished.connect(self._settings.explain_limit)
        self._wild.valueChanged.connect(self._on_wild)
        self._workspace.style.changed.connect(self._show_style)
        self._findings.emptied.connect(self.prompt.setFocus)
        self._more.clicked.connect(self._wishes.toggle)
        self._plan.clicked.connect(self.plan_wanted)
        self._write.clicked.connect(self.story_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self._theme.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _on_opened(self) -> None:
        self._is_loading = True
        self.prompt.setPlainText(self._desk.draft.prompt.text)
        self._is_loading = False
        self._show_settings()
        self._show_next()

    @Slot()
    def _show_settings(self) -> None:
        """Show genre, language and length as they are set, by whomever."""
        prompt = self._desk.draft.prompt
        if self._desk.session is None or self._is_loading:
            return
        self._is_loading = True
        self._genre.setCurrentIndex(max(0, self._genre.findData(prompt.genre)))
        self._language.setCurrentIndex(self._language.findData(prompt.language.value))
        self._show_unit(prompt.language)
        self._length.show_length(prompt.length)
        self._is_loading = False

    @Slot()
    def _tell(self) -> None:
        """Hand over what is typed."""
        if not self._is_loading and self._desk.session is not None:
            self._settings.type_text(self.prompt.written_text())

    @Slot()
    def _on_genre(self) -> None:
        if self._is_told_anew():
            genre = self._told_genre(self._desk.draft.prompt)
            self._settings.choose(FindingKind.GENRE, genre)

    @Slot()
    def _on_language(self) -> None:
        if self._is_told_anew():
            self._settings.choose(FindingKind.LANGUAGE, str(self._language.currentData()))

    @Slot(int)
    def _on_length(self, length: int) -> None:
        if self._is_told_anew():
            self._settings.choose(FindingKind.LENGTH, length)

    def _is_told_anew(self) -> bool:
        """Whether what changed was changed by the writer, and not by showing what is set."""
        return not self._is_loading and self._desk.session is not None

    def _told_genre(self, prompt: Prompt) -> str:
        """Return the genre shown; one that is not in the list stays as it is until changed."""
        is_known = self._genre.findData(prompt.genre) >= 0
        return (
            str(self._genre.currentData())
            if is_known or self._genre.currentIndex()
            else (prompt.genre)
        )

    def _show_unit(self, language: Language) -> None:
        is_chinese = language is Language.ZH
        self._length.setSuffix(self.tr(" characters") if is_chinese else self.tr(" words"))

    @Slot(int)
    def _on_wild(self, value: int) -> None:
        style = self._workspace.style
        style.set_style(replace(style.style, wildness=value / WILD_STEPS))

    @Slot()
    def _show_style(self) -> None:
        self._wild.blockSignals(True)
        self._wild.setValue(round(self._workspace.style.style.wildness * WILD_STEPS))
        self._wild.blockSignals(False)

    @Slot()
    def _show_next(self) -> None:
        """Set off the button that Ctrl+Enter stands for just now."""
        has_plan = not self._desk.draft.plan.is_empty
        restyle(self._plan, "primary", "false" if has_plan else "true")
        restyle(self._write, "primary", "true" if has_plan else "false")

    @Slot()
    def _dress(self) -> None:
        self.prompt.setFont(self._theme.text_font())
