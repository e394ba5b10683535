"""The plan pane: the cards, their header, adding a step, and what to do when there is no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.run import Stage
from writer_gui.state import lineage
from writer_gui.state.draft_types import PhaseKind
from writer_gui.state.notice import Notice
from writer_gui.ui.pane_header import PaneHeader
from writer_gui.ui.plan.cards import PlanCards
from writer_gui.ui.plan.contradiction_bar import ContradictionBar
from writer_gui.ui.plan.template_menu import TemplateMenu
from writer_gui.ui.plan.template_panel import TemplatePanel
from writer_gui.ui.plan.text_view import PlanText
from writer_gui.ui.tokens import GRID
from writer_gui.ui.version_bar import VersionBar
from writer_gui.ui.widgets import IconButton, label, named

if TYPE_CHECKING:
    from writer_gui.domain.plan import Step
    from writer_gui.state.draft_types import DraftPhase
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class PlanPane(QWidget):
    """Shows the plan on the desk and hands over what the writer changes in it."""

    step_entered = Signal(str)
    section_wanted = Signal(str)
    notice = Signal(object)  # Notice

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        named(self, "planPane", self.tr("Plan"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._desk = workspace.desk
        self._theme = theme
        self._lit = ""
        self._writing = ""
        self.cards = PlanCards(workspace, theme)
        self._text = named(PlanText(workspace, theme), "planText", self.tr("The plan as one text"))
        self._templates = TemplateMenu(workspace.templates, theme)
        self._template = TemplatePanel(workspace.templates, theme)
        self._as_text = named(
            IconButton(theme, "text", self.tr("The plan as one text, or as cards"), 16),
            "planAsText",
            self.tr("The plan as one text, or as cards"),
        )
        self._as_text.setCheckable(True)
        self._header = PaneHeader(self.tr("Plan"), 2 * GRID)
        self._count = named(label(tone="muted"), "planStale", self.tr("Stale sections"))
        self._empty = named(label(role="empty"), "planEmpty", self.tr("What to do next"))
        self._empty.setWordWrap(True)
        self._add = named(
            QPushButton(self.tr("+ Add step")), "addStepButton", self.tr("Add a step")
        )
        self._add.setProperty("link", "true")
        self._build()
        self._connect()

    @Slot(object)
    def show_phase(self, phase: DraftPhase) -> None:
        """Mark the step the model is writing just now."""
        plan = self._desk.draft.plan
        is_planning = phase.kind is PhaseKind.PLANNING and 0 < phase.place <= len(plan.steps)
        self._writing = plan.steps[phase.place - 1].id if is_planning else ""
        self.cards.set_busy(phase.kind not in (PhaseKind.IDLE, PhaseKind.WRITING))
        self._refresh()

    @Slot(str)
    def light(self, step_id: str) -> None:
        """Light up the card of a step."""
        self._lit = step_id
        self.cards.light(step_id)

    @Slot(str)
    def go_to_step(self, step_id: str) -> None:
        """Show the card of a step and put the caret in it."""
        card = self.cards.card(step_id)
        if card is not None:
            self._as_text.setChecked(False)
            self._scroll.ensureWidgetVisible(card, 0, 2 * GRID)
            card.text.setFocus()

    def _build(self) -> None:
        self._header.add_left(VersionBar(self._workspace, Stage.PLAN, self._theme))
        self._header.add_left(self._count)
        self._header.add_right(self._as_text)
        self._header.add_right(self._templates)
        inside = QWidget()
        inside.setObjectName("planCards")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, GRID, 0, 3 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._empty)
        column.addWidget(self.cards)
        below = QHBoxLayout()
        below.setContentsMargins(GRID - 2, 0, 0, 0)  # its text begins where the numbers do
        below.addWidget(self._add)
        below.addStretch(1)
        column.addLayout(below)
        column.addStretch(1)
        self._empty.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("planScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._header)
        whole.addWidget(ContradictionBar(self._workspace, self.cards, self._theme))
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._text, 1)
        whole.addWidget(self._template, 1)

    def _connect(self) -> None:
        desk = self._desk
        desk.opened.connect(self._on_opened)
        desk.plan_replaced.connect(self._on_plan_replaced)
        desk.plan_grew.connect(self.cards.append)
        desk.undo_step_begun.connect(self.cards.begin)
        for signal in (desk.changed, desk.staleness_changed, desk.versions_changed):
            signal.connect(self._refresh)
        self._workspace.following.begun.connect(self._on_begun)
        self.cards.step_entered.connect(self.step_entered)
        self.cards.section_wanted.connect(self.section_wanted)
        self.cards.removed.connect(self._on_removed)
        self._add.clicked.connect(self._on_add)
        self._as_text.toggled.connect(self._show_as_text)
        self._workspace.templates.opened.connect(self._show_template)
        self._template.closed.connect(self._hide_template)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._move_focused(by))

    @Slot()
    def _on_opened(self) -> None:
        self._hide_template()
        self.cards.forget()
        self._on_plan_replaced()
        self._scroll.verticalScrollBar().setValue(0)

    @Slot()
    def _on_plan_replaced(self) -> None:
        self.cards.show_plan(self._desk.draft.plan)
        self.cards.light(self._lit)
        self._refresh()

    @Slot(object)
    def _on_begun(self, stage: Stage) -> None:
        if stage is Stage.PLAN:
            self.cards.begin()

    @Slot(bool)
    def _show_as_text(self, is_text: bool) -> None:
        self._template.hide()
        self._scroll.setVisible(not is_text)
        self._text.setVisible(is_text)
        if is_text:
            self._text.setFocus()

    @Slot()
    def _hide_template(self) -> None:
        if self._template.isAncestorOf(QApplication.focusWidget() or self):
            self._templates.setFocus()
        self._template.hide()
        is_text = self._as_text.isChecked()
        (self._text if is_text else self._scroll).show()

    @Slot()
    def _show_template(self) -> None:
        if self._template.show_template():
            for other in (self._scroll, self._text):
                other.hide()
            self._template.show()
            self._template.focus_first()

    @Slot()
    def _on_add(self) -> None:
        step_id = self._workspace.steps.add()
        card = self.cards.card(step_id)
        if card is not None:
            card.focus_text()
            QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card))

    @Slot(object, int)
    def _on_removed(self, step: Step, place: int) -> None:
        self.notice.emit(
            Notice(
                self.tr("Step “{0}” is deleted.").format(step.title),
                self.tr("Undo"),
                lambda: self._workspace.steps.put_back(step, place),
                passing=True,
                of_session=True,
            )
        )

    def _move_focused(self, by: int) -> None:
        for card in self.cards.cards:
            if card.isAncestorOf(self.focusWidget() or self):
                card.move_wanted.emit(card.step_id, by)
                return

    @Slot()
    def _refresh(self) -> None:
        """Show what is known about the plan: its version, and which steps the story is behind."""
        session = self._desk.session
        base = None if session is None else lineage.plan_base(session)
        self._header.set_version(None if base is None else base.number)
        stale = {self._desk.draft.story.sections[found.place].step_id for found in self._desk.stale}
        count = len(self._desk.stale)
        self._count.setText(self.tr("{0} stale").format(count) if count else "")
        for card in self.cards.cards:
            if card.step_id == self._writing:
                card.set_state(self.tr("being written…"), self.tr("The model is writing this step"))
            elif card.step_id in stale:
                card.set_state(
                    self.tr("stale ›"), self.tr("Its section no longer follows the plan")
                )
            elif card.step_id in self._desk.unwritten:
                card.set_state(self.tr("not written"), self.tr("No section realises this step yet"))
            else:
                card.set_state("", "")
        self._show_empty()

    def _show_empty(self) -> None:
        is_empty = not self._desk.draft.plan.steps
        self._empty.setVisible(is_empty)
        if is_empty:
            self._empty.setText(
                self.tr(
                    "Write above what you want and press Plan (Ctrl+Enter): the steps appear "
                    "here one by one, and every one can be changed. Or add the first step."
                )
            )
