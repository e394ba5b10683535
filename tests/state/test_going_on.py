"""Continue takes up the last word: after Stop, in the last section, and after a crash."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject

from tests.state.samples import BLANK_STORY, PLAN, STORY
from tests.state.test_desk import written
from tests.state.test_drafting import PROMPT, STEPS, Desk
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended, RunFigures, RunTrace, Stage
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.state.desks import Desks
from writer_gui.state.unfinished import Unfinished, left_by_crash, left_by_run
from writer_gui.state.workspace import Workspace, build_workspace
from writer_gui.store import runs, sessions
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.state.conftest import Room

ENGLISH = Prompt("Write about a lighthouse.", "小说-故事", Language.EN, 60)
ENGLISH_STEPS = [f"the keeper of the lighthouse sees sign {n} in the fog" for n in range(1, 9)]
SLOW: dict[str, object] = {"chunk": 1, "delay_ms": 15}


@dataclass
class Studio:
    """A desk whose model is the scripted engine."""

    desk: Desk
    workspace: Workspace

    def open(self, prompt: Prompt = PROMPT) -> None:
        with self.desk.database.transaction() as tx:
            session_id = sessions.create_session(tx, prompt)
        self.workspace.desk.open(session_id)
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.desk.lane.drain()
            QCoreApplication.processEvents()

    def left(self, stage: Stage) -> Unfinished:
        session = self.workspace.desk.session
        assert session is not None
        left = left_by_run(session, stage)
        assert left is not None
        return left

    def stop_at(self, words: str, qtbot: QtBot, start: Callable[[], None]) -> None:
        """Start a run and stop it once some words are on the desk."""

        def look() -> None:
            draft = self.workspace.desk.draft
            told = draft.story.text + "".join(step.text for step in draft.plan.steps)
            if words in told:
                self.workspace.commands.stop()

        self.workspace.desk.changed.connect(look)
        with qtbot.waitSignal(self.workspace.following.arrived):
            start()
        self.workspace.desk.changed.disconnect(look)

    def run(self, qtbot: QtBot, start: Callable[[], None]) -> None:
        with qtbot.waitSignal(self.workspace.following.arrived):
            start()


@pytest.fixture
def make_studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Studio]]:
    made: list[tuple[Desk, QObject]] = []

    def make(script: list[dict[str, object]]) -> Studio:
        root = QObject()
        desk = Desk(tmp_path / f"studio{len(made)}", script)
        made.append((desk, root))
        workspace = build_workspace(desk.lane, desk.drafting, Templates.open(), Desks(), root)
        return Studio(desk, workspace)

    yield make
    for desk, root in made:
        desk.lane.drain()
        QCoreApplication.processEvents()
        shiboken6.delete(root)
        desk.close()


@pytest.mark.parametrize(
    ("prompt", "cut", "rest", "steps"),
    [
        (PROMPT, "顾客只在纸条上出现，署名的人从不露面", "，守灯人也不问。", STEPS),
        (ENGLISH, "a customer who signs with an old address of hers", " in ink.", ENGLISH_STEPS),
    ],
    ids=["zh", "en"],
)
def test_a_step_that_was_stopped_is_taken_up(
    make_studio: Callable[..., Studio],
    qtbot: QtBot,
    prompt: Prompt,
    cut: str,
    rest: str,
    steps: list[str],
) -> None:
    others: list[dict[str, object]] = [{"text": text} for text in steps[1:]]
    studio = make_studio([{"text": cut, **SLOW}, {"text": rest}, *others])
    studio.open(prompt)
    commands, desk = studio.workspace.commands, studio.workspace.desk
    studio.stop_at(cut[:9], qtbot, commands.write_plan)
    first = desk.draft.plan.steps[0]
    assert not any(step.text for step in desk.draft.plan.steps[1:])
    left = studio.left(Stage.PLAN)
    assert left.cut is not None
    assert left.cut.text == first.text
    studio.run(qtbot, lambda: commands.go_on(left))
    texts = [step.text for step in desk.draft.plan.steps]
    assert texts[0] == first.text + rest
    assert [text[-10:] for text in texts[1:]] == [text[-10:] for text in steps[1:]]
    assert left_by_run(desk.session, Stage.PLAN) is None  # type: ignore[arg-type]


def story_of(studio: Studio, qtbot: QtBot) -> None:
    studio.open()
    studio.run(qtbot, studio.workspace.commands.write_plan)


def test_the_last_section_is_taken_up(make_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    last = "邮戳上的日子还没有到来，墨迹却已经褪成了旧茶的颜色"
    sections = [
        "清晨的码头没有人，只有缆绳轻轻碰着石阶，像谁在敲门。",
        "他把裁纸刀放下，慢慢划开封口，掉出一片干枯的海草。",
    ]
    third = "塔顶的玻璃擦了三遍，火苗跳起来的时候，远处有船鸣了一声长笛。"
    script = [*STEPS, *sections, third]
    studio = make_studio([*({"text": t} for t in script), {"text": last, **SLOW}, {"text": "。"}])
    story_of(studio, qtbot)
    studio.stop_at(last[:6], qtbot, studio.workspace.commands.write_story)
    before = studio.workspace.desk.draft.story
    assert all(section.text for section in before.sections)
    left = studio.left(Stage.STORY)
    studio.run(qtbot, lambda: studio.workspace.commands.go_on(left))
    after = studio.workspace.desk.draft.story
    assert after.sections[-1].text == before.sections[-1].text + "。"
    assert after.sections[:-1] == before.sections[:-1]
    with studio.desk.database.reading() as tx:
        session = sessions.load_session(tx, studio.workspace.desk.session_id or 0)
    assert [run.trace.cut_place for run in session.runs] == [None, 3, None]
    assert session.runs[-1].settings["sections"] == [3]
    assert session.stories[-1].parent_id == session.stories[-2].id


def test_what_was_shown_of_a_thought_is_taken_back_on_the_desk(
    make_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    thought = "先想一想这个守灯人是谁</think>\n\n"
    studio = make_studio([{"text": thought + step, "chunk": 4} for step in STEPS])
    studio.open()
    shown: list[str] = []
    desk = studio.workspace.desk
    desk.changed.connect(lambda: shown.append(desk.draft.plan.steps[0].text))
    studio.run(qtbot, studio.workspace.commands.write_plan)
    assert any("先想" in text for text in shown)
    assert not any("想" in step.text for step in desk.draft.plan.steps)
    assert desk.draft.plan.steps[0].text.endswith(STEPS[0])


def cut_story(room: Room) -> int:
    """Return a session whose story was stopped in its last section."""
    session_id = written(room)
    room.workspace.commands.write_story()
    room.settle()
    room.drafting.shape(BLANK_STORY)
    room.drafting.shape(cut())
    room.drafting.end(Ended.STOPPED, "Stopped.", RunTrace("", 2))
    room.settle()
    return session_id


def cut() -> Story:
    return Story((*STORY.sections[:2], Section("c", "天亮以前，光")))


def asked(room: Room) -> Any:
    room.settle()
    return room.drafting.last


def test_a_text_changed_since_is_not_touched(room: Room) -> None:
    cut_story(room)
    desk, commands = room.workspace.desk, room.workspace.commands
    left = left_by_run(desk.session, Stage.STORY)  # type: ignore[arg-type]
    assert left is not None
    mine = Story((*STORY.sections[:2], Section("c", "天亮以前，光是我写的")))
    desk.set_story(mine, typed=True)
    before = len(room.drafting.calls.asked)
    commands.go_on(left)
    room.settle()
    assert len(room.drafting.calls.asked) == before
    assert desk.draft.story.text == mine.text
    assert "nothing to write" in room.notices[-1].text


def test_what_is_typed_elsewhere_does_not_keep_from_going_on(room: Room) -> None:
    cut_story(room)
    desk = room.workspace.desk
    left = left_by_run(desk.session, Stage.STORY)  # type: ignore[arg-type]
    assert left is not None
    first = replace(STORY.sections[0], text="我改的开头。")
    desk.set_story(Story((first, *cut().sections[1:])), typed=True)
    room.workspace.commands.go_on(left)
    assert (asked(room).cut, asked(room).rewrite) == (2, ())


def test_a_text_that_ends_its_sentence_was_not_cut(room: Room) -> None:
    written(room)
    room.workspace.commands.write_story()
    room.settle()
    room.drafting.shape(STORY)
    room.drafting.end(Ended.STOPPED, "Stopped.", RunTrace("", 2))
    room.settle()
    assert left_by_run(room.workspace.desk.session, Stage.STORY) is None  # type: ignore[arg-type]


def test_a_locked_step_is_not_gone_on_with(room: Room) -> None:
    room.open()
    room.workspace.commands.write_plan()
    room.drafting.shape(PLAN)  # its texts end no sentence
    room.drafting.end(Ended.STOPPED, "Stopped.", RunTrace("", 3))
    room.settle()
    desk = room.workspace.desk
    left = left_by_run(desk.session, Stage.PLAN)  # type: ignore[arg-type]
    assert left is not None
    assert left.cut is not None
    assert left.cut.step_id == "c"
    room.workspace.steps.lock("c", True)
    assert left_by_run(desk.session, Stage.PLAN) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("ahead", ["", "又回", "暗了一下。"])
def test_after_a_crash_going_on_is_offered_from_where_the_text_ends(
    room: Room, monkeypatch: pytest.MonkeyPatch, ahead: str
) -> None:
    """The desk may have been saved later than the run."""
    session_id = written(room)
    last = Section("c", "天亮以前，光" + ahead)
    desk = room.workspace.desk
    desk.set_story(Story((*STORY.sections[:2], last)), typed=True)
    with room.database.transaction() as tx:
        plan_id = desk.draft.plan_base_id
        run = runs.start_run(
            tx,
            session_id,
            Stage.STORY,
            model="m",
            model_sha256="",
            seed=1,
            settings={},
            plan_version_id=plan_id,
        )
        runs.checkpoint_run(tx, run.id, cut(), RunFigures(), RunTrace("", 2))
    desk.save_now()
    room.open()
    monkeypatch.setattr(runs, "is_alive", lambda _owner: False)
    with room.database.transaction() as tx:
        runs.recover_runs(tx)
    room.open(session_id)
    notice = room.notices[-1]
    assert "interrupted" in notice.text
    if ahead.endswith("。"):
        assert (notice.action, notice.act) == ("", None)
        return
    assert (notice.action, notice.of_session) == ("Continue", True)
    assert notice.act is not None
    notice.act()
    assert (asked(room).cut, asked(room).rewrite) == (2, ())
    assert asked(room).keep.sections[2].text == last.text


def test_a_session_that_was_not_interrupted_says_nothing_when_opened(room: Room) -> None:
    session_id = cut_story(room)
    room.open()
    room.notices.clear()
    room.open(session_id)
    assert room.notices == []
    assert left_by_crash(room.workspace.desk.session) is None  # type: ignore[arg-type]
