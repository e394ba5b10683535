"""Whether a model is loaded at the start is remembered over crashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject, Signal

from tests.state.fakes import always
from writer_gui.background.deaths import explain_death, explain_loading_death
from writer_gui.background.engine import EnginePhase, EngineState
from writer_gui.domain.generation import EngineFailure, FailureKind, ModelFile
from writer_gui.inference.protocol import Load, LoadedModel
from writer_gui.state.preload import ModelPreload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.state.core import Core
    from writer_gui.state.model_reading import ChooseModel
    from writer_gui.state.notice import Notice

DEATH = explain_loading_death(explain_death(crashed=True, code=4))
REFUSAL = EngineFailure(FailureKind.BAD_MODEL, "The file is damaged; choose another.")


class Engine(QObject):
    """Loads as a test says."""

    state_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[ModelFile] = []

    def load(self, model: ModelFile) -> None:
        self.loaded.append(model)
        wanted = Load(model)
        self.state_changed.emit(EngineState(EnginePhase.LOADING, wanted=wanted))
        self.state_changed.emit(EngineState(EnginePhase.LOADING, progress=0.5, wanted=wanted))


@dataclass
class Drafting:
    """Writes as a test says."""

    busy: bool = False


@dataclass
class House:
    """What is looked at of the long-lived objects."""

    engine: Engine
    drafting: Drafting
    choose_model: ChooseModel


@dataclass
class Start:
    """One start of the program."""

    engine: Engine
    preload: ModelPreload
    notices: list[Notice]


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "loading-model"


def start(mark: Path) -> Start:
    engine = Engine()
    house = House(engine, Drafting(), always(ModelFile("small", "/small.gguf")))
    preload = ModelPreload(cast("Core", house), mark)
    begun = Start(engine, preload, [])
    preload.notice.connect(begun.notices.append)
    preload.start()
    return begun


@pytest.mark.parametrize(
    "after",
    [
        EngineState(EnginePhase.READY, LoadedModel("small"), 1.0),
        EngineState(EnginePhase.BROKEN, failure=REFUSAL),
    ],
)
def test_a_load_that_came_to_an_end_is_tried_again_at_the_next_start(
    mark: Path, after: EngineState
) -> None:
    first = start(mark)
    first.engine.state_changed.emit(after)
    assert len(start(mark).engine.loaded) == 1


def test_after_a_crash_in_a_load_the_next_start_asks_first(mark: Path) -> None:
    first = start(mark)
    first.engine.state_changed.emit(EngineState(EnginePhase.BROKEN, failure=DEATH))
    assert first.notices[0].text == DEATH.message
    second = start(mark)
    assert not second.engine.loaded
    [asked] = second.notices
    assert "did not finish loading" in asked.text
    assert asked.act is not None
    asked.act()
    second.engine.state_changed.emit(EngineState(EnginePhase.READY, LoadedModel("small"), 1.0))
    assert len(start(mark).engine.loaded) == 1


def test_a_program_that_went_down_while_loading_asks_first(mark: Path) -> None:
    start(mark)
    assert not start(mark).engine.loaded


def test_a_draft_begun_while_the_model_file_is_read_has_its_own_loaded(mark: Path) -> None:
    engine, drafting = Engine(), Drafting()
    answers: list[Callable[[ModelFile], None]] = []
    house = House(engine, drafting, lambda done, _failed: answers.append(done))
    preload = ModelPreload(cast("Core", house), mark)
    preload.start()
    preload.reload()
    drafting.busy = True
    for answer in answers:
        answer(ModelFile("small", "/small.gguf"))
    assert not engine.loaded
