"""What a rewrite costs before its first word, asked of the engine while it has nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.engine import EnginePhase
from writer_gui.errors import UserError
from writer_gui.writing.asking import Conditions
from writer_gui.writing.brief import Brief
from writer_gui.writing.story_writer import write_story

if TYPE_CHECKING:
    from collections.abc import Collection

    from writer_gui.background.engine import Engine, EngineState
    from writer_gui.domain.generation import Price
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.session import Prompt
    from writer_gui.domain.story import Story
    from writer_gui.writing.templates import Templates


class Pricing(QObject):
    """Tells the price of writing sections of a story.

    Of several questions of one name the last is answered; none is while no model is loaded,
    because loading one is not for a question.
    """

    priced = Signal(str, object)  # the name of the question, Price
    possible = Signal()  # a model has been loaded: what was asked before had no answer

    def __init__(self, engine: Engine, templates: Templates, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._templates = templates
        self._asked: dict[str, str] = {}
        engine.priced.connect(self._on_priced)
        engine.state_changed.connect(self._on_engine_state)

    def ask(
        self,
        name: str,
        prompt: Prompt,
        plan: Plan,
        keep: Story | None,
        rewrite: Collection[int] | None,
    ) -> None:
        """Ask what the first section to be written would cost; `priced` answers."""
        if self._engine.state.phase is not EnginePhase.READY:
            return
        try:
            brief = Brief(prompt, self._templates.for_genre(prompt.genre))
        except UserError:
            return  # said where the writer asks for the text itself
        writing = write_story(brief, plan, Conditions(uuid4().hex, 0), keep=keep, rewrite=rewrite)
        ask = next(writing, None)
        writing.close()
        if ask is not None:
            self._asked[name] = self._engine.price(ask.passage)

    @Slot(object)
    def _on_engine_state(self, state: EngineState) -> None:
        if state.phase is EnginePhase.READY:
            self.possible.emit()

    @Slot(str, object)
    def _on_priced(self, request_id: str, price: Price) -> None:
        for name, asked in list(self._asked.items()):
            if asked == request_id:
                del self._asked[name]
                self.priced.emit(name, price)
