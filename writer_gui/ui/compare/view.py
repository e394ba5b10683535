"""The compare view: texts side by side, or two without their names to be chosen between."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from writer_gui.domain.judging import BEST_SCORE
from writer_gui.domain.pair import Verdict
from writer_gui.state.comparison import LEAST
from writer_gui.state.judging_report import told_report
from writer_gui.state.judging_sources import ALL_PAIRS
from writer_gui.text.comparing import Anchor, matching_place
from writer_gui.ui.compare.column import Column
from writer_gui.ui.compare.grid import ColumnGrid
from writer_gui.ui.compare.head import CompareHead
from writer_gui.ui.compare.judge_bar import NOTE_KEY, REASON_KEYS, JudgeBar
from writer_gui.ui.compare.names import exhibit_name
from writer_gui.ui.compare.picker import Picker
from writer_gui.ui.import_panel import ImportPanel
from writer_gui.ui.widgets import hairline, label, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.domain.judging import Task
    from writer_gui.exchange.pairs import PairFormat
    from writer_gui.state.comparison import Laid
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class CompareView(QWidget):
    """Shows what lies in the comparison, unless a round of blind choices is open."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        named(self, "compareView", self.tr("Compare"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._comparison = workspace.comparison
        self._judging = workspace.judging
        self._sources = workspace.judging_sources
        self._theme = theme
        self._laid: Laid | None = None
        self._columns: list[Column] = []
        self._scrolling = False
        self._asked = ""
        self._head = CompareHead(workspace, theme)
        self._picker = Picker(self._comparison, self)
        self._row = ColumnGrid()
        self._empty = label(role="empty")
        self._body = QStackedWidget()
        self._files = workspace.pair_files
        self._import = ImportPanel(self._files, "pair")
        self.bar = JudgeBar(self._judging)
        self._keys: list[QShortcut] = []
        self._build()
        self._connect()
        self._show()

    def refresh(self) -> None:
        """Lay out the newest two versions where nothing lies yet."""
        if not self._comparison.exhibits and not self._judging.is_active:
            self._comparison.compare_last()
        self._sources.count()
        self.take_focus()

    def take_focus(self) -> None:
        """Have keys go to the texts of a round: only from within the view they answer."""
        if self._judging.task is not None:
            self._columns[0].text.setFocus()
        elif self._judging.is_active:
            self._head.end()

    def _build(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._body.addWidget(self._row)
        self._body.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(hairline())
        column.addWidget(self._import)
        column.addWidget(self._body, 1)
        column.addWidget(self.bar)
        for keys, act in self._key_table():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
            self._keys.append(shortcut)

    def _key_table(self) -> list[tuple[str, Callable[[], None]]]:
        judging = self._judging
        votes = {
            "Left": Verdict.FIRST,
            "Right": Verdict.SECOND,
            "=": Verdict.TIE,
            "B": Verdict.BOTH_BAD,
        }
        table: list[tuple[str, Callable[[], None]]] = [
            (key, partial(judging.vote, verdict)) for key, verdict in votes.items()
        ]
        table += [(str(value), partial(judging.score, value)) for value in range(BEST_SCORE + 1)]
        table += [
            (key, partial(self.bar.toggle_reason, reason)) for reason, key in REASON_KEYS.items()
        ]
        table += [(NOTE_KEY, self.bar.write_note)]
        table += [("S", judging.skip), ("Backspace", judging.take_back)]
        table += [("Return", self._on_return), ("Enter", self._on_return)]
        return table

    def _connect(self) -> None:
        self._comparison.changed.connect(self._show)
        self._comparison.compared.connect(self._on_compared)
        self._judging.changed.connect(self._show)
        self._judging.active_changed.connect(self._on_active_changed)
        self.bar.focus_wanted.connect(self.take_focus)
        self._picker.picked.connect(self._comparison.put)
        self._head.add_wanted.connect(self._pick)
        self._head.import_wanted.connect(self._import.choose)
        self._head.export_wanted.connect(self._on_export)
        self._import.occupied.connect(self._head.take_in.setDisabled)
        self._files.imported.connect(self._sources.count)
        self._head.diff_changed.connect(self._mark)
        # Queued, since the columns take the new size of the text by the same signal.
        self._theme.changed.connect(self._row.arrange, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _show(self) -> None:
        """Show the question of the round, or else what lies in the comparison."""
        task = self._judging.task
        for key in self._keys:
            key.setEnabled(self._judging.is_active)
        self.bar.setVisible(task is not None)
        self._tell_why_empty()
        if self._judging.is_active:
            self._ask(task)
            return
        self._asked = ""
        exhibits = self._comparison.exhibits
        self._laid = None
        self._set_columns(len(exhibits))
        for column, exhibit in zip(self._columns, exhibits, strict=True):
            column.show_exhibit(exhibit, exhibit_name(exhibit), may_go=len(exhibits) > LEAST)

    def _ask(self, task: Task | None) -> None:
        """Show the question, or that there is none any more; keys answer it at once."""
        asked, self._asked = self._asked, task.key if task else ""
        self._set_columns(2 if task else 0)
        if task is not None and task.key != asked:
            names = (self.tr("Left"), self.tr("Right"))
            for column, side, name in zip(
                self._columns, (task.left, task.right), names, strict=True
            ):
                column.show_hidden(side.text, name)
            self.take_focus()
        elif task is None:
            self.take_focus()

    def _tell_why_empty(self) -> None:
        judged = self._judging.round
        if judged is not None and self._judging.task is None:
            self._empty.setText(told_report(judged))
            return
        self._empty.setText(
            self.tr(
                "Nothing to compare yet. A session with two plans or two stories has something "
                "to lay side by side; or add texts above."
            )
        )

    @Slot(bool)
    def _on_active_changed(self, is_active: bool) -> None:
        self._sources.count()
        if not is_active and self.isVisible():
            self._head.rest()

    @Slot()
    def _on_return(self) -> None:
        """Keep the answer; after the last one, leave."""
        if self._judging.task is None:
            self._judging.leave()
        else:
            self._judging.confirm()

    def _set_columns(self, count: int) -> None:
        while len(self._columns) > count:
            gone = self._columns.pop()
            gone.setParent(None)
            gone.deleteLater()
        while len(self._columns) < count:
            place = len(self._columns)
            column = Column(self._theme, place)
            column.use_wanted.connect(lambda at=place: self._comparison.use(at))
            column.close_wanted.connect(lambda at=place: self._comparison.take_away(at))
            column.pick.clicked.connect(lambda _=False, at=place: self._pick(at))
            column.text.scrolled.connect(lambda at=place: self._on_scrolled(at))
            self._columns.append(column)
        self._row.lay(tuple(self._columns))
        self._empty.setVisible(not count)
        self._body.setCurrentWidget(self._row if count else self._empty)

    @Slot(object)
    def _on_export(self, form: PairFormat) -> None:
        """Export all pairs."""
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(), self.tr("Export pairs"), "pairs.jsonl", "JSON (*.jsonl *.json)"
        )
        if chosen:
            self._files.export_pairs(Path(chosen), form, ALL_PAIRS)

    @Slot(object)
    def _on_compared(self, laid: Laid) -> None:
        if self._judging.is_active or len(laid.figures) != len(self._columns):
            return
        self._laid = laid
        for column, figures in zip(self._columns, laid.figures, strict=True):
            column.show_figures(figures)
        self._mark()

    @Slot()
    def _mark(self) -> None:
        """Mark what differs: in the first text against the second, in the others against it."""
        if self._laid is None:
            return
        is_on = self._head.shows_diff
        for place, found in enumerate(self._laid.comparisons, start=1):
            changed = [c for c in found.changes if not c.is_same] if is_on else []
            self._columns[place].marks.mark([(c.new_start, c.new_end) for c in changed])
            if place == 1:
                self._columns[0].marks.mark([(c.old_start, c.old_end) for c in changed])

    def _on_scrolled(self, place: int) -> None:
        """Have what belongs together stand at the top of every column."""
        if self._scrolling or self._laid is None or self._judging.is_active:
            return
        self._scrolling = True
        at = self._columns[place].text.place_at_top()
        ends = [self._length(column) for column in range(len(self._columns))]
        first = (
            at
            if place == 0
            else matching_place(_turned(self._anchors(place)), at, (ends[place], ends[0]))
        )
        for other, column in enumerate(self._columns):
            if other == place:
                continue
            beside = (
                first
                if other == 0
                else matching_place(self._anchors(other), first, (ends[0], ends[other]))
            )
            column.text.scroll_to(beside)
        self._scrolling = False

    def _anchors(self, place: int) -> tuple[Anchor, ...]:
        return self._laid.comparisons[place - 1].anchors if self._laid else ((0, 0),)

    def _length(self, place: int) -> int:
        return max(0, self._columns[place].text.document().characterCount() - 1)

    @Slot(int)
    def _pick(self, place: int = -1) -> None:
        at = len(self._columns) if place < 0 else place
        button = self._head.add if place < 0 else self._columns[place].pick
        self._picker.open(at, button.mapToGlobal(button.rect().bottomLeft()))


def _turned(anchors: tuple[Anchor, ...]) -> list[Anchor]:
    return [(there, here) for here, there in anchors]
