from __future__ import annotations

import pytest

from writer_gui.domain.genre import Domain
from writer_gui.domain.language import Language
from writer_gui.text.terms import terms
from writer_gui.writing.checks import (
    Wanted,
    section_faults,
    sentence_end_after,
    step_faults,
    tidy_section,
    tidy_step,
    trimmed_to_sentence,
)
from writer_gui.writing.style import Viewpoint

ZH, EN = Language.ZH, Language.EN
PROMPT = "写一个守灯塔的老人收到一封信的故事，海上有雾。"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("守灯塔的老人沈默在雾里听见敲门声。", None),
        ("。", "empty"),
        ("守灯塔的老人 discovers 一封信。", "script"),
        ("一开始老人在海上的雾里听见三下敲门声。", "copy"),
        ("守灯塔的老人应该写得具体。", "advice"),
        ("张华，守灯塔的老人，话很少。", "worn"),
        ("明天大家都很高兴。", "vague"),
    ],
)
def test_faults_of_a_step(text: str, fault: str | None) -> None:
    earlier = ["一开始老人在海上的雾里听见三下敲门声，他没有动。"]
    faults = step_faults(text, earlier, ZH, PROMPT)
    assert (fault in faults) if fault else faults == ()


def test_a_name_the_writer_gave_is_never_worn() -> None:
    text = "李明守着灯塔，老人。"
    assert "worn" in step_faults(text, [], ZH, PROMPT)
    assert "worn" not in step_faults(text, [], ZH, PROMPT + "老人叫李明。")


def test_captions_are_a_list_and_dialogue_is_not() -> None:
    captions = "\n\n".join(
        f"图片：{what}" for what in ("竹林的清晨", "匠人抬头", "刀落下去", "灯亮起来")
    )
    talk = "\n".join(
        ("甲：下雪了。", "乙：车还来么？", "甲：末班取消了。", "乙：那就等天亮吧。", "猫叫了一声。")
    )
    assert "dull" in section_faults(captions, [], [], ZH, "", Wanted())
    assert "dull" not in section_faults(talk, [], [], ZH, "", Wanted())


def test_a_section_is_rid_of_headings_and_of_talk_about_it() -> None:
    text = "【4. 开端】\n**正文开始**\n雾很大。\n\n他点灯。（全文完）\n这个故事通过雾写孤独。"
    assert tidy_section(text, ZH, is_last=True) == "雾很大。\n\n他点灯。"


def test_talk_in_a_section_that_others_follow_stays() -> None:
    text = "雾很大。\n\n这个故事通过雾写孤独。"
    assert tidy_section(text, ZH) == text
    assert tidy_section(text, ZH, is_last=True) == "雾很大。"


def test_directions_stay_where_a_text_is_acted() -> None:
    text = "（灯光渐暗）\n\n老人：谁在那里？"
    assert tidy_section(text, ZH, domain=Domain.SCRIPT) == text
    assert tidy_section(text, ZH, domain=Domain.FICTION) == "老人：谁在那里？"


def test_headings_stay_where_a_text_has_them() -> None:
    text = "雾很大。\n\n## 配置\n灯一盏。"
    assert tidy_section(text, ZH, domain=Domain.FUNCTIONAL) == text
    assert tidy_section(text, ZH, domain=Domain.FICTION) == "雾很大。\n\n灯一盏。"


def test_emphasis_within_a_line_stays() -> None:
    assert tidy_section("她说**不**，又说不。", ZH) == "她说**不**，又说不。"


@pytest.mark.parametrize(
    ("text", "least", "end"),
    [
        ("雨停了。灯亮了。", 2, 4),
        ("雨停了。", 2, None),
        ("“走吧！”他说。", 2, 5),
        ("Rain. Wind. ", 3, 5),
        ("1.5 metres", 1, None),
    ],
)
def test_a_sentence_ends_only_once_what_follows_is_there(
    text: str, least: int, end: int | None
) -> None:
    assert sentence_end_after(text, least) == end


def test_a_text_is_trimmed_to_its_last_sentence_unless_half_would_go() -> None:
    assert trimmed_to_sentence("雨停了。灯亮了。他走") == "雨停了。灯亮了。"
    assert (
        trimmed_to_sentence("好。他在雾里走了很久很久都没有停")
        == "好。他在雾里走了很久很久都没有停"
    )


def test_a_step_is_one_line_and_minds_the_seam() -> None:
    assert tidy_step("a keeper\n of **light**", EN) == " a keeper of light"
    assert tidy_step(", a keeper", EN) == ", a keeper"
    assert tidy_step("守灯人\n在雾里", ZH) == "守灯人 在雾里"


def test_who_tells_is_counted_outside_what_is_said() -> None:
    third = Wanted(viewpoint=Viewpoint.THIRD)
    spoken = "他说：“我不走，我等我的船，我哪儿也不去。”"
    told = "我不走。我等我的船。我哪儿也不去。"
    assert "viewpoint" not in section_faults(spoken, [], [], ZH, "", third)
    assert "viewpoint" in section_faults(told, [], [], ZH, "", third)
    first = Wanted(viewpoint=Viewpoint.FIRST)
    assert "viewpoint" in section_faults(spoken, [], [], ZH, "", first)
    assert "viewpoint" not in section_faults(told, [], [], ZH, "", first)


def test_a_section_that_holds_nothing_the_prompt_requires_of_it_is_astray() -> None:
    wanted = Wanted(required=frozenset(terms("卖鱼的姜明不肯退那条死鱼", ZH)))
    assert "astray" in section_faults("海上起了雾，灯塔灭了。", [], [], ZH, "", wanted)
    assert "astray" not in section_faults(
        "姜明把死鱼推了回来，说什么也不肯。", [], [], ZH, "", wanted
    )
