from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.state.samples import PLAN, STORY
from tests.writing.driving import drive, result
from writer_gui.domain.generation import PassageEnd
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.paths import assets_dir
from writer_gui.writing.asking import Conditions
from writer_gui.writing.brief import Brief
from writer_gui.writing.rewrite import (
    Target,
    Wish,
    candidate_text,
    put_in,
    rewrite_passage,
    target_text,
    under_way,
)
from writer_gui.writing.templates import Templates

PROMPT = Prompt("写一个灯塔看守人的故事")
BRIEF = Brief(PROMPT, Templates([assets_dir() / "templates"]).for_genre(PROMPT.genre))
NOT_TAKEN = Target(0, 7, 13, Wish.CONCRETE)  # 他没有拆。
CONDITIONS = Conditions("run", 7)


def test_only_the_passage_changes() -> None:
    assert target_text(STORY, NOT_TAKEN) == "他没有拆。"
    written, passages = drive(
        rewrite_passage(BRIEF, PLAN, STORY, NOT_TAKEN, CONDITIONS), ["他把信压在煤油灯下。"]
    )
    assert written.content.sections[0].text == "信封是湿的。\n他把信压在煤油灯下。"
    assert written.content.sections[1:] == STORY.sections[1:]
    assert written.ended is Ended.COMPLETE
    [passage] = passages
    asked = passage.messages[-1].content
    assert "信封是湿的。" in asked  # what stands before
    assert "他没有拆。" in asked
    assert "一封信到了岛上" in asked  # the step of the section


def test_the_writers_own_instruction_is_asked_for() -> None:
    target = Target(0, 0, 6, Wish.OWN, "用第一人称写。")
    _, [passage] = drive(rewrite_passage(BRIEF, PLAN, STORY, target, CONDITIONS), ["我摸到信封。"])
    assert "用第一人称写。只写" in passage.messages[-1].content


def test_a_text_that_is_the_old_one_is_asked_for_again_with_another_seed() -> None:
    writing = rewrite_passage(BRIEF, PLAN, STORY, NOT_TAKEN, CONDITIONS)
    written, passages = drive(writing, ["他没有拆。", "他转身去添油。"])
    assert "他转身去添油。" in written.content.text
    assert passages[0].seed != passages[1].seed


def test_going_on_reads_the_story_as_it_was_written() -> None:
    target = Target(1, 7, 7, Wish.GO_ON)
    writing = rewrite_passage(BRIEF, PLAN, STORY, target, CONDITIONS)
    written, [passage] = drive(writing, ["他摸黑上楼。"])
    assert written.content.sections[1].text == "那一夜灯灭了。他摸黑上楼。"
    frame = "".join(passage.opening)
    assert frame == "信封是湿的。\n他没有拆。\n\n那一夜灯灭了。"


def test_a_long_story_is_not_read_whole_to_go_on() -> None:
    story = Story((Section("a", "雾。" * 4000), Section("b", "灯。" * 3000)))
    target = Target(1, 6000, 6000, Wish.GO_ON)
    _, [passage] = drive(rewrite_passage(BRIEF, PLAN, story, target, CONDITIONS), ["他上楼。"])
    assert len("".join(passage.opening)) < 2000


@pytest.mark.parametrize(
    ("end", "ended"),
    [(PassageEnd.STOPPED, Ended.STOPPED), (PassageEnd.LENGTH, Ended.CUT)],
)
def test_an_early_end_is_told(end: PassageEnd, ended: Ended) -> None:
    writing = rewrite_passage(BRIEF, PLAN, STORY, NOT_TAKEN, Conditions("run", 7, attempts=1))
    written, _ = drive(writing, [result("他把信压在煤油灯下。", end)])
    assert written.ended is ended


def test_what_is_shown_while_it_grows_is_the_story_with_the_text_inside() -> None:
    target = Target(0, 0, 6, Wish.SHORTER)
    ask = next(rewrite_passage(BRIEF, PLAN, STORY, target, CONDITIONS))
    assert ask.content("信湿").sections[0].text == "信湿\n他没有拆。"


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_what_is_put_in_can_be_taken_out_again(head: str, old: str, tail: str, new: str) -> None:
    story = Story((Section("a", head + old + tail), Section("b", "后")))
    target = Target(0, len(head), len(head) + len(old), Wish.OWN)
    version = put_in(story, target, new)
    assert candidate_text(version, story, target) == new
    assert version.sections[0].text == head + new + tail


def test_english_is_asked_in_english() -> None:
    prompt = Prompt("A keeper opens a letter", language=Language.EN)
    brief = Brief(prompt, BRIEF.template)
    story = Story((Section(None, "He waited. He did not open it."),))
    target = Target(0, 11, 30, Wish.LONGER)
    written, [passage] = drive(
        rewrite_passage(brief, PLAN, story, target, CONDITIONS), ["He put it under the lamp."]
    )
    assert written.content.text == "He waited. He put it under the lamp."
    assert "make it longer" in passage.messages[-1].content


@given(*[st.text("灯塔ab。", max_size=6)] * 4)
def test_what_stands_behind_the_passage_is_no_part_of_it_while_it_is_written(
    head: str, old: str, tail: str, new: str
) -> None:
    story = Story((Section("a", head + old + tail),))
    target = Target(0, len(head), len(head) + len(old), Wish.SHORTER)
    between = put_in(story, target, new)
    assert under_way(between, story, target) == new
    growing = Story((Section("a", head + new),))
    if not tail or not new.endswith(tail):
        assert under_way(growing, story, target) == new
