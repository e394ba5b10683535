"""A text that was cut is gone on with at its last character."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.state.samples import PLAN, STORY
from tests.writing.driving import drive, result
from writer_gui.domain.generation import PassageEnd
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Section, Span, Story
from writer_gui.paths import assets_dir
from writer_gui.writing.asking import Conditions
from writer_gui.writing.brief import Brief
from writer_gui.writing.checks import ends_sentence
from writer_gui.writing.going_on import finish_plan, finish_story
from writer_gui.writing.templates import Templates

CONDITIONS = Conditions("run", 7)
TEMPLATES = Templates([assets_dir() / "templates"])


def brief(language: Language, length: int = 60) -> Brief:
    prompt = Prompt("写一个灯塔看守人的故事", "小说-故事", language, length)
    return Brief(prompt, TEMPLATES.for_genre(prompt.genre))


def cut_plan(text: str) -> Plan:
    """Return a plan whose first step was cut and whose last is empty."""
    first, last = replace(PLAN.steps[0], text=text), replace(PLAN.steps[3], text="")
    return Plan((first, *PLAN.steps[1:3], last))


@pytest.mark.parametrize(
    ("language", "cut", "rest", "whole"),
    [
        (
            Language.ZH,
            "顾客只在纸条上出现，署名",
            "总是灯塔。",
            "顾客只在纸条上出现，署名总是灯塔。",
        ),
        (Language.EN, "She want", "ed to see the sea.", "She wanted to see the sea."),
        (Language.EN, "She walked to the", " light.", "She walked to the light."),
        (Language.EN, "She walked to the", ", as if", "She walked to the, as if"),
    ],
)
def test_a_step_is_taken_up_at_its_last_character(
    language: Language, cut: str, rest: str, whole: str
) -> None:
    writing = finish_plan(brief(language), cut_plan(cut), CONDITIONS, cut="i", rest=("c",))
    written, passages = drive(writing, [rest, result("灯又亮了，守灯塔的人", PassageEnd.STOPPED)])
    assert written.content.steps[0].text == whole
    assert written.content.steps[0].author is Author.MODEL
    assert written.content.steps[1:3] == PLAN.steps[1:3]
    assert "灯又亮了" in written.content.steps[3].text
    assert "".join(passages[0].opening).endswith(cut)
    assert whole in "".join(passages[1].opening)
    assert passages[0].seed != passages[1].seed


def test_a_step_that_is_long_already_ends_with_its_sentence() -> None:
    writing = finish_plan(brief(Language.ZH), cut_plan("雾，" * 40), CONDITIONS, cut="i", rest=())
    ask = next(writing)
    assert (ask.goes_on, ask.passage.min_chars) == (True, 1)
    cut = ask.watch("灯亮了。海")
    assert cut is not None
    assert cut.position == len("灯亮了。")


@pytest.mark.parametrize("end", [PassageEnd.MODEL, PassageEnd.STOPPED])
def test_a_section_is_taken_up_at_its_last_character(end: PassageEnd) -> None:
    begun = Section("b", "那一夜，灯", (Span(2, Author.WRITER), Span(3, Author.MODEL)))
    story = Story((STORY.sections[0], begun, Section("c", "")))
    writing = finish_story(brief(Language.ZH), PLAN, story, CONDITIONS, cut=1, rest=(2,))
    answers = [result("灭了，他摸黑上楼。", end)]
    more = [] if end is PassageEnd.STOPPED else [result("天亮以前。", PassageEnd.STOPPED)]
    written, passages = drive(writing, [*answers, *more])
    assert written.ended is Ended.STOPPED
    assert written.content.sections[0] == STORY.sections[0]
    assert written.content.sections[1] == Section(
        "b",
        "那一夜，灯灭了，他摸黑上楼。",
        (Span(2, Author.WRITER), Span(3, Author.MODEL), Span(9, Author.MODEL)),
    )
    assert written.content.sections[2].text == ("天亮以前。" if more else "")
    assert "".join(passages[0].opening).endswith("那一夜，灯")


def test_the_word_of_an_english_section_is_taken_up() -> None:
    story = Story((Section("a", "She want"), Section("b", "He left.")))
    writing = finish_story(brief(Language.EN), PLAN, story, CONDITIONS, cut=0, rest=())
    written, _ = drive(writing, ["ed to see the sea."])
    assert written.content.text == "She wanted to see the sea.\n\nHe left."
    assert written.ended is Ended.COMPLETE


def test_a_section_lacks_what_is_left_of_its_share() -> None:
    story = Story((Section("a", "雾" * 30), Section("b", "雾" * 300)))
    missing = []
    for place in (0, 1):
        ask = next(
            finish_story(brief(Language.ZH, 100), PLAN, story, CONDITIONS, cut=place, rest=())
        )
        missing.append((ask.passage.min_chars, ask.passage.max_tokens))
        assert (ask.watch("灯亮了。海") is None) == (place == 0)
    assert missing[0][0] > missing[1][0] == 1
    assert missing[0][1] > missing[1][1] == 64


def test_what_is_stopped_before_it_went_on_stands() -> None:
    story = Story((Section("a", "那一夜，灯"),))
    writing = finish_story(brief(Language.ZH), PLAN, story, CONDITIONS, cut=0, rest=())
    written, _ = drive(writing, [result("", PassageEnd.STOPPED)])
    assert (written.content, written.ended) == (story, Ended.STOPPED)
    plan = cut_plan("顾客只在纸条上出现，署名")
    steps = finish_plan(brief(Language.ZH), plan, CONDITIONS, cut="i", rest=("c",))
    stopped, _ = drive(steps, [result("", PassageEnd.STOPPED)])
    assert (stopped.content, stopped.ended) == (plan, Ended.STOPPED)


@pytest.mark.parametrize("text", ["雾散了。", "“走吧！”\n", "He left.", "等等……", "“谁——”", "？)"])
def test_an_end_of_a_sentence(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize(
    "text", ["", "顾客只在纸条上出现，署名", "She want", "雾。灯", "，", "3.5"]
)
def test_no_end_of_a_sentence(text: str) -> None:
    assert not ends_sentence(text)
