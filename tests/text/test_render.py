from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.strategies import hostile
from writer_gui.text.render import TAGS, markdown_to_html, plain_to_html


def parsed(fragment: str) -> ET.Element:
    return ET.fromstring(f"<body>{fragment.replace('&nbsp;', '&#160;')}</body>")


@settings(deadline=None)
@given(hostile)
def test_any_text_gives_well_formed_and_harmless_html(text: str) -> None:
    for element in parsed(markdown_to_html(text)).iter():
        assert element.tag in TAGS | {"body"}
        assert element.get("href", "https:").split(":")[0] in {"http", "https", "mailto"}


@settings(deadline=None)
@given(hostile)
def test_plain_text_keeps_every_letter(text: str) -> None:
    shown = "".join(parsed(plain_to_html(text)).itertext())
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]


PIECES = "小明,a b, ,    ,[旁白],[x],: ,(低声),#,# ,---,===, | ,|,|--|--|,- ,+ ,2. ,> ,!,<i>,&amp;"
NEAR_MARKDOWN = st.lists(
    st.sampled_from([*PIECES.split(","), "~~~\n", "\n", "\n", "\n\n"]), max_size=24
).map("".join)


@settings(deadline=None, max_examples=400)
@given(NEAR_MARKDOWN)
def test_no_letter_of_a_story_vanishes(text: str) -> None:
    shown = "".join(parsed(markdown_to_html(text)).itertext())
    assert [c for c in shown if c.isalpha()] == [c for c in text if c.isalpha()]


@pytest.mark.parametrize(
    "line",
    [
        "[小明]: 你好，你去哪里？",
        "[x]: http://example.org",
        "#春天 #旅行 今天天气真好",
        "[小明](低声) 走吧",
        "C#",
        "AT&amp;T &#38; &lt;",
    ],
)
def test_lines_near_markdown_are_text(line: str) -> None:
    page = parsed(markdown_to_html(f"前\n\n{line}\n\n后"))
    assert [element.text for element in page] == ["前", line, "后"]
    assert {element.tag for element in page} == {"p"}


def test_a_break_after_a_line_makes_no_heading() -> None:
    page = parsed(markdown_to_html("He left.\n---\nThe next morning."))
    assert [element.tag for element in page] == ["p", "hr", "p"]


def test_a_table_with_a_cell_too_many_is_text() -> None:
    assert "丙" in markdown_to_html("| 甲 | 乙 |\n|--|--|\n| 1 | 2 | 丙 |")


def test_headings_may_be_closed() -> None:
    page = parsed(markdown_to_html("## 潮 ##\n### C#\n后"))
    assert [(e.tag, e.text) for e in page] == [("h2", "潮"), ("h3", "C#"), ("p", "后")]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src='http://x/y.png' onerror='alert(1)'>",
        "![潮](file:///etc/passwd)",
        "![潮](http://example.org/a.png)",
        "[读](file:///etc/passwd)",
        "[读](javascript:alert(1))",
        "[读](../secrets.txt)",
        "<javascript:alert(1)>",
        "[读](//example.org/x)",
        "[x]: file:///etc/passwd\n\n[x]",
    ],
)
def test_nothing_runs_or_loads(attack: str) -> None:
    page = parsed(markdown_to_html(f"前\n\n{attack}\n\n后"))
    assert {e.tag for e in page.iter()} <= TAGS | {"body"}
    assert not [e for e in page.iter() if e.get("href") or e.get("src")]


def test_raw_html_is_text() -> None:
    assert "".join(parsed(markdown_to_html("他写道：<b>灯</b> & <!-- x -->")).itertext()) == (
        "他写道：<b>灯</b> & <!-- x -->"
    )


def test_verse_and_marks_are_rendered() -> None:
    page = markdown_to_html(
        "# 潮\n\n灯亮了\n潮退了\n\n**重**与*轻*\n\n| a | b |\n|--|:-:|\n| 1 | 2 |\n"
    )
    assert "<h1>潮</h1>" in page
    assert "灯亮了<br/>\n潮退了" in page
    assert "<strong>重</strong>与<em>轻</em>" in page
    assert '<td style="text-align: center;">2</td>' in page
    assert '<a href="https://example.org">e</a>' in markdown_to_html("[e](https://example.org)")


def test_deep_nesting_is_survived() -> None:
    for text in ("> " * 3000 + "x", "\n".join("  " * n + "- x" for n in range(600)), "*_" * 5000):
        parsed(markdown_to_html(text))


def test_a_very_long_text_is_rendered() -> None:
    page = markdown_to_html("他走下台阶，关了灯。\n\n" * 20_000)
    assert page.count("<p>") == 20_000
