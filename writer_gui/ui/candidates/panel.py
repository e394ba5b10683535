"""The candidates of one offer in columns, below the plan and the story they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from writer_gui.state.candidates import OfferKind
from writer_gui.ui.candidates.column import CandidateColumn
from writer_gui.ui.candidates.plan_change import PlanChange
from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import IconButton, hairline, label, named

if TYPE_CHECKING:
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme

LONGEST_QUOTE = 16


class CandidatesPanel(QWidget):
    """Comes when something is offered and goes when the offer is put away."""

    focus_given_up = Signal(str)  # the step that was offered for, "" for the story

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        named(self, "candidatesPanel", self.tr("Candidates"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._candidates = workspace.candidates
        self._theme = theme
        self._columns: list[CandidateColumn] = []
        self._shown: list[QWidget] = []
        self._step_id = ""
        self._title = label(role="title")
        self._hint = label(tone="muted")
        self._close = named(
            IconButton(theme, "close", self.tr("Put away; they are kept as versions"), 16),
            "closeCandidates",
            self.tr("Put the candidates away"),
        )
        self._row = QHBoxLayout()
        self._build()
        self._connect()
        EscapeKey(self, self._candidates.close)
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, GRID, 0)
        head.setSpacing(2 * GRID)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addWidget(self._close)
        self._row.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(hairline())
        column.addLayout(head)
        column.addLayout(self._row, 1)
        self.setMinimumHeight(22 * GRID)

    def _connect(self) -> None:
        self._candidates.opened.connect(self._on_opened)
        self._candidates.text_grew.connect(
            lambda variant, text: self._columns[variant].append(text)
        )
        self._candidates.text_reset.connect(
            lambda variant: self._columns[variant].reset(self._candidates.candidates[variant].text)
        )
        self._candidates.settled.connect(
            lambda variant: self._columns[variant].settle(self._candidates.candidates[variant])
        )
        self._candidates.closed.connect(self._on_closed)
        self._close.clicked.connect(self._candidates.close)

    @Slot()
    def _on_opened(self) -> None:
        offer = self._candidates.offer
        if offer is None:
            return
        self._clear()
        if offer.kind is OfferKind.EDIT:
            self._add(PlanChange(offer, self._workspace.desk.draft.prompt.language, self._theme))
        language = self._workspace.desk.draft.prompt.language
        for variant in range(offer.count):
            column = CandidateColumn(variant, offer, language, self._theme)
            column.stop_wanted.connect(self._candidates.stop)
            column.use_wanted.connect(self._candidates.use)
            self._columns.append(column)
            self._add(column)
        self._step_id = offer.step_id
        self._title.setText(self._told())
        is_diff = offer.kind is OfferKind.PASSAGE and bool(offer.original)
        self._hint.setText(self.tr("Click a change to leave it out.") if is_diff else "")
        self.show()

    @Slot()
    def _on_closed(self) -> None:
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        self._clear()
        if had_focus:
            self.focus_given_up.emit(self._step_id)

    def _told(self) -> str:
        offer = self._candidates.offer
        if offer is None:
            return ""
        if offer.kind is OfferKind.STORY:
            return self.tr("Stories from the same plan")
        if offer.kind is OfferKind.EDIT:
            return self.tr("What the edit of the plan changes, with the same seed and settings")
        if offer.kind is OfferKind.STEP:
            number = offer.plan.number(offer.step_id) or 0
            return self.tr("For step {0}").format(number)
        if not offer.original:
            return self.tr("How the story could go on")
        quote = " ".join(offer.original.split())
        if len(quote) > LONGEST_QUOTE:
            quote = quote[:LONGEST_QUOTE] + "…"
        return self.tr("For “{0}”").format(quote)

    def _clear(self) -> None:
        for widget in self._shown:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown.clear()
        self._columns.clear()

    def _add(self, widget: QWidget) -> None:
        self._shown.append(widget)
        self._row.addWidget(widget, 1)
