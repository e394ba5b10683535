from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.writing.driving import drive, result
from writer_gui.domain.generation import PassageEnd, Role
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended
from writer_gui.domain.session import Prompt
from writer_gui.paths import assets_dir
from writer_gui.writing.asking import Conditions, passage_seed
from writer_gui.writing.brief import Brief
from writer_gui.writing.names import fresh_name
from writer_gui.writing.plan_writer import ATTEMPTS, write_plan
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.generation import Passage, PassageResult

LINES = [
    "守灯人在雾夜等一封迟到的信",
    "陈默，守灯人，话很少",
    "北方小岛，守灯人住的石屋",
    "雾夜里守灯人捞起一只铁匣",
    "守灯人认出信上亡妻的笔迹",
    "信的日期让守灯人放下茶杯",
    "守灯人又点亮了石屋的灯",
    "铁匣的锁，守灯人从没打开",
]


@pytest.fixture
def brief() -> Brief:
    templates = Templates([assets_dir() / "templates"])
    return Brief(
        Prompt("写一个守灯人的故事", "小说-故事", Language.ZH, 400),
        templates.for_genre("小说-故事"),
    )


def write(
    brief: Brief, plan: Plan, answers: Sequence[str | PassageResult], **more: object
) -> tuple[Plan, Ended, list[Passage]]:
    writing = write_plan(brief, plan, Conditions("r", 7), **more)  # type: ignore[arg-type]
    written, passages = drive(writing, answers)
    return written.content, written.ended, passages


def test_every_step_is_filled_after_its_opening(brief: Brief) -> None:
    plan, ended, passages = write(brief, brief.template.skeleton(Language.ZH), list(LINES))
    assert ended is Ended.COMPLETE
    assert [step.text for step in plan.steps] == [
        brief.template.opening(step, Language.ZH) + line
        for step, line in zip(plan.steps, LINES, strict=True)
    ]
    assert len(passages) == len(LINES)


def test_each_step_goes_on_from_all_before_it(brief: Brief) -> None:
    _, _, passages = write(brief, brief.template.skeleton(Language.ZH), list(LINES))
    last = "".join(passages[-1].opening)
    assert last.startswith("1. 立意：")
    assert all(line in last for line in LINES[:-1])
    assert last.endswith("8. 修改要点：全篇最要写准的细节是")
    assert passages[0].messages == passages[-1].messages
    assert {p.run for p in passages} == {"r"}


def test_seeds_differ_by_place_and_come_from_the_run(brief: Brief) -> None:
    _, _, passages = write(brief, brief.template.skeleton(Language.ZH), list(LINES))
    assert [p.seed for p in passages] == [passage_seed(7, place, 0) for place in range(8)]
    assert len({p.seed for p in passages}) == 8


def test_a_step_that_copies_an_earlier_one_is_asked_for_again(brief: Brief) -> None:
    copy = LINES[0] + LINES[1] + LINES[2]
    answers = [copy, copy, LINES[1], *LINES[2:]]
    plan, _, passages = write(brief, brief.template.skeleton(Language.ZH), list(answers))
    assert plan.steps[1].text.endswith(LINES[1])
    assert passages[2].seed == passage_seed(7, 1, 1)
    assert passages[2].opening == passages[1].opening


def test_attempts_are_bounded_and_the_best_stands(brief: Brief) -> None:
    bad = ["the keeper and his letter", "守灯人应该注意故事的节奏"]
    answers = [*bad[:ATTEMPTS], *LINES[1:]]
    plan, ended, passages = write(brief, brief.template.skeleton(Language.ZH), list(answers))
    assert ended is Ended.COMPLETE
    assert plan.steps[0].text.endswith("守灯人应该注意故事的节奏")
    assert len(passages) == ATTEMPTS + 7


def test_locked_steps_stay_and_are_given_to_the_model(brief: Brief) -> None:
    skeleton = brief.template.skeleton(Language.ZH)
    locked = replace(
        skeleton.steps[4], text="她在信里画了一只船。", locked=True, author=Author.WRITER
    )
    plan, _, passages = write(brief, skeleton.replaced(locked), LINES[:4] + LINES[5:])
    assert plan.steps[4] == locked
    [task] = [m.content for m in passages[0].messages if m.role is Role.USER]
    assert "5. 发展：她在信里画了一只船。" in task
    assert "她在信里画了一只船。" in "".join(passages[-1].opening)


def test_one_step_alone_is_rewritten(brief: Brief) -> None:
    first, _, _ = write(brief, brief.template.skeleton(Language.ZH), list(LINES))
    wanted = first.steps[2]
    plan, _, passages = write(brief, first, ["南方渔村里守灯人的旧邮局"], rewrite=(wanted.id,))
    assert len(passages) == 1
    assert plan.steps[2].text == "故事发生的地方是南方渔村里守灯人的旧邮局"
    assert [s for s in plan.steps if s.id != wanted.id] == [
        s for s in first.steps if s.id != wanted.id
    ]


@pytest.mark.parametrize(
    ("author", "then"), [(Author.WRITER, Author.MIXED), (Author.MODEL, Author.MODEL)]
)
def test_a_step_that_is_gone_on_with_is_the_work_of_both(
    brief: Brief, author: Author, then: Author
) -> None:
    first, _, _ = write(brief, brief.template.skeleton(Language.ZH), list(LINES))
    begun = replace(first.steps[2], text="故事发生在南方的渔村", author=author)
    plan, _, _ = write(
        brief,
        first.replaced(begun),
        ["，守灯人的旧邮局早就关了"],
        rewrite=(begun.id,),
        go_on=True,
    )
    assert plan.steps[2].text == "故事发生在南方的渔村，守灯人的旧邮局早就关了"
    assert plan.steps[2].author is then


def test_a_stop_keeps_the_half_step_and_the_old_later_ones(brief: Brief) -> None:
    first, _, _ = write(brief, brief.template.skeleton(Language.ZH), list(LINES))
    answers: Sequence[str | PassageResult] = [
        "另一个守灯人与一封信",
        result("陈", PassageEnd.STOPPED),
    ]
    plan, ended, _ = write(brief, first, answers)
    assert ended is Ended.STOPPED
    assert plan.steps[1].text == "主人公是陈"
    assert plan.steps[2:] == first.steps[2:]


def test_no_step_asked_for_means_no_passage(brief: Brief) -> None:
    skeleton = brief.template.skeleton(Language.ZH)
    plan, ended, passages = write(brief, skeleton, [], rewrite=())
    assert (plan, ended, passages) == (skeleton, Ended.COMPLETE, [])


def test_a_name_every_draft_has_gives_way_to_one_drawn_by_the_seed(brief: Brief) -> None:
    answers = [LINES[0], "李明，守灯人，话很少", "默，守灯人，话很少", *LINES[2:]]
    plan, _, passages = write(brief, brief.template.skeleton(Language.ZH), answers)
    name = fresh_name(Language.ZH, passages[1].seed)
    assert passages[2].opening[-1] == name
    assert plan.steps[1].text == f"主人公是{name}默，守灯人，话很少"
