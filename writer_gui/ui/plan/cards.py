"""The column of cards: one for each step, in order, and always the same one for the same step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from writer_gui.ui.plan.card import StepCard
from writer_gui.ui.plan.dragging import CardDragging
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan, Step
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class PlanCards(QWidget):
    """Shows a plan. Cards keep their caret and undo history when others come, go or move."""

    step_entered = Signal(str)
    section_wanted = Signal(str)
    removed = Signal(object, int)  # Step, the place it had

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("planCards")
        self._workspace = workspace
        self._theme = theme
        self._cards: dict[str, StepCard] = {}
        self._is_busy = False
        self._dragging = CardDragging(self)
        self._dragging.moved.connect(workspace.steps.move)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID, 0, GRID, 0)
        self._column.setSpacing(GRID)

    @property
    def cards(self) -> list[StepCard]:
        """The cards in the order of their steps."""
        plan = self._workspace.desk.draft.plan
        return [self._cards[step.id] for step in plan.steps if step.id in self._cards]

    def card(self, step_id: str) -> StepCard | None:
        """Return the card of a step, or None."""
        return self._cards.get(step_id)

    def show_plan(self, plan: Plan) -> None:
        """Make the cards those of a plan."""
        wanted = {step.id for step in plan.steps}
        for step_id in [known for known in self._cards if known not in wanted]:
            card = self._cards.pop(step_id)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, step in enumerate(plan.steps):
            card = self._cards.get(step.id) or self._make(step)
            if self._column.indexOf(card) != place:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)
            card.show_step(step, place + 1)

    def forget(self) -> None:
        """Drop all cards with their undo history, for another session."""
        for card in self._cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()

    def set_busy(self, busy: bool) -> None:
        """Tell the cards whether the model is writing."""
        self._is_busy = busy
        for card in self._cards.values():
            card.set_busy(busy)

    def begin(self) -> None:
        """Have what streams in from now on be one undo step in each card."""
        for card in self._cards.values():
            card.stream.begin()

    @Slot(str, str)
    def append(self, step_id: str, text: str) -> None:
        """Let text by the model stream into a card."""
        card = self._cards.get(step_id)
        if card is not None:
            card.append(text)

    def light(self, step_id: str) -> None:
        """Light up one card and no other."""
        for known, card in self._cards.items():
            card.light(known == step_id)

    def _make(self, step: Step) -> StepCard:
        card = StepCard(step, self._theme)
        card.set_busy(self._is_busy)
        steps = self._workspace.steps
        card.text_edited.connect(steps.edit)
        card.title_edited.connect(steps.retitle)
        card.lock_wanted.connect(steps.lock)
        card.kind_wanted.connect(steps.set_kind)
        card.rewrite_wanted.connect(self._workspace.commands.rewrite_step)
        card.alternatives_wanted.connect(self._workspace.offering.alternatives)
        card.continue_wanted.connect(self._workspace.offering.continue_step)
        card.move_wanted.connect(self._on_move_wanted)
        card.remove_wanted.connect(self._on_remove_wanted)
        card.section_wanted.connect(self.section_wanted)
        card.entered.connect(self.step_entered)
        card.pointed.connect(self._on_pointed)
        card.left.connect(self._workspace.desk.save_now)
        card.left.connect(self._workspace.contradictions.settle)
        self._dragging.watch(card.grip, step.id)
        self._cards[step.id] = card
        return card

    @Slot(str)
    def _on_pointed(self, step_id: str) -> None:
        """Tell which step is looked at: the one under the mouse, else the one typed in."""
        typed_in = next((c.step_id for c in self._cards.values() if c.text.hasFocus()), "")
        self.step_entered.emit(step_id or typed_in)

    @Slot(str, int)
    def _on_move_wanted(self, step_id: str, by: int) -> None:
        number = self._workspace.desk.draft.plan.number(step_id)
        if number is not None:
            self._workspace.steps.move(step_id, number - 1 + by)
            self._cards[step_id].text.setFocus()

    @Slot(str)
    def _on_remove_wanted(self, step_id: str) -> None:
        plan = self._workspace.desk.draft.plan
        step, number = plan.step(step_id), plan.number(step_id)
        if step is not None and number is not None:
            self._workspace.steps.remove(step_id)
            self.removed.emit(step, number - 1)
