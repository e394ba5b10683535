"""Notices when an edit of a step is contradicted by other steps, and offers to change those."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.domain.plan import Author, Plan, Step
from writer_gui.state.contradiction_words import ContradictionWords
from writer_gui.state.notice import Notice
from writer_gui.writing.contradictions import Contradiction, brought_in_line, contradictions
from writer_gui.writing.fact_changes import changed_facts

if TYPE_CHECKING:
    from writer_gui.state.commands import WritingCommands
    from writer_gui.state.desk import DeskState
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.plan_steps import PlanSteps

WAIT_MS = 2000
"""How long after the last change an edit counts as finished; leaving the step finishes it at once.

A writer who has deleted a name and looks for another must not be told of half an edit.
"""


class ContradictionsState(QObject):
    """Knows what the steps the writer has edited say differently, and who still says the old.

    A step is compared with what it was when its editing began, until what came of that has been
    answered, the model writes the step anew, or another session is opened.
    """

    changed = Signal()  # what is found

    def __init__(
        self,
        desk: DeskState,
        steps: PlanSteps,
        commands: WritingCommands,
        drafting: DraftingState,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._commands = commands
        self._words = ContradictionWords(self)
        self._before: dict[str, Step] = {}
        self._found: tuple[Contradiction, ...] = ()
        self._planning: int | None = None  # the session whose plan the model writes
        self._is_asked = False  # whether the model was asked to bring steps in line
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self._look)
        steps.edited.connect(self._on_edited)
        desk.changed.connect(self._on_changed)
        desk.opened.connect(self._forget)
        drafting.stream.plan_shaped.connect(self._on_plan_shaped)
        drafting.busy_changed.connect(self._on_busy_changed)

    @property
    def found(self) -> tuple[Contradiction, ...]:
        """What in steps, their titles and the prompt still says what was changed."""
        return self._found

    @property
    def unlocked(self) -> tuple[str, ...]:
        """The steps that can be changed, in the order of the plan."""
        held = {contradiction.step_id for contradiction in self._found}
        steps = self._desk.draft.plan.steps
        return tuple(step.id for step in steps if step.id in held and not step.locked)

    @Slot()
    def settle(self) -> None:
        """Take an edit as finished without waiting any longer."""
        if self._waiting.isActive():
            self._look()

    @Slot()
    def dismiss(self) -> None:
        """Leave things as they are; the edits made so far are not spoken of again."""
        self._waiting.stop()
        self._before.clear()
        self._tell(())

    @Slot()
    def change(self) -> None:
        """Put the new words for the old into the unlocked steps, and say what was done."""
        self._look()  # the writer may have typed since it was found
        found, before = self._found, self._desk.draft.plan
        if self._planning is not None and self._planning == self._desk.session_id:
            text = self.tr("The model is still writing; stop it first.")
            self._desk.notice.emit(Notice(text, passing=True))
            return
        after = brought_in_line(before, found)
        if after == before:
            return
        edited = dict(self._before)
        self._desk.undo_step_begun.emit()
        self._desk.set_plan(after)
        for contradiction in found:
            if contradiction.change.is_literal:
                self._settled(contradiction)
        self._look()
        self._desk.notice.emit(
            Notice(
                self._words.done(found, before, after),
                self.tr("Undo"),
                lambda: self._put_back(before, after, edited),
                of_session=True,
            )
        )

    @Slot()
    def ask_model(self) -> None:
        """Have the model write the contradicting steps anew, with all others settled."""
        self._look()
        if self.unlocked:
            self._is_asked = True
            self._commands.rewrite_step(*self.unlocked)

    def _settled(self, contradiction: Contradiction) -> None:
        """Forget how a step read before, unless it changed something else as well."""
        step_id = contradiction.change.step_id
        others = (c for c in self._found if c.change.step_id == step_id)
        if all(c.change.is_literal for c in others):
            self._before.pop(step_id, None)

    def _put_back(self, before: Plan, after: Plan, edited: dict[str, Step]) -> None:
        """Undo a change in those steps that have not been edited since."""
        plan = self._desk.draft.plan
        for step in after.steps:
            old, now = before.step(step.id), plan.step(step.id)
            if old is None or old == step or now is None:
                continue
            if (now.title, now.text) == (step.title, step.text):
                plan = plan.replaced(replace(old, locked=now.locked))
        if plan != self._desk.draft.plan:
            self._desk.undo_step_begun.emit()
            self._desk.set_plan(plan)
            self._before = {**edited, **self._before}
            self._look()

    @Slot(object)
    def _on_edited(self, before: Plan) -> None:
        for step in self._desk.draft.plan.steps:
            old = before.step(step.id)
            if old is not None and old.text != step.text:
                self._before.setdefault(step.id, old)
        self._waiting.start()

    @Slot()
    def _on_changed(self) -> None:
        """Look again when anything changes that the notice on show speaks of."""
        if self._found:
            self._waiting.start()

    @Slot(int)
    def _on_plan_shaped(self, session_id: int) -> None:
        self._planning = session_id

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        self._planning = None
        if self._is_asked and busy:
            self._waiting.stop()
            self._tell(())
        elif self._before:
            self._waiting.start()
        self._is_asked = False

    @Slot()
    def _look(self) -> None:
        self._waiting.stop()
        plan, prompt = self._desk.draft.plan, self._desk.draft.prompt
        before = plan
        for step_id, old in list(self._before.items()):
            now = plan.step(step_id)
            if now is None or now.text == old.text or now.author is Author.MODEL:
                del self._before[step_id]
            else:
                before = before.replaced(old)
        found = contradictions(changed_facts(before, plan, prompt), plan, prompt)
        self._tell(found if any(c.step_id is not None for c in found) else ())

    def _tell(self, found: tuple[Contradiction, ...]) -> None:
        if found != self._found:
            self._found = found
            self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._planning, self._is_asked = None, False
        self.dismiss()
