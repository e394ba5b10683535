from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.state.samples import ENDING, INTENT, OPENING, PLAN, STORY, TURN
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan
from writer_gui.domain.story import Story
from writer_gui.text.comparing import (
    Exhibit,
    ExhibitKind,
    compare,
    figures,
    matching_place,
    realised_steps,
)


def text(shown: str) -> Exhibit:
    return Exhibit(ExhibitKind.TEXT, "t", Language.ZH, text=shown)


def plan(made: Plan) -> Exhibit:
    return Exhibit(ExhibitKind.PLAN, "p", Language.ZH, plan=made)


def test_steps_stand_beside_steps_however_much_their_texts_differ() -> None:
    longer = Plan((INTENT, replace(OPENING, text="海" * 500), TURN, ENDING))
    one, other = plan(PLAN), plan(longer)
    places = {
        (one.shown[a : a + 5], other.shown[b : b + 5]) for a, b in compare(one, other).anchors
    }
    assert places == {(f"{n}. {s.title}",) * 2 for n, s in enumerate(PLAN.steps, 1)}


def test_a_reordered_plan_gives_only_anchors_that_rise() -> None:
    turned = Plan((INTENT, TURN, OPENING, ENDING))
    anchors = compare(plan(PLAN), plan(turned)).anchors
    assert list(anchors) == sorted(anchors)
    assert len({b for _, b in anchors}) == len(anchors)


def test_a_story_with_its_plan_is_laid_out_as_one_text() -> None:
    both = Exhibit(ExhibitKind.BOTH, "b", Language.ZH, plan=PLAN, story=STORY)
    assert both.shown.index("立意") < both.shown.index(STORY.sections[0].text)
    assert figures(both).steps == (3, 3)


def test_beats_without_a_section_are_not_realised() -> None:
    part = Exhibit(ExhibitKind.STORY, "s", Language.ZH, plan=PLAN, story=Story(STORY.sections[:1]))
    assert realised_steps(part) == (1, 3)


def test_places_between_anchors_are_found_in_proportion() -> None:
    anchors = [(0, 0), (10, 100)]
    assert [matching_place(anchors, p, (20, 120)) for p in (0, 5, 10, 15, 20, 99)] == [
        0,
        50,
        100,
        110,
        120,
        120,
    ]


paragraphs = st.lists(
    st.sampled_from(["灯灭了。", "海很黑。", "他醒了，又睡去。", "船来了。"]), max_size=8
)


@given(paragraphs, paragraphs)
def test_every_place_has_a_place_beside_it(one: list[str], other: list[str]) -> None:
    left, right = text("\n".join(one)), text("\n".join(other))
    anchors = compare(left, right).anchors
    ends = len(left.shown), len(right.shown)
    beside = [matching_place(anchors, place, ends) for place in range(ends[0] + 1)]
    assert beside == sorted(beside)
    assert all(0 <= place <= ends[1] for place in beside)
