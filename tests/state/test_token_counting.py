from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.domain.generation import EngineFailure, FailureKind, Passage, Price
from writer_gui.domain.language import Language
from writer_gui.exchange.samples import Sample
from writer_gui.inference.protocol import LoadedModel
from writer_gui.state.token_counting import TokenCounting, token_figures

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FRAME = 7


class CountingEngine(QObject):
    """Prices a passage at a token a character, with a frame around it, when told to."""

    priced = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.state = EngineState(EnginePhase.READY, LoadedModel("Tiny"))
        self.asked: dict[str, int] = {}
        self._count = 0

    def price(self, passage: Passage) -> str:
        self._count += 1
        self.asked[str(self._count)] = FRAME + sum(len(m.content) for m in passage.messages)
        return str(self._count)

    def answer(self) -> None:
        for request, tokens in list(self.asked.items()):
            del self.asked[request]
            self.priced.emit(request, Price(tokens, 0, 0.0))


def _sample(prompt: str, response: str, *, is_creative: bool = False) -> Sample:
    return Sample(prompt, prompt, response, Language.ZH, is_creative)


def test_what_a_server_has_is_only_estimated() -> None:
    engine = CountingEngine()
    counting = TokenCounting(engine)  # type: ignore[arg-type]  # as much of an engine as it needs
    assert not counting.is_estimate
    engine.state = EngineState(EnginePhase.READY, LoadedModel("Big", "http://127.0.0.1:9/v1"))
    assert counting.is_estimate


def test_long_texts_are_counted_in_pieces_and_the_frame_once(qtbot: QtBot) -> None:
    engine = CountingEngine()
    counting = TokenCounting(engine)  # type: ignore[arg-type]  # as much of an engine as it needs
    samples = [_sample("写" * 5, "灯" * 20_000, is_creative=True), _sample("", "海" * 3)]
    with qtbot.waitSignal(counting.counted) as counted:
        counting.start(samples)
        while engine.asked:
            assert len(engine.asked) <= 16
            engine.answer()
    assert counted.args == [[FRAME + 20_005, FRAME + 3]]
    figures = token_figures(samples, counted.args[0])
    assert (figures.triplets, figures.general) == (FRAME + 20_005, FRAME + 3)
    assert (figures.longest, figures.too_long) == (FRAME + 20_005, 1)


def test_what_was_stopped_is_not_told(qtbot: QtBot) -> None:
    engine = CountingEngine()
    counting = TokenCounting(engine)  # type: ignore[arg-type]  # as above
    with qtbot.assertNotEmitted(counting.counted):
        counting.start([_sample("写", "灯" * 9_000)])
        engine.answer()
        counting.stop()
        engine.answer()
    assert engine.asked == {}


def test_answers_to_others_are_passed_over(qtbot: QtBot) -> None:
    engine = CountingEngine()
    counting = TokenCounting(engine)  # type: ignore[arg-type]  # as above
    with qtbot.assertNotEmitted(counting.counted):
        counting.start([_sample("写", "灯")])
        engine.priced.emit("someone else's", Price(99, 0, 0.0))
        engine.failed.emit("someone else's", EngineFailure(FailureKind.BAD_REQUEST, "no"))
    with qtbot.waitSignal(counting.counted) as counted:
        while engine.asked:
            engine.answer()
    assert counted.args == [[FRAME + 2]]


def test_a_failure_ends_the_count(qtbot: QtBot) -> None:
    engine = CountingEngine()
    counting = TokenCounting(engine)  # type: ignore[arg-type]  # as above
    with qtbot.waitSignal(counting.failed) as failed:
        counting.start([_sample("写", "灯")])
        engine.failed.emit(next(iter(engine.asked)), EngineFailure(FailureKind.BAD_REQUEST, "no"))
    assert failed.args == ["no"]


def test_only_a_loaded_model_counts() -> None:
    engine = CountingEngine()
    counting = TokenCounting(engine)  # type: ignore[arg-type]  # as above
    assert counting.model == "Tiny"
    engine.state = EngineState(EnginePhase.LOADING)
    assert counting.model == ""
