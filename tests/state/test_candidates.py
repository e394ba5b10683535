from __future__ import annotations

from typing import TYPE_CHECKING

from tests.state.samples import PLAN, STORY
from tests.state.test_desk import written
from writer_gui.domain.plan import Author
from writer_gui.domain.run import Ended, Stage
from writer_gui.domain.story import Section, Story
from writer_gui.state.candidates import CandidatesState, OfferKind
from writer_gui.writing.rewrite import Target, Wish, put_in

if TYPE_CHECKING:
    from tests.state.conftest import Room

TARGET = Target(0, 7, 12, Wish.CONCRETE)
"""他没有拆。"""

NEW = "他把信压在灯下。"


def offered(room: Room, target: Target = TARGET) -> CandidatesState:
    """Return the candidates for a passage, asked for and not begun."""
    room.workspace.offering.rewrite(target)
    room.settle()
    return room.workspace.candidates


def test_candidates_stream_apart_from_the_desk(room: Room) -> None:
    written(room)
    candidates = offered(room)
    assert candidates.offer is not None
    assert candidates.offer.kind is OfferKind.PASSAGE
    assert candidates.offer.original == "他没有拆。"
    grown: list[tuple[int, str]] = []
    candidates.text_grew.connect(lambda variant, text: grown.append((variant, text)))
    room.drafting.shape_aside(1, put_in(STORY, Target(0, 7, 14, Wish.OWN), ""))
    room.drafting.grow_aside(1, 0, "他把")
    room.drafting.grow_aside(1, 0, "信")
    assert [text for variant, text in grown if variant == 1] == ["", "他把", "信"]
    assert room.workspace.desk.draft.story.text == STORY.text


def test_every_candidate_is_a_version_and_one_can_be_used(room: Room) -> None:
    session_id = written(room)
    candidates = offered(room)
    for variant, text in enumerate((NEW, "他转身走了。", "")):
        room.drafting.end_aside(variant, put_in(STORY, TARGET, text))
    room.settle()
    assert [c.text for c in candidates.candidates] == [NEW, "他转身走了。", ""]
    assert len(room.stored(session_id).stories) == 4
    candidates.use(0)
    room.settle()
    desk = room.workspace.desk
    assert desk.draft.story.sections[0].text == "信封是湿的。\n" + NEW
    assert candidates.offer is None
    stored = room.stored(session_id)
    assert stored.stories[-1].story.text == desk.draft.story.text
    authors = {s.author for section in stored.stories[-1].story.sections for s in section.spans}
    assert authors <= {Author.MODEL}


def test_parts_of_a_candidate_leave_the_rest_to_who_wrote_it(room: Room) -> None:
    session_id = written(room)
    candidates = offered(room)
    for variant in range(3):
        room.drafting.end_aside(variant, put_in(STORY, TARGET, NEW))
    candidates.use(1, "他没有压在灯下。")
    room.settle()
    newest = room.stored(session_id).stories[-1]
    assert newest.story.sections[0].text == "信封是湿的。\n他没有压在灯下。"
    authors = {span.author for span in newest.story.sections[0].spans}
    assert authors <= {Author.MODEL}


def test_a_candidate_finds_its_passage_after_an_edit_before_it(room: Room) -> None:
    written(room)
    candidates = offered(room)
    room.drafting.end_aside(0, put_in(STORY, TARGET, NEW))
    desk = room.workspace.desk
    moved = Story((Section("a", "那封信是湿的。\n他没有拆。"), *STORY.sections[1:]))
    desk.set_story(moved, typed=True)
    candidates.use(0)
    room.settle()
    assert desk.draft.story.sections[0].text == "那封信是湿的。\n" + NEW


def test_a_passage_the_writer_has_changed_is_left_alone(room: Room) -> None:
    session_id = written(room)
    candidates = offered(room)
    room.drafting.end_aside(0, put_in(STORY, TARGET, NEW))
    desk = room.workspace.desk
    own = Story((Section("a", "雨。他拆了信，又放下。海。"), *STORY.sections[1:]))
    desk.set_story(own, typed=True)
    candidates.use(0)
    room.settle()
    assert desk.draft.story == own
    assert room.notices[-1].text.endswith("v2.")
    assert NEW in room.stored(session_id).stories[1].story.text


def test_one_candidate_can_be_stopped(room: Room) -> None:
    written(room)
    offered(room).stop(2)
    assert room.drafting.calls.stopped_variants == [2]


def test_closing_stops_what_is_still_written(room: Room) -> None:
    session_id = written(room)
    candidates = offered(room)
    candidates.close()
    assert room.drafting.calls.stopped_variants == [None]
    room.drafting.end_aside(0, put_in(STORY, TARGET, "他"), Ended.STOPPED)
    assert room.workspace.desk.draft.story.text == STORY.text
    assert len(room.stored(session_id).stories) == 2


def test_opening_another_session_closes_the_offer(room: Room) -> None:
    written(room)
    candidates = offered(room)
    room.open()
    assert candidates.offer is None


def test_a_failure_before_the_first_word_closes_the_offer(room: Room) -> None:
    written(room)
    candidates = offered(room)
    room.drafting.fail("No model.")
    assert candidates.offer is None


def test_a_step_has_alternatives_and_goes_on(room: Room) -> None:
    written(room)
    room.workspace.offering.alternatives("b")
    room.settle()
    candidates = room.workspace.candidates
    assert room.drafting.last.stage is Stage.PLAN
    assert candidates.offer is not None
    assert candidates.offer.original == "灯灭了"
    room.drafting.end_aside(0, PLAN.edited("b", "信被风吹走"))
    room.drafting.end_aside(1, PLAN.edited("b", "船来了"))
    room.drafting.end_aside(2, PLAN.edited("b", "灯罩裂了"))
    candidates.use(1)
    room.settle()
    desk = room.workspace.desk
    step = desk.draft.plan.step("b")
    assert step is not None
    assert step.text == "船来了"
    assert [stale.place for stale in desk.stale] == [1, 2]
    room.workspace.offering.continue_step("b")
    room.settle()
    assert room.drafting.busy


def test_a_locked_step_is_left_alone(room: Room) -> None:
    written(room)
    room.workspace.steps.lock("b", True)
    room.workspace.offering.alternatives("b")
    room.settle()
    assert not room.drafting.busy
    assert "locked" in room.notices[-1].text


def test_whole_stories_are_offered_side_by_side(room: Room) -> None:
    session_id = written(room)
    room.workspace.offering.stories()
    room.settle()
    candidates = room.workspace.candidates
    room.drafting.shape_aside(0, Story((Section("a", ""), Section("b", ""), Section("c", ""))))
    room.drafting.grow_aside(0, 0, "雾来了。")
    room.drafting.grow_aside(0, 1, "灯灭了。")
    assert candidates.candidates[0].text == "雾来了。\n\n灯灭了。"
    other = Story((Section("a", "船来了。"), Section("b", "灯亮了。"), Section("c", "完。")))
    for variant in range(3):
        room.drafting.end_aside(variant, other)
    candidates.use(2)
    room.settle()
    assert room.workspace.desk.draft.story.text == other.text
    assert room.workspace.desk.draft.story_base_id == room.stored(session_id).stories[-1].id
    assert len(room.stored(session_id).stories) == 4


def test_nothing_is_rewritten_without_words(room: Room) -> None:
    written(room)
    room.workspace.offering.rewrite(Target(0, 3, 3, Wish.SHORTER))
    room.workspace.offering.rewrite(Target(9, 0, 4, Wish.SHORTER))
    room.settle()
    assert not room.drafting.busy
    assert "Select" in room.notices[-1].text


def test_too_much_is_not_rewritten_at_once(room: Room) -> None:
    written(room)
    long = Story((Section("a", "雾" * 3000),))
    room.workspace.desk.set_story(long)
    room.workspace.offering.rewrite(Target(0, 0, 3000, Wish.SHORTER))
    room.settle()
    assert not room.drafting.busy
    assert "2,000" in room.notices[-1].text


def test_an_edit_of_the_plan_is_tried_with_the_same_seed_and_settings(room: Room) -> None:
    session_id = written(room)
    room.workspace.offering.edit_effect()
    room.settle()
    assert "edit it first" in room.notices[-1].text
    room.workspace.steps.edit("b", "灯罩裂了")
    room.workspace.offering.edit_effect()
    room.settle()
    offer = room.workspace.candidates.offer
    assert offer is not None
    assert offer.kind is OfferKind.EDIT
    assert (offer.old_plan.step("b"), offer.plan.step("b")) != (None, None)
    assert offer.old_plan != offer.plan
    assert offer.story.text == STORY.text
    assert room.drafting.last.options.seed == 7
    assert room.drafting.last.options.variants == 1
    other = Story((Section("a", "信封是湿的。"), Section("b", "灯罩裂了。"), Section("c", "完。")))
    room.drafting.end_aside(0, other)
    stored = room.stored(session_id)
    assert stored.stories[-1].plan_version_id == stored.plans[-1].id
    assert room.workspace.desk.draft.story.text == STORY.text


def test_a_story_that_was_not_written_whole_has_no_edit_to_compare(room: Room) -> None:
    room.open()
    room.workspace.desk.set_plan(PLAN)
    room.workspace.desk.set_story(STORY)
    room.workspace.offering.edit_effect()
    room.settle()
    assert "written whole" in room.notices[-1].text
