from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.text.strategies import hostile
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.text.plan_text import (
    SeenSteps,
    markdown_to_plan,
    plan_as_thought,
    plan_to_markdown,
)

steps = st.builds(
    Step,
    id=st.just(""),
    kind=st.sampled_from(StepKind),
    title=hostile,
    text=hostile,
    locked=st.booleans(),
    author=st.sampled_from(Author),
)
plans = st.lists(steps, max_size=6).map(
    lambda found: Plan(tuple(replace(step, id=f"s{n}") for n, step in enumerate(found)))
)


def plan(*pairs: tuple[str, str]) -> Plan:
    return Plan(
        tuple(
            Step(f"s{n}", StepKind.INTENT, title, text, locked=n == 1)
            for n, (title, text) in enumerate(pairs)
        )
    )


THREE = plan(("立意", "写一个守灯人。"), ("人物", "他叫陈默。"), ("结局", "灯灭了。"))


@given(plans)
def test_round_trip_loses_nothing(before: Plan) -> None:
    assert markdown_to_plan(plan_to_markdown(before), before) == before


@given(plans, st.data())
def test_an_edit_of_one_text_changes_that_step_alone(before: Plan, data: st.DataObject) -> None:
    if not before.steps:
        return
    place = data.draw(st.integers(0, len(before.steps) - 1))
    edited = before.steps[place]
    after = before.replaced(replace(edited, text="a text that no step had before"))
    read = markdown_to_plan(plan_to_markdown(after), before)
    assert [s.text for s in read.steps[:place]] == [s.text for s in before.steps[:place]]
    assert read.steps[place].text == "a text that no step had before"
    assert [s.text for s in read.steps[place + 1 :]] == [s.text for s in before.steps[place + 1 :]]


def test_of_two_steps_alike_the_one_that_was_edited_changes() -> None:
    before = plan(("", "灯塔"), ("", "灯塔\n"))
    after = before.replaced(replace(before.steps[0], text="雾"))
    read = markdown_to_plan(plan_to_markdown(after), before)
    assert [(s.id, s.text) for s in read.steps] == [("s0", "雾"), ("s1", "灯塔\n")]


@given(plans)
def test_a_plan_read_without_its_past_keeps_every_text(before: Plan) -> None:
    read = markdown_to_plan(plan_to_markdown(before), Plan())
    assert len(read.steps) == len(before.steps)
    for new, old in zip(read.steps, before.steps, strict=True):
        assert "".join(new.text.split()) == "".join(old.text.split())
        assert new.title.split() == old.title.split()


@given(hostile)
def test_any_text_is_read_and_none_of_its_letters_is_lost(text: str) -> None:
    read = markdown_to_plan(text, Plan())
    written = "".join(step.title + step.text for step in read.steps)
    assert sorted(c for c in written if c.isalpha()) == sorted(c for c in text if c.isalpha())


def test_reordering_keeps_ids_kinds_and_locks() -> None:
    text = plan_to_markdown(Plan((THREE.steps[2], THREE.steps[0], THREE.steps[1])))
    assert markdown_to_plan(text, THREE).steps == (THREE.steps[2], THREE.steps[0], THREE.steps[1])


def test_duplicate_titles_are_told_apart_by_their_texts() -> None:
    twins = plan(("一幕", "雨夜。"), ("一幕", "晴天。"), ("一幕", ""))
    swapped = "## 1. 一幕\n\n晴天。\n\n## 2. 一幕\n\n雨夜。\n\n## 3. 一幕\n"
    assert [s.id for s in markdown_to_plan(swapped, twins).steps] == ["s1", "s0", "s2"]


def test_a_changed_text_becomes_mixed_and_keeps_its_lock() -> None:
    read = markdown_to_plan(plan_to_markdown(THREE).replace("他叫陈默", "她叫林晚"), THREE)
    assert read.steps[1] == replace(THREE.steps[1], text="她叫林晚。", author=Author.MIXED)


def test_a_step_renamed_and_rewritten_between_two_known_ones_is_still_itself() -> None:
    text = "## 1. 立意\n\n写一个守灯人。\n\n## 主角\n\n一个女孩。\n\n## 结局\n\n灯灭了。\n"
    read = markdown_to_plan(text, THREE)
    assert read.steps[1].id == "s1"
    assert (read.steps[1].title, read.steps[1].text) == ("主角", "一个女孩。")


def test_added_and_deleted_steps() -> None:
    text = "前言\n\n## 结局\n灯灭了。\n## 修改要点\n少用比喻"
    read = markdown_to_plan(text, THREE)
    assert [step.title for step in read.steps] == ["", "结局", "修改要点"]
    assert read.steps[1] == THREE.steps[2]
    assert read.steps[2].kind is StepKind.REVISION
    assert read.steps[2].author is Author.WRITER
    assert len({step.id for step in (*read.steps, *THREE.steps)}) == 5


def test_numbered_lines_are_read_where_there_is_no_heading() -> None:
    read = markdown_to_plan("1. 立意：写守灯人\n还有海\n2. 结局：灯灭", THREE)
    assert [(s.id, s.title, s.text) for s in read.steps] == [
        ("s0", "立意", "写守灯人\n还有海"),
        ("s2", "结局", "灯灭"),
    ]


def test_a_very_long_step_survives() -> None:
    long = plan(("长", "## 潮\n" * 2500), ("", ""), ("长", "## 潮\n" * 2500))
    assert markdown_to_plan(plan_to_markdown(long), long) == long


def test_thought_holds_titles_and_texts_and_no_empty_step() -> None:
    with_gap = plan(("立意", " 写守灯人。\n"), ("人物", "  "), ("", "没有标题。"))
    assert plan_as_thought(with_gap, Language.ZH) == "立意：写守灯人。\n\n没有标题。"
    assert plan_as_thought(plan(("Intent", "a keeper")), Language.EN) == "Intent: a keeper"


def read_on(before: Plan, *texts: str) -> Plan:
    """Read one text after the other, as while somebody types."""
    seen = SeenSteps()
    for text in texts:
        seen.see(before)
        before = markdown_to_plan(text, before, seen)
    return before


@given(plans, st.lists(hostile | plans.map(plan_to_markdown), max_size=3))
def test_what_is_undone_is_as_it_was_whatever_was_typed_between(
    before: Plan, between: list[str]
) -> None:
    steps = [replace(step, title=f"{n}{step.title}") for n, step in enumerate(before.steps)]
    before = Plan(tuple(steps))  # all of them different
    after = read_on(before, *between, plan_to_markdown(before))
    assert [step.id for step in after.steps] == [step.id for step in before.steps]
    assert after == before


def test_a_step_that_is_cut_and_pasted_elsewhere_is_itself() -> None:
    first, second, third = THREE.steps
    cut, pasted = Plan((first, third)), Plan((first, third, second))
    assert read_on(THREE, plan_to_markdown(cut), plan_to_markdown(pasted)) == pasted


def test_a_heading_typed_behind_a_step_leaves_its_author() -> None:
    typed = (
        "## 1. 立意\n\n写一个守灯人。\n\n{}\n\n## 2. 人物\n\n他叫陈默。\n\n## 3. 结局\n\n灯灭了。\n"
    )
    known = Plan(tuple(replace(step, author=Author.MODEL) for step in THREE.steps))
    after = read_on(known, *(typed.format("## 黎明"[:count]) for count in range(1, 6)))
    assert [step.id for step in after.steps][:1] == ["s0"]
    assert [step.author for step in after.steps] == [
        Author.MODEL,
        Author.WRITER,
        Author.MODEL,
        Author.MODEL,
    ]


def test_a_step_that_comes_back_has_the_lock_it_has_now() -> None:
    seen = SeenSteps()
    seen.see(THREE)
    edited = THREE.replaced(replace(THREE.steps[0], text="别的", locked=True, author=Author.MIXED))
    read = markdown_to_plan(plan_to_markdown(THREE), edited, seen)
    assert read.steps[0] == replace(THREE.steps[0], locked=True)


def test_no_more_than_a_bound_of_steps_is_remembered() -> None:
    seen = SeenSteps()
    for n in range(3_000):
        seen.see(plan(("题", f"第{n}次")))
    gone = "## 题\n\n第{}次\n"
    assert markdown_to_plan(gone.format(2_999), Plan(), seen).steps[0].id == "s0"
    assert markdown_to_plan(gone.format(10), Plan(), seen).steps[0].id != "s0"
