from __future__ import annotations

import pytest

from tests.writing.plan_edits import CLOCKS, FACTS, HARBOUR, PLANS, WORDINGS, Edit
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.writing.contradictions import Contradiction, Where, brought_in_line, contradictions
from writer_gui.writing.fact_changes import FactKind, changed_facts
from writer_gui.writing.style import Viewpoint
from writer_gui.writing.viewpoints import viewpoint_of


def found(edit: Edit) -> tuple[Contradiction, ...]:
    prompt = PLANS[edit.plan]
    return contradictions(changed_facts(edit.plan, edit.after, prompt), edit.after, prompt)


def plan_of(*texts: str, locked: int = -1) -> Plan:
    return Plan(
        tuple(
            Step(f"s{n}", StepKind.DEVELOPMENT, "", text, locked=n == locked)
            for n, text in enumerate(texts)
        )
    )


def renamed(old: str, new: str, *others: str) -> list[str]:
    """Return the other steps after step 0 was edited and they were brought in line."""
    before = plan_of(old, *others)
    after = before.edited("s0", new)
    prompt = Prompt("")
    changed = changed_facts(before, after, prompt)
    return [
        step.text
        for step in brought_in_line(after, contradictions(changed, after, prompt)).steps[1:]
    ]


def test_a_changed_fact_that_others_hold_is_found() -> None:
    edits = [edit for edit in FACTS if edit.gone]
    missed = [
        (edit.old, edit.new)
        for edit in edits
        if not any(edit.gone in (c.old, c.change.old) or edit.gone in c.old for c in found(edit))
    ]
    assert len(edits) >= 60
    assert len(missed) <= len(edits) // 10, missed


def test_an_edit_of_the_wording_is_no_changed_fact() -> None:
    reported = [(edit.old, edit.new) for edit in WORDINGS if found(edit)]
    assert len(WORDINGS) >= 60
    assert len(reported) <= len(WORDINGS) // 20, reported


def test_where_the_old_name_stands_is_told_to_the_character() -> None:
    edit = FACTS[0]
    spots = found(edit)
    assert {c.step_id for c in spots if c.where is Where.STEP} == {f"s{n}" for n in range(3, 8)}
    assert [c.where for c in spots if c.step_id is None] == [Where.PROMPT]
    for spot in spots:
        step = edit.after.step(spot.step_id or "")
        text = PLANS[CLOCKS].text if step is None else step.text
        assert text[spot.start : spot.end] == "姜明"


def test_the_story_is_looked_at_as_well() -> None:
    edit = FACTS[0]
    changed = changed_facts(edit.plan, edit.after, PLANS[CLOCKS])
    story = Story((Section("s3", "那天姜明开了门。"), Section("s4", "门没有开。")))
    spots = contradictions(changed, edit.after, PLANS[CLOCKS], story)
    assert [(c.step_id, c.start) for c in spots if c.where is Where.SECTION] == [("s3", 2)]


@pytest.mark.parametrize(
    ("old", "new", "other", "wanted"),
    [
        ("姜明开门。", "顾长庚开门。", "姜明的表停了，姜明笑了。", "顾长庚的表停了，顾长庚笑了。"),
        ("姜明开门。", "顾长庚开门。", "老姜走了，姜师傅没来。", "老顾走了，顾师傅没来。"),
        ("林晓雨回来。", "沈知夏回来。", "晓雨哭了，林晓雨的伞。", "知夏哭了，沈知夏的伞。"),
        (
            "林晓雨回来。",
            "苏念回来。",
            "晓雨哭了，王晓雨没有。林晓雨。",
            "苏念哭了，王晓雨没有。苏念。",
        ),
        (
            "江澄上船。",
            "陆野上船。",
            "江湖夜雨，江澄醒了，江水冷。",
            "江湖夜雨，陆野醒了，江水冷。",
        ),
        (
            "姜明开门。",
            "顾长庚开门。",
            "姜明亮来了，姜明亮坐下。姜明。",
            "姜明亮来了，姜明亮坐下。顾长庚。",
        ),
        (
            "Ned sat.",
            "Tom sat.",
            "Ned's coat; Nedra left with Ned.",
            "Tom's coat; Nedra left with Tom.",
        ),
        (
            "So Will sat.",
            "So Finn sat.",
            "Will he go? I will. Will goes.",
            "Will he go? I will. Finn goes.",
        ),
        (
            "So Ned Marsh sat.",
            "So Tom Hale sat.",
            "Mr. Marsh paid. Clara Marsh saw Ned Marsh in the Marsh house; Ned left.",
            "Mr. Hale paid. Clara Marsh saw Tom Hale in the Marsh house; Tom left.",
        ),
        (
            "Here James sat.",
            "Here Finn sat.",
            "James' hat and James’s coat.",
            "Finn's hat and Finn’s coat.",
        ),
        (
            "Then Rose left.",
            "Then Ada left.",
            "Rose from the dead. A rose for Rose.",
            "Rose from the dead. A rose for Ada.",
        ),
        (
            "She met May here.",
            "She met Ada here.",
            "May I come? May 5 came. May left.",
            "May I come? May 5 came. Ada left.",
        ),
    ],
)
def test_a_new_name_stands_for_the_old_and_for_nothing_else(
    old: str, new: str, other: str, wanted: str
) -> None:
    assert renamed(old, new, other, other) == [wanted, wanted]


def test_what_is_locked_stays_and_what_is_changed_is_mixed() -> None:
    before = plan_of("姜明开门。", "姜明坐下。", "姜明走了。", "姜明的表。", locked=2)
    before = before.replaced(
        Step("s3", StepKind.DEVELOPMENT, "姜明", "姜明的表。", author=Author.WRITER)
    )
    after = before.edited("s0", "顾长庚开门。")
    spots = contradictions(changed_facts(before, after, Prompt("")), after, Prompt(""))
    now = brought_in_line(after, spots)
    assert [step.text for step in now.steps[1:]] == ["顾长庚坐下。", "姜明走了。", "顾长庚的表。"]
    assert now.steps[3].title == "顾长庚"
    authors = [Author.MIXED, Author.MIXED, Author.MODEL, Author.WRITER]
    assert [step.author for step in now.steps] == authors


def test_meaning_is_not_changed_by_words_alone() -> None:
    edit = next(edit for edit in FACTS if (edit.plan, edit.old) == (HARBOUR, "sister"))
    spots = found(edit)
    assert {c.change.kind for c in spots} == {FactKind.RELATION}
    assert brought_in_line(edit.after, spots) == edit.after


def test_names_alone_can_be_asked_for() -> None:
    before = plan_of("清晨，姜明开门。", "清晨，姜明走了。")
    after = before.edited("s0", "傍晚，顾长庚开门。")
    spots = contradictions(changed_facts(before, after, Prompt("")), after, Prompt(""))
    assert brought_in_line(after, spots).steps[1].text == "傍晚，顾长庚走了。"
    names = brought_in_line(after, spots, kinds=(FactKind.NAME,))
    assert names.steps[1].text == "清晨，顾长庚走了。"


@pytest.mark.parametrize(
    ("texts", "by_writer", "prompt", "wanted"),
    [
        (("用第三人称叙述", "他走了"), (), "用第一人称写", Viewpoint.FIRST),
        (("用第三人称叙述", "他走了"), (0,), "用第一人称写", Viewpoint.THIRD),
        (("他来了", "我是学徒，跟着师父四年"), (1,), "用第三人称写", Viewpoint.FIRST),
        (("他说：“我走了”",), (0,), "写一个故事", Viewpoint.OPEN),
        (("我想让他最后死去",), (0,), "写一个故事", Viewpoint.OPEN),
        (("全文用第二人称",), (), "写一个故事", Viewpoint.SECOND),
        (("不要用第一人称，用第三人称",), (0,), "写一个故事", Viewpoint.THIRD),
        (("他走了",), (), "请帮我写一个故事，我很喜欢灯塔", Viewpoint.OPEN),
        (("I still have the keys",), (0,), "A story in third person", Viewpoint.FIRST),
        (("Not in the first person",), (0,), "A story", Viewpoint.OPEN),
        (("Third-person, past tense",), (), "I want a story", Viewpoint.THIRD),
    ],
)
def test_who_tells_by_plan_and_prompt(
    texts: tuple[str, ...], by_writer: tuple[int, ...], prompt: str, wanted: Viewpoint
) -> None:
    steps = [
        Step(
            f"s{n}",
            StepKind.INTENT,
            "",
            text,
            author=Author.MIXED if n in by_writer else Author.MODEL,
        )
        for n, text in enumerate(texts)
    ]
    assert viewpoint_of(Plan(tuple(steps)), Prompt(prompt, language=Language.ZH)) is wanted


def test_the_step_edited_last_says_who_tells() -> None:
    steps = tuple(
        Step(f"s{n}", StepKind.INTENT, "", text, author=Author.WRITER)
        for n, text in enumerate(("用第一人称", "用第三人称"))
    )
    assert viewpoint_of(Plan(steps), Prompt("")) is Viewpoint.THIRD
    assert viewpoint_of(Plan(steps), Prompt(""), newest="s0") is Viewpoint.FIRST
