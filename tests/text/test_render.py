from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

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
