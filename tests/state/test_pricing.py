from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal

from tests.state.samples import PLAN, STORY
from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.domain.generation import Passage, Price
from writer_gui.domain.session import Prompt
from writer_gui.paths import assets_dir
from writer_gui.state.pricing import Pricing
from writer_gui.writing.templates import Templates

PROMPT = Prompt("写一个灯塔看守人的故事")


class PricingEngine(QObject):
    priced = Signal(str, object)
    state_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.state = EngineState(EnginePhase.READY)
        self.asked: list[Passage] = []

    def price(self, passage: Passage) -> str:
        self.asked.append(passage)
        return str(len(self.asked))


@pytest.fixture
def engine(qapp: object) -> PricingEngine:
    assert qapp
    return PricingEngine()


def asked_of(engine: PricingEngine) -> tuple[Pricing, list[tuple[str, Price]]]:
    pricing = Pricing(engine, Templates([assets_dir() / "templates"]))  # type: ignore[arg-type]  # the part of an engine that prices
    answers: list[tuple[str, Price]] = []
    pricing.priced.connect(lambda name, price: answers.append((name, price)))
    return pricing, answers


def test_what_is_priced_is_what_would_be_asked_first(engine: PricingEngine) -> None:
    pricing, answers = asked_of(engine)
    pricing.ask("stale", PROMPT, PLAN, STORY, (1,))
    [passage] = engine.asked
    assert STORY.sections[0].text in "".join(passage.opening)
    assert STORY.sections[1].text not in "".join(passage.opening)
    engine.priced.emit("1", Price(900, 800, 1.5))
    engine.priced.emit("9", Price(1, 1, 1.0))
    assert answers == [("stale", Price(900, 800, 1.5))]


def test_only_the_last_question_of_a_name_is_answered(engine: PricingEngine) -> None:
    pricing, answers = asked_of(engine)
    pricing.ask("stale", PROMPT, PLAN, STORY, (1,))
    pricing.ask("stale", PROMPT, PLAN, STORY, (2,))
    engine.priced.emit("1", Price(900, 800, 1.5))
    assert answers == []
    engine.priced.emit("2", Price(900, 850, 0.5))
    assert answers == [("stale", Price(900, 850, 0.5))]


def test_no_model_is_loaded_for_a_question(engine: PricingEngine) -> None:
    pricing, _ = asked_of(engine)
    engine.state = EngineState(EnginePhase.OFF)
    pricing.ask("all", PROMPT, PLAN, None, None)
    assert engine.asked == []
    told: list[EnginePhase] = []
    pricing.possible.connect(lambda: told.append(engine.state.phase))
    for phase in (EnginePhase.LOADING, EnginePhase.READY):
        engine.state = EngineState(phase)
        engine.state_changed.emit(engine.state)
    assert told == [EnginePhase.READY]
