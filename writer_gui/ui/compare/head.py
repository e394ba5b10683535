"""The line above the texts: what to lay out, how changes are told, and the round of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from writer_gui.domain.pair import PairLevel
from writer_gui.exchange.pairs import PairFormat
from writer_gui.state.comparison import MOST
from writer_gui.text.diff import Grain
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import GrowingEdit, label, named

if TYPE_CHECKING:
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class CompareHead(QWidget):
    """Changes its face with a round: then it shows the prompt and how far the round has come."""

    add_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal(object)  # PairFormat
    diff_changed = Signal()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self._comparison = workspace.comparison
        self._judging = workspace.judging
        self._sources = workspace.judging_sources
        self._theme = theme
        self._title = label(self.tr("Compare"), role="title")
        self._diff = named(
            QCheckBox(self.tr("Show changes")), "compareDiff", self.tr("Show changes")
        )
        self._diff.setChecked(True)
        self._clauses = named(
            QCheckBox(self.tr("by clause")), "compareClauses", self.tr("Tell changes by clause")
        )
        self._swap = named(QPushButton(self.tr("Swap")), "compareSwap", self.tr("Swap the sides"))
        self.add = named(QPushButton(self.tr("Add…")), "compareAdd", self.tr("Add a text"))
        self._blind = named(
            QPushButton(self.tr("Choose blind")), "judgeStart", self.tr("Choose blind")
        )
        self._progress = named(label(tone="muted"), "judgeProgress", self.tr("Progress"))
        self._waiting = named(label(tone="muted"), "judgeWaiting", self.tr("Unfinished round"))
        self._is_left = False
        self._pairs = named(
            QPushButton(self.tr("Pairs")), "pairsMenu", self.tr("Preference pairs in and out")
        )
        self._leave = named(QPushButton(self.tr("Leave")), "judgeLeave", self.tr("Leave the round"))
        self._prompt = named(GrowingEdit(1, 4), "judgePrompt", self.tr("Prompt"))
        self._prompt.setReadOnly(True)
        self._prompt.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a long one is scrolled by keys
        self._menu = QMenu(self)
        self._build()
        self._connect()

    @property
    def shows_diff(self) -> bool:
        """Whether changes are to be marked."""
        return self._diff.isChecked()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._title)
        row.addSpacing(GRID)
        for widget in (self._diff, self._clauses):
            row.addWidget(widget)
        row.addWidget(self._progress)
        row.addStretch(1)
        row.addWidget(self._waiting)
        for button in (self._swap, self.add, self._pairs, self._blind, self._leave):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._prompt)
        self._blind.setMenu(self._menu)
        self._pairs.setMenu(self._pairs_menu())

    def _connect(self) -> None:
        self._diff.toggled.connect(self.diff_changed)
        self._clauses.toggled.connect(self._on_clauses)
        self._swap.clicked.connect(self._comparison.swap)
        self.add.clicked.connect(self.add_wanted)
        self._leave.clicked.connect(self._judging.leave)
        self._comparison.changed.connect(self._show)
        self._judging.changed.connect(self._show)
        self._sources.counted.connect(self._offer)
        self._offer(0, 0)

    def end(self) -> None:
        """Go to the button that leaves a round with nothing more to ask."""
        self._leave.setFocus()

    def rest(self) -> None:
        """Go to the button that begins a round, after one was left."""
        self._blind.setFocus()

    def _pairs_menu(self) -> QMenu:
        menu = QMenu(self)
        self.take_in = menu.addAction(self.tr("Import pairs…"))
        self.take_in.triggered.connect(self.import_wanted)
        menu.addSeparator()
        formats = {
            PairFormat.WPB: self.tr("Export as WritingPreferenceBench…"),
            PairFormat.TRL: self.tr("Export for TRL (DPO)…"),
            PairFormat.OWN: self.tr("Export with ties and everything else…"),
        }
        for form, text in formats.items():
            menu.addAction(text).triggered.connect(
                lambda _=False, chosen=form: self.export_wanted.emit(chosen)
            )
        return menu

    @Slot(int, int)
    def _offer(self, pairs: int, left: int) -> None:
        """List what a round can be made of, and the one that was left, if there is one."""
        sources = self._sources
        self._menu.clear()
        self._menu.addAction(self.tr("The stories of this session")).triggered.connect(
            lambda: sources.start_with_session(PairLevel.STORY)
        )
        self._menu.addAction(self.tr("The plans of this session")).triggered.connect(
            lambda: sources.start_with_session(PairLevel.PLAN)
        )
        imported = self._menu.addAction(self.tr("Imported pairs ({0})").format(pairs))
        imported.setEnabled(pairs > 0)
        imported.triggered.connect(sources.start_with_pairs)
        self._menu.addSeparator()
        resume = self.tr("Resume the unfinished round ({0})").format(left)
        if not left:  # as far as this window has seen
            resume = self.tr("Resume the unfinished round")
        self._menu.addAction(resume).triggered.connect(sources.resume)
        told = self.tr("A round was left with questions to answer: {0}").format(left)
        self._waiting.setText(told if left else "")
        self._is_left = left > 0
        self._show()

    @Slot()
    def _show(self) -> None:
        is_blind, task = self._judging.is_active, self._judging.task
        self._title.setText(self.tr("Choose blind") if is_blind else self.tr("Compare"))
        open_ones: list[QWidget] = [
            self._diff,
            self._clauses,
            self._swap,
            self.add,
            self._blind,
            self._pairs,
        ]
        for widget in open_ones:
            widget.setVisible(not is_blind)
        self._waiting.setVisible(self._is_left and not is_blind)
        self._progress.setVisible(is_blind)
        self._leave.setVisible(is_blind)
        self._prompt.setVisible(task is not None)
        self.add.setEnabled(len(self._comparison.exhibits) < MOST)
        self._swap.setEnabled(len(self._comparison.exhibits) > 1)
        if task is not None:
            self._prompt.setFont(self._theme.interface_font())
            if self._prompt.shown_text() != task.prompt:
                self._prompt.setPlainText(task.prompt)
        judged = self._judging.round
        if judged is not None:
            told = self.tr("{0} of {1} answered")
            self._progress.setText(told.format(judged.done, len(judged.tasks)))

    @Slot(bool)
    def _on_clauses(self, by_clause: bool) -> None:
        self._comparison.set_grain(Grain.CLAUSE if by_clause else Grain.FINE)
