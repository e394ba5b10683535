from __future__ import annotations

from dataclasses import replace

import pytest

from tests.exchange.test_session_json import FIRST, SECOND, SESSION, WRITTEN
from tests.store.samples import LIGHTHOUSE, draft, plan, story
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.session import Draft, Prompt
from writer_gui.domain.story import Section, Span, Story
from writer_gui.errors import UserError
from writer_gui.exchange.session_triplet import model_share, triplet_from_session


def test_versions_that_are_named_are_taken() -> None:
    made = triplet_from_session(SESSION, FIRST, WRITTEN)
    assert (made.plan_version_id, made.story_version_id, made.session_id) == (50, 60, 7)
    assert made.thought == "第1步：一\n\n第2步：二"
    assert made.answer == "雾。\n\n信。"
    assert made.query == LIGHTHOUSE.text
    assert made.provenance["plan_version"] == 1
    assert made.provenance["models"] == [
        {"stage": "story", "model": "Tiny", "sha256": "ab", "seed": 3}
    ]


def test_the_desk_comes_first_and_is_known_for_the_version_it_is() -> None:
    assert triplet_from_session(SESSION).story_version_id is None
    laid = replace(draft(), plan=SECOND.plan, story=WRITTEN.story)
    made = triplet_from_session(replace(SESSION, draft=laid))
    assert (made.plan_version_id, made.story_version_id) == (51, 60)


def test_an_empty_desk_gives_way_to_the_newest_story_and_its_own_plan() -> None:
    later_plan = replace(FIRST, id=70, number=3)
    session = replace(SESSION, draft=Draft(LIGHTHOUSE), plans=(FIRST, SECOND, later_plan))
    made = triplet_from_session(session)
    assert (made.plan_version_id, made.story_version_id) == (51, 60)


@pytest.mark.parametrize(
    "desk",
    [
        Draft(LIGHTHOUSE),
        Draft(LIGHTHOUSE, plan=plan("一")),
        Draft(LIGHTHOUSE, story=story("雾。")),
        Draft(Prompt(" "), plan=plan("一"), story=story("雾。")),
    ],
)
def test_what_lacks_a_part_is_no_triplet(desk: Draft) -> None:
    with pytest.raises(UserError, match="Session 7 has no prompt, plan and story yet"):
        triplet_from_session(replace(SESSION, draft=desk, plans=(), stories=()))


def test_each_triplet_has_an_identity_of_its_own() -> None:
    assert triplet_from_session(SESSION).uid != triplet_from_session(SESSION).uid


def test_the_share_of_the_model_is_counted_in_characters() -> None:
    spans = (Span(2, Author.MODEL), Span(2, Author.WRITER))
    halves = Story((Section(None, "雾散灯塔", spans),))
    assert model_share(Plan(), halves) == 0.5
    mixed = plan("四个字啊").edited("step1", "改了四字")
    assert model_share(mixed, Story()) == 0.5
    assert model_share(mixed, Story((Section(None, "四字都是"),))) == 0.75
    assert model_share(Plan(), Story()) == 0.0
