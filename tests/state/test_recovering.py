"""A text in the making after a crash: nothing that was typed or written is given away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.state.samples import PLAN, STORY
from tests.state.test_desk import written
from writer_gui.domain.plan import Plan
from writer_gui.domain.run import Ended, RunFigures, Stage
from writer_gui.domain.story import Story
from writer_gui.store import runs
from writer_gui.writing.rewrite import Target, Wish

if TYPE_CHECKING:
    from tests.state.conftest import Room


def story(*texts: str) -> Story:
    sections = zip(STORY.sections, texts, strict=True)
    return Story(tuple(replace(section, text=text) for section, text in sections))


def crash(
    room: Room, session_id: int, content: Plan | Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have a run die whose last checkpoint was `content`, and open its session again."""
    stage = Stage.PLAN if isinstance(content, Plan) else Stage.STORY
    with room.database.transaction() as tx:
        run = runs.start_run(
            tx,
            session_id,
            stage,
            model="m",
            model_sha256="0" * 64,
            seed=1,
            settings={},
            plan_version_id=1,
        )
        runs.checkpoint_run(tx, run.id, content, RunFigures())
    room.workspace.desk.save_now()
    room.open()
    monkeypatch.setattr(runs, "is_alive", lambda _owner: False)
    with room.database.transaction() as tx:
        assert len(runs.recover_runs(tx)) == 1
    room.open(session_id)


@pytest.mark.parametrize(
    ("shown", "kept", "found"),
    [
        (("电报", "", ""), ("电报是干的。", "", ""), ("电报是干的。", "", "")),
        (
            ("电报是干的。我写的。", "", ""),
            ("电报是干的。", "", ""),
            ("电报是干的。我写的。", "", ""),
        ),
        (
            ("电报是干的。他读", "", ""),
            ("电报", "旧一", "旧二"),
            ("电报是干的。他读", "旧一", "旧二"),
        ),
        (("", "", ""), ("电报", "旧一", "旧二"), ("电报", "旧一", "旧二")),
    ],
)
def test_of_the_draft_and_the_version_each_section_is_the_longer(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    shown: tuple[str, ...],
    kept: tuple[str, ...],
    found: tuple[str, ...],
) -> None:
    first = written(room)
    desk = room.workspace.desk
    desk.set_story(story(*shown), typed=True)
    crash(room, first, story(*kept), monkeypatch)
    assert desk.draft.story == story(*found)
    assert desk.session is not None
    assert desk.draft.story_base_id == desk.session.stories[-1].id
    assert "interrupted" in room.notices[-1].text


def test_another_text_than_the_interrupted_one_stays_on_the_desk(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(room)
    mine = story("我自己的开头。", "", "")
    room.workspace.desk.set_story(mine, typed=True)
    crash(room, first, story("电报是干的。", "", ""), monkeypatch)
    assert room.workspace.desk.draft.story == mine
    assert not room.notices


def test_each_step_of_a_plan_is_the_longer(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(room)
    texts = [step.text for step in PLAN.steps]
    shown = PLAN.replaced(replace(PLAN.steps[1], text="一封")).replaced(
        replace(PLAN.steps[2], text=f"{texts[2]}，人还醒着")
    )
    room.workspace.desk.set_plan(shown, typed=True)
    crash(room, first, PLAN, monkeypatch)
    found = [step.text for step in room.workspace.desk.draft.plan.steps]
    assert found == [texts[0], texts[1], f"{texts[2]}，人还醒着", texts[3]]


def test_words_typed_at_the_end_outlive_an_interrupted_candidate(room: Room) -> None:
    first = written(room)
    desk = room.workspace.desk
    end = len(STORY.sections[2].text)
    room.workspace.style.set_variants(1)
    room.workspace.offering.rewrite(Target(2, end, end, Wish.GO_ON))
    room.settle()
    room.drafting.end_aside(0, STORY, Ended.INTERRUPTED)  # before its first word
    room.settle()
    room.workspace.candidates.close()
    texts = [section.text for section in STORY.sections]
    desk.set_story(story(*texts[:2], f"{texts[2]}我自己接着写。"), typed=True)
    room.open()
    room.open(first)
    assert desk.draft.story.text.endswith("我自己接着写。")
