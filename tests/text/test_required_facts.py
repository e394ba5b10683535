"""What a prompt states and a draft has to keep."""

from __future__ import annotations

import pytest

from writer_gui.text.language import detect_language
from writer_gui.text.required_facts import FactKind, required_facts


def facts(text: str) -> list[tuple[str, str]]:
    return [(fact.text, fact.kind.value) for fact in required_facts(text, detect_language(text))]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("钟停在凌晨三点十七分，三十年后才走", [("凌晨三点十七分", "time"), ("三十年", "number")]),
        ("他住第一百零七号房", [("第一百零七号", "number")]),
        ("店员林岚决定守一夜", [("林岚", "name")]),
        ("弟子苏瑶所救的少年萧云追查死因", [("苏瑶", "name"), ("萧云", "name")]),
        ("一位名叫艾拉的精灵", [("艾拉", "name")]),
        ("主角（风清）是游侠", [("风清", "name")]),
        ("以慕白（男）和卿叶（女）为主人公", [("慕白", "name"), ("卿叶", "name")]),
        ("落款为李明。", [("李明", "name")]),
        ("纸条上写着“相信真理”", [("相信真理", "quote")]),
        ("以“老街的修表铺”为题", [("老街的修表铺", "quote")]),
        ("题目叫做《梦中的我》", [("梦中的我", "title")]),
        ("2025年6月8日上午9点集合", [("2025年6月8日", "date"), ("上午9点", "time")]),
        ("账本每月十五日少一页", [("每月十五日", "date")]),
        ("the apprentice, Nora, waits", [("Nora", "name")]),
        ("The bus to Alder Street left at 3:17.", [("Alder Street", "name"), ("3:17", "time")]),
        ('a sign that reads "No way back"', [("No way back", "quote")]),
        ("He drove for thirty-one years.", [("thirty-one", "number")]),
        ("On June 8, 2025 the ice broke", [("June 8, 2025", "date")]),
    ],
)
def test_facts_are_found(prompt: str, expected: list[tuple[str, str]]) -> None:
    assert facts(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "写一个守灯塔的老人收到一封信的故事",
        "一本正经地胡说八道",
        "提出三点要求，分五个方面",
        "要让五岁的孩子听得懂",
        "给5-10岁孩子写3条宣传语，每条不少于20字",
        "模仿《水浒传》的文字，类似《红楼梦》",
        "以《水浒传》中武松打虎情节为灵感写小说",
        "强调“童趣”和“温馨”的氛围",
        "老师想知道学生怎么看",
        "他叫人来帮忙",
        "写一篇八百字的散文，不少于十二行",
        "参考资料：丘吉尔（1874-1965）1940年上任",
        "Write two paragraphs of 300 words. Please use English.",
        "Write a poem in the style of Emily Dickinson",
        "One day in May",
    ],
)
def test_what_is_no_fact_is_left_out(prompt: str) -> None:
    assert facts(prompt) == []


@pytest.mark.parametrize(
    ("prompt", "kept", "lost"),
    [
        ("钟停在三点十七分", "它停在 3:17。", "它停在 3:18。"),
        ("钟停在三点十七分", "指针停在3点17分", "指针停在十三点"),
        ("等了三十年", "整整30年", "整整130年"),
        ("等了三十年", "三十多年", "三年"),
        ("第一百零七号站台", "107号站台", "170号站台"),
        ("He waited fourteen years", "for 14 years", "for 114 years"),
        ("half past three in the rain", "at 3:30", "at 3:15"),
        ("at a quarter to four", "3:45", "4:15"),
        ("2025年6月8日集合", "二〇二五年六月八日", "二〇二五年六月九日"),
        ("On June 8, 2025 the ice broke", "on the 8th of June", "on the 9th of June"),
        ("纸条上写着“相信真理，而非你自己”", "相信真理,而非你自己", "相信自己"),
        ("the apprentice, Nora, waits", "NORA laughed", "Noras"),
        ("店员林岚决定守一夜", "林岚来了", "林兰来了"),
    ],
)
def test_a_fact_is_known_in_other_spellings(prompt: str, kept: str, lost: str) -> None:
    (fact,) = required_facts(prompt, detect_language(prompt))
    assert fact.is_in(kept)
    assert not fact.is_in(lost)


def test_facts_say_where_they_stand_and_come_once() -> None:
    prompt = "店员林岚决定守一夜。店员林岚等了３０天，等了三十天。"
    found = required_facts(prompt, detect_language(prompt))
    assert [prompt[fact.start : fact.end] for fact in found] == ["林岚", "３０天"]
    assert [fact.kind for fact in found] == [FactKind.NAME, FactKind.NUMBER]
