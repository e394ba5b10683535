from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication

from tests.whole_templates import whole_templates
from writer_gui.background.engine import Engine, EnginePhase
from writer_gui.background.lane import Lane
from writer_gui.domain.generation import ModelFile
from writer_gui.domain.language import Language
from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Ended, Stage
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Story, StoryVersion
from writer_gui.errors import UserError
from writer_gui.state.drafting import DraftEnded, DraftingState, DraftOptions, DraftPhase, PhaseKind
from writer_gui.state.model_reading import ModelReading
from writer_gui.store import runs, sessions
from writer_gui.store.database import Database
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.inference.transfer import Watch

PROMPT = Prompt("写一个守灯人的故事", "小说-故事", Language.ZH, 60)
STEPS = [
    "海上守灯人与迟到的信",
    "陈默，六十岁，沉默寡言",
    "北方一座无名小岛的冬夜",
    "雾里漂来一只铁皮信匣",
    "他认出亡妻旧日的字迹",
    "信中竟写着明天的日期",
    "他重新点亮熄灭的灯塔",
    "抒情过多会冲淡悬念感",
]
SECTION = "清晨的码头没有人，只有缆绳在潮水里轻轻碰着石阶，像有谁在敲门。"
OTHERS = [
    "他把裁纸刀放下，用指甲沿着封口慢慢划开，纸里掉出一片干枯的海草。",
    "塔顶的玻璃擦了三遍，火苗跳起来的时候，远处有船鸣了一声长笛。",
    "邮戳上的日子还没有到来，墨迹却已经褪成了旧茶的颜色，他坐了很久。",
]


class Desk:
    """Everything a drafting state needs, on a scripted engine and a real database."""

    def __init__(self, home: Path, script: list[dict[str, object]]) -> None:
        home.mkdir(parents=True, exist_ok=True)
        file = home / "script.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in script), encoding="utf-8")
        self.database = Database.open(home / "writer.db")
        self.lane = Lane(self.database)
        self.engine = Engine([sys.executable, "-m", "writer_gui.inference.scripted", str(file)])
        self.missing_model = False
        self.reading = ModelReading()
        self.may_choose = threading.Event()
        self.may_choose.set()
        self.drafting = DraftingState(
            self.engine,
            self.lane,
            Templates([whole_templates(home / "templates")]),
            self.reading.chooser(self.choose),
        )
        self.ends: list[DraftEnded] = []
        self.drafting.ended.connect(self.ends.append)
        with self.database.transaction() as tx:
            self.session = sessions.create_session(tx, PROMPT)

    def choose(self, watch: Watch) -> ModelFile:
        while not self.may_choose.wait(0.01):
            watch.check()  # as where a file is hashed
        if self.missing_model:
            raise UserError("No model is installed; install one.")
        return ModelFile("scripted", "")

    def close(self) -> None:
        self.reading.close()
        self.engine.close()
        self.lane.drain()
        self.database.close()


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[[list[dict[str, object]]], Desk]]:
    desks: list[Desk] = []

    def make(script: list[dict[str, object]]) -> Desk:
        desks.append(Desk(tmp_path / f"desk{len(desks)}", script))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


def lines(*texts: str) -> list[dict[str, object]]:
    return [{"text": text} for text in texts]


def plan_of(desk: Desk, qtbot: QtBot, **more: object) -> PlanVersion:
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_plan(desk.session, PROMPT, **more)  # type: ignore[arg-type]
    version = desk.ends[-1].version
    assert isinstance(version, PlanVersion)
    return version


def test_a_plan_and_a_story_become_versions(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk(lines(*STEPS, SECTION, *OTHERS))
    plan = plan_of(desk, qtbot, options=DraftOptions(seed=5))
    grown: list[str] = []
    desk.drafting.stream.story_grew.connect(lambda _s, _v, _n, text: grown.append(text))
    used: list[int] = []
    desk.drafting.stream.context_changed.connect(used.append)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_story(desk.session, PROMPT, plan, options=DraftOptions(seed=6))
    with desk.database.reading() as tx:
        session = sessions.load_session(tx, desk.session)
    assert [step.text[-10:] for step in session.plans[0].plan.steps] == [s[-10:] for s in STEPS]
    [story] = session.stories
    assert story.plan_version_id == plan.id
    assert [section.text for section in story.story.sections] == [SECTION, *OTHERS]
    assert "".join(grown) == SECTION + "".join(OTHERS)
    assert [(r.stage, r.seed, r.ended) for r in session.runs] == [
        (Stage.PLAN, 5, Ended.COMPLETE),
        (Stage.STORY, 6, Ended.COMPLETE),
    ]
    assert session.runs[0].figures.tokens > 0
    figures = session.runs[1].figures
    assert len(used) == len(OTHERS) + 1
    assert sum(used) == figures.prompt_tokens + figures.tokens
    assert not desk.drafting.busy


def test_a_seed_is_drawn_and_stored(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk(lines(*STEPS))
    plan_of(desk, qtbot)
    plan_of(desk, qtbot)
    seeds = [end.run.seed for end in desk.ends]
    assert seeds[0] != seeds[1]


def test_stop_keeps_what_was_written(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk([{"text": STEPS[0] * 40, "chunk": 2, "delay_ms": 20}])
    desk.drafting.stream.plan_grew.connect(lambda *_: desk.drafting.stop())
    version = plan_of(desk, qtbot)
    assert desk.ends[0].run.ended is Ended.STOPPED
    assert version.plan.steps[0].text.endswith(STEPS[0][:2])
    assert "kept" in desk.ends[0].note


def test_a_killed_engine_leaves_the_text_and_the_next_draft_works(
    make_desk: Callable[..., Desk], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk([*lines(*STEPS), {"text": SECTION, "crash": 9}, *lines(*OTHERS)])
    plan = plan_of(desk, qtbot)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_story(desk.session, PROMPT, plan)
    end = desk.ends[-1]
    assert end.run.ended is Ended.INTERRUPTED
    assert isinstance(end.version, StoryVersion)
    assert end.version.story.sections[0].text == SECTION
    assert "memory" in end.note
    caplog.clear()
    assert plan_of(desk, qtbot).number == 2


def test_a_death_while_rewriting_leaves_the_sections_not_reached_as_they_were(
    make_desk: Callable[..., Desk], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk([*lines(*STEPS, SECTION, *OTHERS), {"text": "雾散得", "crash": 9}])
    plan = plan_of(desk, qtbot)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_story(desk.session, PROMPT, plan)
    first = desk.ends[-1].version
    assert isinstance(first, StoryVersion)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_story(desk.session, PROMPT, plan, keep=first.story, rewrite=range(1, 4))
    version = desk.ends[-1].version
    assert isinstance(version, StoryVersion)
    assert [s.text for s in version.story.sections] == [SECTION, "雾散得", *OTHERS[1:]]
    caplog.clear()


def test_a_variant_that_cannot_be_written_down_leaves_the_next_draft_whole(
    make_desk: Callable[..., Desk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk([*lines(*STEPS), {"text": SECTION, "chunk": 4, "delay_ms": 5}])
    plan = plan_of(desk, qtbot)
    finish, failures = runs.finish_run, ["The disk is full; make room."]

    def failing(*arguments: Any) -> object:
        if failures:
            raise UserError(failures.pop())
        return finish(*arguments)

    monkeypatch.setattr(runs, "finish_run", failing)
    desk.drafting.write_story(desk.session, PROMPT, plan, options=DraftOptions(variants=3))
    qtbot.waitUntil(lambda: len(desk.ends) == 3 and not desk.drafting.busy)
    desk.drafting.write_story(desk.session, PROMPT, plan, options=DraftOptions(variants=2))
    qtbot.waitUntil(lambda: len(desk.ends) == 5 and not desk.drafting.busy)
    assert [end.run.ended for end in desk.ends[3:]] == [Ended.COMPLETE] * 2


def test_an_error_of_the_engine_ends_the_run_as_failed(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk([{"error": "The server is busy; try again."}])
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_plan(desk.session, PROMPT)
    assert desk.ends[0].run.ended is Ended.FAILED
    assert desk.ends[0].note == "The server is busy; try again."


def test_three_variants_are_three_runs(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk([*lines(*STEPS), *lines(SECTION)])
    plan = plan_of(desk, qtbot)
    options = DraftOptions(seed=2**32 - 1, variants=3)
    desk.drafting.write_story(desk.session, PROMPT, plan, options=options)
    qtbot.waitUntil(lambda: len(desk.ends) == 4)
    assert sorted(end.run.seed for end in desk.ends[1:]) == [0, 1, 2**32 - 1]
    assert not desk.drafting.busy


@pytest.mark.parametrize("prompt", [Prompt(""), Prompt(" \n")])
def test_an_empty_prompt_is_refused(
    make_desk: Callable[..., Desk], qtbot: QtBot, prompt: Prompt
) -> None:
    desk = make_desk(lines(*STEPS))
    with qtbot.waitSignal(desk.drafting.failed) as said:
        desk.drafting.write_plan(desk.session, prompt)
    assert "empty" in said.args[0]
    assert not desk.drafting.busy


def test_without_a_model_there_is_a_sentence(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk(lines(*STEPS))
    desk.missing_model = True
    with qtbot.waitSignal(desk.drafting.failed) as said:
        desk.drafting.write_plan(desk.session, PROMPT)
    assert "install" in said.args[0]
    assert desk.engine.state.phase is EnginePhase.OFF


def test_a_broken_script_is_told(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk([{"txet": "x"}])
    with qtbot.waitSignal(desk.drafting.failed) as said:
        desk.drafting.write_plan(desk.session, PROMPT)
    assert "Line 1" in said.args[0]
    assert not desk.drafting.busy


def test_the_story_of_a_poem_is_one_section(make_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = make_desk(lines(*STEPS[:7], SECTION))
    poem = Prompt("写一首诗", "诗歌", Language.ZH, 30)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_plan(desk.session, poem)
    plan = desk.ends[-1].version
    assert isinstance(plan, PlanVersion)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_story(desk.session, poem, plan)
    story = desk.ends[-1].version
    assert isinstance(story, StoryVersion)
    assert isinstance(story.story, Story)
    assert [s.step_id for s in story.story.sections] == [None]


def test_stopped_while_the_model_loads_nothing_stays_busy(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(lines(*STEPS))
    desk.drafting.write_plan(desk.session, PROMPT)
    with qtbot.waitSignal(desk.drafting.failed) as said:
        desk.drafting.stop()
    assert "Stopped" in said.args[0]
    assert not desk.drafting.busy
    assert plan_of(desk, qtbot).number == 1


def test_while_the_model_file_is_read_the_draft_waits_and_the_window_does_not(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(lines(*STEPS))
    desk.may_choose.clear()
    desk.drafting.write_plan(desk.session, PROMPT)
    assert desk.drafting.busy
    assert desk.drafting.phase.kind is PhaseKind.LOADING
    assert desk.engine.state.phase is EnginePhase.OFF
    with qtbot.waitSignal(desk.drafting.ended):
        desk.may_choose.set()
    assert desk.ends[0].run.ended is Ended.COMPLETE


def test_stop_does_not_wait_for_the_model_file_to_be_read(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(lines(*STEPS))
    desk.may_choose.clear()
    desk.drafting.write_plan(desk.session, PROMPT)
    with qtbot.waitSignal(desk.drafting.failed) as said:
        desk.drafting.stop()
    assert "Stopped" in said.args[0]
    assert not desk.drafting.busy
    desk.may_choose.set()
    assert plan_of(desk, qtbot).number == 1
    assert len(desk.ends) == 1


def test_a_model_loaded_for_something_else_is_not_taken_for_the_one_being_chosen(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(lines(*STEPS))
    desk.may_choose.clear()
    desk.drafting.write_plan(desk.session, PROMPT)
    desk.engine.load(ModelFile("another", ""))
    qtbot.waitUntil(lambda: desk.engine.state.phase is EnginePhase.READY)
    with qtbot.waitSignal(desk.drafting.ended):
        desk.may_choose.set()
    assert desk.ends[0].run.model == "scripted"


def test_closing_does_not_wait_for_the_model_file_to_be_read(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(lines(*STEPS))
    desk.may_choose.clear()
    said: list[str] = []
    desk.drafting.failed.connect(said.append)
    desk.drafting.write_plan(desk.session, PROMPT)
    desk.reading.close()
    QCoreApplication.processEvents()
    assert not said
    assert desk.engine.state.phase is EnginePhase.OFF


def test_a_thought_is_told_of_and_kept_with_its_run(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    thought = "<think>\n先想想海。\n</think>\n\n"
    desk = make_desk([{"text": thought + step, "chunk": 3} for step in STEPS])
    phases: list[DraftPhase] = []
    desk.drafting.phase_changed.connect(phases.append)
    grown: list[str] = []
    desk.drafting.stream.plan_grew.connect(lambda _s, _id, text: grown.append(text))
    plan = plan_of(desk, qtbot)
    assert "".join(grown) == "".join(STEPS)
    assert not any("想" in step.text for step in plan.plan.steps)
    told = [phase for phase in phases if phase.kind is PhaseKind.THINKING]
    assert {(phase.place, phase.total) for phase in told} == {(n, 8) for n in range(1, 9)}
    assert max(phase.characters for phase in told) == len("先想想海。")
    with desk.database.reading() as tx:
        [run] = sessions.load_session(tx, desk.session).runs
    assert run.trace.reasoning.split("\n\n") == [f"[{n}] 先想想海。" for n in range(1, 9)]


def test_a_draft_of_nothing_but_thought_fails_with_a_sentence(
    make_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = make_desk(lines("<think>\n先想想海。"))
    with qtbot.waitSignal(desk.drafting.ended):
        desk.drafting.write_plan(desk.session, PROMPT)
    [end] = desk.ends
    assert (end.run.ended, end.version) == (Ended.FAILED, None)
    assert end.note.endswith("turn off its thinking or choose another model.")
    assert end.run.trace.reasoning == "[1] 先想想海。"
