"""An engine that dies in every way: each time it is said, and none takes the program along."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.inference.remote.fake_server import Handler, serving
from writer_gui.background import engine as engines
from writer_gui.background import restarts
from writer_gui.background.deaths import explain_death, explain_loading_death
from writer_gui.background.engine import Engine, EnginePhase, EngineState
from writer_gui.background.engine_process import HUGE_PAGES, _environment
from writer_gui.background.restarts import LONGEST_MS, Restarts, wait_ms
from writer_gui.domain.generation import (
    ChatMessage,
    EngineFailure,
    FailureKind,
    ModelFile,
    Passage,
    Role,
)
from writer_gui.errors import UserError
from writer_gui.inference.protocol import EngineOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    MakeEngine = Callable[[list[dict[str, object]]], Engine]

PASSAGE = Passage("run", (ChatMessage(Role.USER, "hello"),))
ENDLESS: dict[str, object] = {"text": "word " * 2000, "chunk": 5, "delay_ms": 5}
PATIENCE_MS = 20_000


def pid_of(engine: Engine) -> int:
    process = engine._process._process
    assert process is not None
    return int(process.processId())


def ready(qtbot: QtBot, engine: Engine) -> None:
    qtbot.waitUntil(lambda: engine.state.phase is EnginePhase.READY, timeout=PATIENCE_MS)


def failure_of(qtbot: QtBot, engine: Engine, act: Callable[[], object]) -> EngineFailure:
    with qtbot.waitSignal(engine.failed, timeout=PATIENCE_MS) as told:
        act()
    failure = told.args[1]
    assert isinstance(failure, EngineFailure)
    return failure


SIGNALS = {
    signal.SIGILL: FailureKind.ILLEGAL_INSTRUCTION,
    signal.SIGABRT: FailureKind.ABORTED,
    signal.SIGSEGV: FailureKind.SEGFAULT,
    signal.SIGKILL: FailureKind.OUT_OF_MEMORY,
    signal.SIGBUS: FailureKind.SEGFAULT,
    signal.SIGTERM: FailureKind.KILLED,
}


@pytest.mark.parametrize("number", SIGNALS)
def test_each_signal_is_told_apart(
    make_engine: MakeEngine,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    number: signal.Signals,
) -> None:
    engine = make_engine([ENDLESS])
    ready(qtbot, engine)
    with qtbot.waitSignal(engine.chunk, timeout=PATIENCE_MS):
        engine.submit(PASSAGE)
    failure = failure_of(qtbot, engine, lambda: os.kill(pid_of(engine), number))
    assert failure.kind is SIGNALS[number]
    assert failure.worker_died
    assert engine.state.failure == failure
    caplog.clear()


def test_every_death_has_a_sentence_of_its_own() -> None:
    deaths = [explain_death(crashed=True, code=number) for number in (*SIGNALS, 31)]
    deaths += [explain_death(crashed=False, code=code) for code in (0, 1)]
    deaths += [explain_loading_death(death) for death in deaths]
    sentences = [death.message for death in deaths]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert all(death.worker_died for death in deaths)


def is_off(state: EngineState) -> bool:
    return state.phase is EnginePhase.OFF


def test_a_dead_engine_is_started_again_by_itself(
    make_engine: MakeEngine,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(restarts, "FIRST_MS", 10)
    engine = make_engine([{"text": "back"}])
    ready(qtbot, engine)
    first = pid_of(engine)
    with qtbot.waitSignal(engine.state_changed, timeout=PATIENCE_MS, check_params_cb=is_off):
        os.kill(first, signal.SIGKILL)
    ready(qtbot, engine)
    assert pid_of(engine) != first
    with qtbot.waitSignal(engine.finished, timeout=PATIENCE_MS) as done:
        engine.submit(PASSAGE)
    assert done.args[1].text == "back"
    caplog.clear()


def test_the_next_wish_does_not_wait_for_the_restart(
    make_engine: MakeEngine,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(restarts, "FIRST_MS", 10**7)
    engine = make_engine([{"text": "back"}])
    ready(qtbot, engine)
    os.kill(pid_of(engine), signal.SIGKILL)
    qtbot.waitUntil(lambda: engine.state.phase is EnginePhase.OFF, timeout=PATIENCE_MS)
    with qtbot.waitSignal(engine.finished, timeout=PATIENCE_MS):
        engine.submit(PASSAGE)
    assert engine._restarts.remaining_ms == -1
    caplog.clear()


def test_after_the_first_restart_the_waits_grow_until_something_works(qtbot: QtBot) -> None:
    plan = Restarts()
    waits = []
    for _ in range(40):
        plan.plan()
        waits.append(plan.remaining_ms)
    # The system may round a long wait up by a twentieth.
    assert waits[0] < 600 < 4_000 < waits[1] < waits[2] < waits[3]
    assert max(waits) <= LONGEST_MS * 1.05
    assert wait_ms(10_000) == LONGEST_MS
    plan.forget()
    plan.plan()
    assert plan.remaining_ms < 600
    plan.call_off()
    assert plan.remaining_ms == -1


def test_an_engine_that_dies_while_loading_waits_for_a_wish(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine([sys.executable, "-c", "input(); import os; os.kill(os.getpid(), 4)"])
    engine.load(ModelFile("deadly", ""))
    engine.submit(PASSAGE)
    failure = failure_of(qtbot, engine, lambda: None)
    assert failure.kind is FailureKind.ILLEGAL_INSTRUCTION
    assert "not loaded again by itself" in failure.message
    assert engine.state.phase is EnginePhase.BROKEN
    assert engine._restarts.remaining_ms == -1
    engine.close()
    caplog.clear()


def test_an_engine_that_cannot_be_started_is_told_of(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(["/nonexistent/engine"])
    engine.load(ModelFile("none", ""))
    failure = failure_of(qtbot, engine, lambda: engine.submit(PASSAGE))
    assert failure.kind is FailureKind.DIED
    assert "cannot be started" in failure.message
    assert engine.state.phase is EnginePhase.BROKEN
    engine.close()
    caplog.clear()


DEAF = """
import signal, sys, time
import json
load = json.loads(sys.stdin.readline())
print(json.dumps({"type": "Loaded", "model": {"name": "deaf"}, "id": load["id"]}), flush=True)
time.sleep(600)
"""


def test_an_engine_that_does_not_stop_is_ended(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "STOP_PATIENCE_MS", 50)
    engine = Engine([sys.executable, "-c", DEAF])
    engine.load(ModelFile("deaf", ""))
    ready(qtbot, engine)
    passage_id = engine.submit(PASSAGE)
    failure = failure_of(qtbot, engine, lambda: engine.cancel(passage_id))
    assert failure.kind is FailureKind.KILLED
    assert "did not stop" in failure.message
    engine.close()
    caplog.clear()


RUBBISH = """
import json, sys
for line in sys.stdin:
    print('rubbish\\n\\xff\\n{"type":"Chunk"}')
    print(json.dumps({"type": "Loaded", "model": {"name": "odd"}, "id": json.loads(line)["id"]}))
    print('{"type":"Chunk","id":"none","text":"for nobody"}')
    print('{"type":"Finished","id":"none","result":{"text":"","end":"model"}}', flush=True)
"""


def test_rubbish_from_an_engine_is_left_out(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    engine = Engine([sys.executable, "-c", RUBBISH])
    ended: list[object] = []
    engine.finished.connect(lambda *event: ended.append(event))
    engine.load(ModelFile("odd", ""))
    ready(qtbot, engine)
    assert not ended
    assert "no event" in caplog.text
    engine.close()
    caplog.clear()


def test_closing_ends_the_process_and_plans_no_other(make_engine: MakeEngine, qtbot: QtBot) -> None:
    engine = make_engine([ENDLESS])
    ready(qtbot, engine)
    process = psutil.Process(pid_of(engine))
    engine.submit(PASSAGE)
    engine.close()
    assert not process.is_running()
    assert engine._restarts.remaining_ms == -1
    engine.close()


def test_a_server_is_spoken_to_by_a_process_of_its_own_kind(
    make_engine: MakeEngine, qtbot: QtBot
) -> None:
    def greet(handler: Handler) -> None:
        handler.begin_stream()
        handler.say("from afar", "stop")
        handler.say_line("data: [DONE]")

    engine = make_engine([ENDLESS])
    ready(qtbot, engine)
    first = psutil.Process(pid_of(engine))
    passage_id = engine.submit(PASSAGE)
    with serving(greet) as server:
        with qtbot.waitSignal(engine.failed, timeout=PATIENCE_MS) as replaced:
            engine.load(ModelFile("big", server.url))
        assert replaced.args[0] == passage_id
        ready(qtbot, engine)
        with qtbot.waitSignal(engine.finished, timeout=PATIENCE_MS) as done:
            engine.submit(PASSAGE)
        assert done.args[1].text == "from afar"
        qtbot.waitUntil(lambda: not first.is_running(), timeout=PATIENCE_MS)
        engine.load(ModelFile("scripted", ""))
        ready(qtbot, engine)
        assert engine.state.model is not None
        assert engine.state.model.name == "scripted"
        engine.close()


def test_a_model_is_loaded_as_is_usual_where_nothing_else_is_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    script = tmp_path / "usual.jsonl"
    script.write_text('{"text": "hello"}', "utf-8")
    usual = EngineOptions(context=512)
    command = [sys.executable, "-m", "writer_gui.inference.scripted", str(script)]
    engine = Engine(command, usual=lambda _model: usual)
    engine.load(ModelFile("scripted", ""))
    ready(qtbot, engine)
    phases: list[EnginePhase] = []
    engine.state_changed.connect(lambda state: phases.append(state.phase))
    engine.load(ModelFile("scripted", ""), EngineOptions(context=512))
    assert not phases
    usual = EngineOptions(context=1024)
    engine.load(ModelFile("scripted", ""))
    assert phases == [EnginePhase.LOADING]
    engine.close()


def test_options_that_cannot_be_are_told_and_nothing_is_started(qtbot: QtBot) -> None:
    def refuse(_model: ModelFile) -> EngineOptions:
        raise UserError("The options are wrong; correct them.")

    engine = Engine(["/nonexistent/engine"], usual=refuse)
    engine.load(ModelFile("scripted", ""))
    assert engine.state.phase is EnginePhase.BROKEN
    assert engine.state.failure is not None
    assert engine.state.failure.message == "The options are wrong; correct them."
    engine.close()


SLOW = """
import json, sys, time

def say(**event):
    print(json.dumps(event), flush=True)

def load(request):
    time.sleep(0.3 if request["model"]["name"] == "slow" else 0.0)
    answer = {"type": "Loaded", "model": {"name": request["model"]["name"]}}
    if request["model"]["name"] == "missing":
        failure = {"kind": "no_model", "message": "There is no file; choose another."}
        answer = {"type": "LoadFailed", "failure": failure}
    say(type="Loading", progress=0.5, id=request["id"])
    say(**answer, id=request["id"])

loaded = ""
for line in sys.stdin:
    request = json.loads(line)
    if request["type"] == "Load":
        load(request)
        loaded = request["model"]["name"]
    elif request["type"] == "Write":
        result = {"text": loaded, "end": "model"}
        say(type="Finished", id=request["id"], result=result)
"""
"""An engine that answers every load, one after the other and however late."""


@pytest.fixture
def late_engine() -> Iterator[Engine]:
    engine = Engine([sys.executable, "-c", SLOW])
    yield engine
    engine.close()


@pytest.mark.parametrize("first", ["slow", "missing"])
def test_what_is_told_of_an_older_load_is_not_taken_for_the_newer(
    late_engine: Engine, qtbot: QtBot, first: str
) -> None:
    told: list[EngineState] = []
    late_engine.state_changed.connect(told.append)
    late_engine.load(ModelFile(first, ""))
    late_engine.load(ModelFile("good", ""))
    with qtbot.waitSignal(late_engine.finished, timeout=PATIENCE_MS) as done:
        late_engine.submit(PASSAGE)
    assert done.args[1].text == "good"
    assert [state.model.name for state in told if state.model is not None] == ["good"]
    assert not [state for state in told if state.failure is not None]


def test_a_model_chosen_after_loading_was_stopped_does_not_hear_of_it(
    late_engine: Engine, qtbot: QtBot
) -> None:
    late_engine.load(ModelFile("missing", ""))
    late_engine.stop_loading()
    late_engine.load(ModelFile("good", ""))
    with qtbot.waitSignal(late_engine.finished, timeout=PATIENCE_MS) as done:
        late_engine.submit(PASSAGE)
    assert done.args[1].text == "good"


def test_a_load_that_was_stopped_is_asked_for_again(late_engine: Engine, qtbot: QtBot) -> None:
    late_engine.load(ModelFile("slow", ""))
    first = late_engine.state.wanted
    late_engine.stop_loading()
    late_engine.load(ModelFile("slow", ""))
    ready(qtbot, late_engine)
    assert late_engine.state.wanted != first


def test_the_state_says_which_load_it_is_about(late_engine: Engine, qtbot: QtBot) -> None:
    late_engine.load(ModelFile("slow", ""))
    late_engine.load(ModelFile("good", ""), EngineOptions(context=512))
    ready(qtbot, late_engine)
    wanted = late_engine.state.wanted
    assert wanted is not None
    assert (wanted.model.name, wanted.options.context) == ("good", 512)


def test_the_worker_asks_for_large_pages_beside_what_the_user_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    assert _environment().value("GLIBC_TUNABLES") == HUGE_PAGES
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=0")
    assert _environment().value("GLIBC_TUNABLES") == f"{HUGE_PAGES}:glibc.malloc.check=0"
