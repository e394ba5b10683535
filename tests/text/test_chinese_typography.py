from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from writer_gui.text.chinese_typography import ChineseTypography, normalised

PARTS = [
    "张三",
    "他走了",
    "他",
    "Tom",
    "it's",
    "3",
    "15:47",
    "1,000",
    "www.",
    "https://a.b/c?d=1,2",
    ".txt",
    "，",
    "。",
    "……",
    "…",
    "——",
    "“",
    "”",
    "《",
    "》",
    *",.;:!?\"'()[]-*#|/ \t\n\u3000\r",
    "  ",
    "...",
    "--",
    "é",
    "🙂",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("张 三走了,没有回头.", "张三走了，没有回头。"),
        ("行 动!快 跑!", "行动！快跑！"),
        ("为什么?!他问;没人答.", "为什么？！他问；没人答。"),
        ("他说:“走吧.”然后走了", "他说：“走吧。”然后走了"),
        ("她说 : “好”,转身.", "她说：“好”，转身。"),
        ('他说:"走吧." 她说:"好."', "他说：“走吧。”她说：“好。”"),
        ('他说:"走吧\n"好."', "他说：“走吧\n“好。”"),
        ("雨停了 。 风也停了 ， 灯亮着", "雨停了。风也停了，灯亮着"),
        ("《 旧 书 》", "《旧书》"),
        ("他走了...", "他走了……"),
        ("他走了。。。。", "他走了……"),
        ("他走了. . . 又回来", "他走了……又回来"),
        ("他走了…又回来", "他走了……又回来"),
        ("灯--灭了", "灯——灭了"),
        ("灯 --- 灭了", "灯——灭了"),
        ("--他没说完", "——他没说完"),
        ("他叫Tom,住在这里", "他叫Tom，住在这里"),
        ("他叫Tom, 住在这里", "他叫Tom，住在这里"),
        ("OK! 他说", "OK！他说"),
        ("(张三),李四", "(张三)，李四"),
        ("**张三**:走", "**张三**：走"),
        ("'好',他说", "'好'，他说"),
        ("他走了.1998年", "他走了。1998年"),
        ("网址:https://a.b/c,d", "网址：https://a.b/c,d"),
        ("见https://a.b/路?x=1,好", "见https://a.b/路?x=1，好"),
        ("一、二 、三", "一、二、三"),
        ("他\t走", "他走"),
        ("Tom  and   Ann来了", "Tom and Ann来了"),
    ],
)
def test_what_is_put_right(raw: str, right: str) -> None:
    assert normalised(raw) == right


@pytest.mark.parametrize(
    "text",
    [
        "15:47的车，3.5元，1,000人，比分3:2。",
        "2026.12.1，v1.2.3，50%。",
        "他读名单.txt和report.final.docx，又看a.b。",
        "Mr. Smith, Ms. Jones and U.S. soldiers: all there!",
        "See https://example.com/a?b=1,2;c:3 now",
        "www.例子.com/页?x=1",
        "　　他走了。\n　　灯灭了。",
        "    春眠不觉晓，\n    处处闻啼鸟。",
        "春眠不觉晓　处处闻啼鸟",
        "第一行\n\n第二行\r\n第三行",
        "---\n| a | b |\n|---|---|\n",
        "# 标题\n- 一\n1. 二\n> 三",
        "他买了 iPhone 和 3 本书。",
        "state-of-the-art，a--b，ls --flag",
        "“好！”“走？”——他……",
        "他走了  \n回来",
        "Don't stop, 'n' go.",
        "",
    ],
)
def test_what_stays(text: str) -> None:
    assert normalised(text) == text


@given(TEXTS, st.lists(st.integers(0, 60), max_size=20), st.sampled_from(["", *PARTS]))
@example("他走了. .", [4, 5], "")
def test_the_cuts_do_not_matter(text: str, cuts: list[int], before: str) -> None:
    typography = ChineseTypography(before)
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[a:b] for a, b in pairwise(places)]
    grown = "".join(map(typography.feed, pieces)) + typography.finish()
    assert grown == normalised(text, before)


@given(TEXTS, st.sampled_from(["", *PARTS]))
def test_twice_is_once(text: str, before: str) -> None:
    once = normalised(text, before)
    assert normalised(once, before) == once


@given(TEXTS)
def test_letters_digits_and_lines_stay(text: str) -> None:
    kept = [char for char in text if char.isalnum() or char in "\n\r"]
    assert [char for char in normalised(text) if char.isalnum() or char in "\n\r"] == kept


@given(st.text(alphabet="张三走了abc12.,:!?;-\"' \n", max_size=40))
def test_little_is_held_back(text: str) -> None:
    typography = ChineseTypography()
    shown = "".join(map(typography.feed, text))
    visible = len(normalised(text)) - len(shown)
    marks = len(text) - len(text.rstrip("., :!?;-"))
    assert visible <= marks


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("他走了", ",没有回头", "，没有回头"),
        ("他说：“走", '."然后', "。”然后"),
        ("他说：“走。”\n", '"好', "“好"),
        ("【2. 开端】\n", "  诗", "  诗"),
        ("1998", ":30", ":30"),
    ],
)
def test_what_stands_before_is_looked_at(before: str, text: str, whole: str) -> None:
    assert normalised(text, before) == whole
