from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject

from tests.state.fakes import FakeDrafting, always
from tests.ui.fakes import LARGE, SMALL
from writer_gui.background.engine import Engine, EnginePhase
from writer_gui.background.lane import Lane
from writer_gui.domain.generation import ModelFile
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended, Run, RunFigures, Stage
from writer_gui.domain.session import Prompt
from writer_gui.errors import UserError
from writer_gui.paths import assets_dir
from writer_gui.state.draft_types import DraftEnded
from writer_gui.state.drafting import DraftingState
from writer_gui.state.engine_settings import TUNED, engine_options
from writer_gui.state.model_speeds import LEAST_TOKENS, ModelSpeeds
from writer_gui.state.preferences import PreferencesState
from writer_gui.store.database import Database
from writer_gui.store.sessions import create_session
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.state.model_reading import Refused


MODELS = [SMALL, LARGE]


class Bench:
    """Speeds over a scripted engine."""

    def __init__(self, root: QObject, database: Database, home: Path) -> None:
        self.drafting = FakeDrafting(database, root)
        self.database = database
        self.lane = Lane(database, root)
        self.script = home / "script.jsonl"
        self.say({"text": "灯亮了。" * 40, "chunk": 4})
        command = [sys.executable, "-m", "writer_gui.inference.scripted", str(self.script)]
        self.engine = Engine(command, root)
        self.file = home / "speeds.json"
        self.preferences = PreferencesState(home / "settings.json", root)
        self.refusal = ""
        self.is_slow = False
        self.answer: Callable[[], None] = lambda: None
        self.root = root

    def say(self, line: dict[str, object]) -> None:
        self.script.write_text(json.dumps(line), "utf-8")

    def speeds(self, drafting: DraftingState | None = None) -> ModelSpeeds:
        drafting = drafting or cast("DraftingState", self.drafting)
        return ModelSpeeds(
            self.engine, drafting, self.choose, self.preferences, self.file, self.root
        )

    def real_drafting(self) -> tuple[DraftingState, int]:
        """Return the drafting loop itself, which writes with the large model, and a session."""
        with self.database.transaction() as tx:
            session = create_session(tx, Prompt("写一个守灯人的故事"))
        templates = Templates([assets_dir() / "templates"])
        drafting = DraftingState(
            self.engine, self.lane, templates, always(ModelFile(LARGE.name, "")), self.root
        )
        return drafting, session

    def choose(self, name: str, done: Callable[[ModelFile], None], failed: Refused) -> None:
        def answer() -> None:
            if self.refusal:
                failed(UserError(self.refusal))
            else:
                done(ModelFile(name, ""))

        self.answer = answer
        if not self.is_slow:
            answer()

    def draft(self, run: Run) -> None:
        self.drafting.ended.emit(DraftEnded(1, run.stage, 0, run, None))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    root = QObject()
    database = Database.open(tmp_path / "writer.db")
    made = Bench(root, database, tmp_path)
    yield made
    made.engine.close()
    made.lane.drain()
    database.close()


def run_of(tokens: int, seconds: float, stage: Stage = Stage.STORY, variants: int = 1) -> Run:
    figures = RunFigures(tokens=tokens, seconds=seconds)
    settings: dict[str, object] = {"variants": variants}
    began = datetime(2025, 6, 15, tzinfo=UTC)
    return Run(1, 1, stage, SMALL.name, "", 7, settings, figures, Ended.COMPLETE, began)


def test_nothing_is_expected_before_anything_is_known(bench: Bench) -> None:
    assert bench.speeds().expected(SMALL, MODELS) is None
    assert bench.speeds().units_a_minute(SMALL, MODELS) == (0, Language.ZH)


def test_a_story_teaches_and_is_remembered(bench: Bench) -> None:
    speeds = bench.speeds()
    bench.draft(run_of(300, 10.0))
    assert speeds.expected(SMALL, MODELS) == 30.0
    assert bench.speeds().expected(SMALL, MODELS) == 30.0
    assert speeds.expected(LARGE, MODELS) == pytest.approx(30.0 * SMALL.bytes / LARGE.bytes)


def test_short_runs_plans_and_variants_teach_nothing(bench: Bench) -> None:
    speeds = bench.speeds()
    bench.draft(run_of(LEAST_TOKENS - 1, 1.0))
    bench.draft(run_of(300, 1.0, Stage.PLAN))
    bench.draft(run_of(300, 1.0, variants=3))
    assert speeds.expected(SMALL, MODELS) is None


def test_a_model_is_measured(qtbot: QtBot, bench: Bench) -> None:
    speeds = bench.speeds()
    with qtbot.waitSignal(speeds.changed):
        speeds.measure(SMALL.name)
    assert speeds.measuring == ""
    assert speeds.expected(SMALL, MODELS) is not None


def test_the_fastest_way_is_kept_for_that_model(qtbot: QtBot, bench: Bench) -> None:
    bench.preferences.change(context=2048, engine_options={"other": {"read_chunk": 64}})
    speeds = bench.speeds()
    with qtbot.waitSignal(speeds.changed):
        speeds.measure(SMALL.name)
    kept = PreferencesState(bench.file.with_name("settings.json")).settings
    assert set(kept.engine_options[SMALL.name]) == set(TUNED)
    assert kept.engine_options["other"] == {"read_chunk": 64}
    assert engine_options(kept, SMALL.name).context == 2048


def test_a_failure_is_a_sentence_and_ends_the_measuring(qtbot: QtBot, bench: Bench) -> None:
    bench.say({"error": "This model writes nothing; choose another."})
    speeds = bench.speeds()
    with qtbot.waitSignal(speeds.notice) as said:
        speeds.measure(SMALL.name)
    assert said.args[0].text == "This model writes nothing; choose another."
    assert speeds.measuring == ""


def test_a_model_that_cannot_be_chosen_is_refused(qtbot: QtBot, bench: Bench) -> None:
    bench.refusal = "It is not installed. Install it."
    speeds = bench.speeds()
    with qtbot.waitSignal(speeds.notice) as said:
        speeds.measure(SMALL.name)
    assert said.args[0].text == bench.refusal


MOMENTS = {
    "loading": lambda engine: engine.state.phase is EnginePhase.LOADING,
    "measuring": lambda engine: engine.state.phase is EnginePhase.READY,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_draft_ends_the_measuring_and_goes_on(qtbot: QtBot, bench: Bench, moment: str) -> None:
    bench.say({"text": "灯亮了，海面上一片白。", "chunk": 4, "delay_ms": 5})
    bench.preferences.change(engine_options={SMALL.name: {"read_chunk": 64}})
    drafting, session = bench.real_drafting()
    speeds = bench.speeds(drafting)
    said: list[str] = []
    speeds.notice.connect(lambda notice: said.append(notice.text))
    speeds.measure(SMALL.name)
    qtbot.waitUntil(lambda: MOMENTS[moment](bench.engine))
    with qtbot.waitSignal(drafting.ended) as ended:
        drafting.write_plan(session, Prompt("写一个守灯人的故事"))
    run = ended.args[0].run
    assert (run.ended, run.model, run.settings["context"]) == (Ended.COMPLETE, LARGE.name, 4096)
    assert bench.engine.state.wanted is not None
    assert bench.engine.state.wanted.model.name == LARGE.name
    assert speeds.measuring == ""
    assert "was not measured" in said[0]
    assert len(said) == 1
    assert speeds.expected(SMALL, MODELS) is None
    assert bench.preferences.settings.engine_options == {SMALL.name: {"read_chunk": 64}}


def test_a_draft_begun_while_the_model_file_is_read_ends_the_measuring(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.is_slow = True
    speeds = bench.speeds()
    speeds.measure(SMALL.name)
    assert speeds.measuring == SMALL.name
    with qtbot.waitSignal(speeds.notice) as said:
        bench.drafting.busy_changed.emit(True)
    assert "was not measured" in said.args[0].text
    bench.answer()
    assert speeds.measuring == ""
    assert bench.engine.state.phase is EnginePhase.OFF


def test_a_writing_model_is_not_measured(qtbot: QtBot, bench: Bench) -> None:
    speeds = bench.speeds()
    bench.drafting.busy = True
    with qtbot.waitSignal(speeds.notice) as said:
        speeds.measure(SMALL.name)
    assert "when it is done" in said.args[0].text
    assert speeds.measuring == ""


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"small": "fast", "large": -1}'])
def test_a_damaged_file_is_as_none(bench: Bench, content: str) -> None:
    bench.file.write_text(content, "utf-8")
    assert bench.speeds().expected(SMALL, MODELS) is None
