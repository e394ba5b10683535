from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.story import Section, Story
from writer_gui.writing.staleness import StaleReason, stale_sections, unwritten_steps

D, G = StepKind.DEVELOPMENT, StepKind.INTENT


def step(step_id: str, kind: StepKind = D, text: str | None = None) -> Step:
    return Step(step_id, kind, step_id.upper(), step_id * 3 if text is None else text)


PLAN = Plan((step("i", G), step("a"), step("b"), step("c"), step("r", StepKind.REVISION)))
STORY = Story(tuple(Section(i, f"text {i}") for i in "abc"))


def places(used: Plan | None, now: Plan, story: Story = STORY) -> list[int]:
    return [stale.place for stale in stale_sections(used, now, story)]


def test_the_plan_it_was_written_from_leaves_nothing_stale() -> None:
    assert places(PLAN, PLAN) == []


def test_a_story_without_a_plan_is_never_stale() -> None:
    assert places(None, PLAN) == []


def test_a_changed_beat_makes_its_section_and_the_later_ones_stale() -> None:
    stale = stale_sections(PLAN, PLAN.edited("b", "else"), STORY)
    assert [(s.place, s.reason) for s in stale] == [
        (1, StaleReason.STEP_CHANGED),
        (2, StaleReason.EARLIER_STEP),
    ]
    assert stale[1].step_ids == ("b",)


def test_a_changed_intent_touches_every_section() -> None:
    stale = stale_sections(PLAN, PLAN.edited("i", "else"), STORY)
    assert [s.reason for s in stale] == [StaleReason.WHOLE_PLAN] * 3


def test_a_removed_beat_is_named_as_the_reason() -> None:
    now = Plan(tuple(s for s in PLAN.steps if s.id != "c"))
    assert [(s.place, s.reason) for s in stale_sections(PLAN, now, STORY)] == [
        (2, StaleReason.STEP_REMOVED)
    ]


def test_swapped_beats_make_both_stale() -> None:
    i, a, b, c, r = PLAN.steps
    assert places(PLAN, Plan((i, a, c, b, r))) == [1, 2]


def test_a_beat_added_at_the_end_is_unwritten_and_makes_nothing_stale() -> None:
    now = Plan((*PLAN.steps, step("d")))
    assert places(PLAN, now) == []
    assert unwritten_steps(now, STORY) == ("d",)


def test_an_empty_new_step_and_a_lock_change_nothing() -> None:
    i, a, b, c, r = PLAN.steps
    assert places(PLAN, Plan((i, replace(a, locked=True), step("n", text=" "), b, c, r))) == []


def test_a_piece_for_the_whole_plan_is_stale_after_any_change() -> None:
    whole = Story((Section(None, "a poem"),))
    assert places(PLAN, PLAN.edited("c", "else"), whole) == [0]
    assert unwritten_steps(PLAN, whole) == ()


@given(st.integers(0, 4), st.text(min_size=1).filter(lambda t: t.strip()))
def test_taking_an_edit_back_leaves_nothing_stale(place: int, text: str) -> None:
    old = PLAN.steps[place]
    there = PLAN.edited(old.id, text)
    assert places(PLAN, there.edited(old.id, old.text)) == []
    assert bool(places(PLAN, there)) == (text.strip() != old.text)
