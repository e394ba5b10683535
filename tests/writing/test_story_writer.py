from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.writing.driving import drive, result
from writer_gui.domain.generation import PassageEnd
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.domain.run import Ended
from writer_gui.domain.session import Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.paths import assets_dir
from writer_gui.writing.asking import Conditions
from writer_gui.writing.brief import Brief
from writer_gui.writing.story_writer import write_story
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.generation import Passage, PassageResult
    from writer_gui.writing.asking import Written

PLAN = Plan(
    (
        Step("i", StepKind.INTENT, "立意", "这个故事要写的是等待"),
        Step("a", StepKind.DEVELOPMENT, "开端", "一开始，雾锁住了海面"),
        Step(
            "b",
            StepKind.DEVELOPMENT,
            "发展",
            "接着，老人在油灯下拆开了那封迟到三十年的信，读到妻子写下的第一句话",
        ),
        Step("c", StepKind.DEVELOPMENT, "结局", "最后，灯重新亮了"),
    )
)
TEXTS = [
    "清晨的码头没有人，只有缆绳在潮水里轻轻碰着石阶，像有谁在敲门。",
    "他把裁纸刀放下，用指甲沿着封口慢慢划开，纸里掉出一片干枯的海草。",
    "塔顶的玻璃擦了三遍，火苗跳起来的时候，远处有船鸣了一声长笛。",
]


def brief_for(genre: str, length: int = 60) -> Brief:
    templates = Templates([assets_dir() / "templates"])
    return Brief(
        Prompt("写一个守灯人的故事", genre, Language.ZH, length), templates.for_genre(genre)
    )


@pytest.fixture
def brief() -> Brief:
    return brief_for("小说-故事")


def write(
    brief: Brief, answers: Sequence[str | PassageResult], **more: object
) -> tuple[Written[Story], list[Passage]]:
    return drive(
        write_story(brief, PLAN, Conditions("s", 3), **more),  # type: ignore[arg-type]
        answers,
    )


def test_sections_are_linked_to_the_development_steps(brief: Brief) -> None:
    written, _ = write(brief, list(TEXTS))
    assert [(s.step_id, s.text) for s in written.content.sections] == list(
        zip("abc", TEXTS, strict=True)
    )
    assert written.ended is Ended.COMPLETE


def test_each_section_goes_on_from_the_last_words_without_a_heading(brief: Brief) -> None:
    _, passages = write(brief, list(TEXTS))
    assert passages[0].opening == ()
    assert "".join(passages[2].opening) == f"{TEXTS[0]}\n\n{TEXTS[1]}\n\n"
    assert passages[0].messages == passages[2].messages
    assert "【" in passages[0].stop


def test_the_text_as_a_whole_may_end_in_its_last_section_alone(brief: Brief) -> None:
    _, passages = write(brief, list(TEXTS))
    assert passages[0].min_chars == passages[1].min_chars > passages[2].min_chars > 0


def test_a_poem_is_one_section_for_all_steps() -> None:
    written, passages = write(brief_for("诗歌", 30), [TEXTS[0]])
    assert [s.step_id for s in written.content.sections] == [None]
    assert len(passages) == 1


def test_a_section_that_copies_the_plan_is_asked_for_again(brief: Brief) -> None:
    copied = f"夜里，{PLAN.steps[2].text}。"
    written, passages = write(brief, [copied, *TEXTS])
    assert written.content.sections[0].text == TEXTS[0]
    assert len(passages) == 4
    assert passages[1].opening == passages[0].opening
    assert passages[1].seed != passages[0].seed


def test_what_is_written_again_stands_until_then_and_is_named(brief: Brief) -> None:
    copied = f"夜里，{PLAN.steps[2].text}。"
    writing = write_story(brief, PLAN, Conditions("s", 3))
    assert next(writing).again == ""
    ask = writing.send(result(copied))
    assert ask.again == "copy"
    assert ask.opened.sections[0].text == ask.content("雾").sections[0].text == copied
    following = writing.send(result(TEXTS[0]))
    assert [s.text for s in following.opened.sections] == [TEXTS[0], "", ""]


def test_a_stop_while_writing_again_keeps_what_was_to_be_seen(brief: Brief) -> None:
    copied = f"夜里，{PLAN.steps[2].text}。"
    written, _ = write(brief, [copied, result("雾", PassageEnd.STOPPED)])
    assert written.content.sections[0].text == copied
    assert written.ended is Ended.STOPPED


def test_a_loop_is_named_and_a_cut_end_is_told(brief: Brief) -> None:
    looped = result(TEXTS[0], PassageEnd.LOOP)
    cut = result(TEXTS[2] + "他又", PassageEnd.LENGTH)
    written, _ = write(brief, [looped, TEXTS[1], cut])
    assert written.note == "1"
    assert written.ended is Ended.CUT
    assert written.content.sections[2].text == TEXTS[2]


def test_only_the_sections_asked_for_are_rewritten(brief: Brief) -> None:
    old = Story(tuple(Section(step, f"旧的第{step}段，写得平平。") for step in "abc"))
    written, passages = write(brief, [TEXTS[1], TEXTS[2]], keep=old, rewrite=(1, 2))
    assert [s.text for s in written.content.sections] == [old.sections[0].text, *TEXTS[1:]]
    assert "".join(passages[0].opening) == old.sections[0].text + "\n\n"
    assert "第3步到第4步" in passages[0].messages[-1].content


def test_a_stop_keeps_the_half_section_and_the_old_later_ones(brief: Brief) -> None:
    old = Story(tuple(Section(step, f"旧的第{step}段。") for step in "abc"))
    stopped = result("雾还没", PassageEnd.STOPPED)
    written, _ = write(brief, [TEXTS[0], stopped], keep=old)
    assert [s.text for s in written.content.sections] == [TEXTS[0], "雾还没", "旧的第c段。"]
    assert written.ended is Ended.STOPPED


def test_what_stands_where_it_all_ends_early(brief: Brief) -> None:
    old = Story(tuple(Section(step, f"旧的第{step}段，写得平平。") for step in "abc"))
    writing = write_story(brief, PLAN, Conditions("s", 3), keep=old)
    ask = next(writing)
    assert ask.kept("") == old
    assert [s.text for s in ask.content("雾").sections] == ["雾", "", ""]
    assert ask.kept("雾").sections == (Section("a", "雾"), *old.sections[1:])
    ask = writing.send(result(TEXTS[0]))
    assert [s.text for s in ask.kept(" ").sections] == [
        TEXTS[0],
        *(s.text for s in old.sections[1:]),
    ]


def test_a_stop_before_the_first_word_keeps_the_old_section(brief: Brief) -> None:
    old = Story(tuple(Section(step, f"旧的第{step}段。") for step in "abc"))
    written, _ = write(brief, [result("", PassageEnd.STOPPED)], keep=old, rewrite=(1,))
    assert written.content == old


def test_headings_the_model_writes_itself_are_dropped(brief: Brief) -> None:
    written, _ = write(brief, [f"【2. 开端】\n{TEXTS[0]}", *TEXTS[1:]])
    assert written.content.sections[0].text == TEXTS[0]


def test_a_story_told_by_a_thing_begins_with_it() -> None:
    prompt = Prompt("从一袋面粉的视角写一则童话，用第一人称", "童话-寓言", Language.ZH, 60)
    told = Brief(prompt, brief_for("童话-寓言").template)
    writing = write_story(told, PLAN, Conditions("s", 3, attempts=1))
    written, passages = drive(writing, ["，昨天才来到这个家。", *TEXTS[1:]])
    assert passages[0].opening == ("我是一袋面粉",)
    assert written.content.sections[0].text.startswith("我是一袋面粉，昨天")
    assert "“我”就是一袋面粉" in passages[0].messages[-1].content


def test_an_edited_step_says_who_tells_against_the_prompt(brief: Brief) -> None:
    changed = replace(PLAN.steps[0], text="用学徒的第一人称来讲", author=Author.MIXED)
    plan = PLAN.replaced(changed)
    ask = next(write_story(brief, plan, Conditions("s", 3)))
    assert "用第一人称“我”来写" in ask.passage.messages[-1].content


def test_a_long_work_is_written_in_stretches_that_begin_with_the_last_words() -> None:
    long = brief_for("小说-故事", 6000)
    steps = tuple(Step(f"s{n}", StepKind.DEVELOPMENT, f"发展·{n}", f"第{n}件事") for n in range(15))
    texts = [f"第{n}夜，" + "雾里的船灯慢慢近了，又慢慢远了。" * 1 for n in range(15)]
    writing = write_story(long, Plan(steps), Conditions("s", 3, attempts=1))
    _, passages = drive(writing, texts)
    heads = [passage.messages[-1].content for passage in passages]
    assert len(set(heads)) == 5  # 400 characters a section, 1,500 a stretch
    assert "第4步到第6步" in heads[3]
    assert passages[3].opening[0].endswith(texts[2] + "\n\n")
