from __future__ import annotations

import pytest
from hypothesis import given

from tests.text.strategies import hostile
from writer_gui.domain.language import Language
from writer_gui.text.counting import count_characters, count_words
from writer_gui.text.language import detect_language, foreign_words, script_purity

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("写一个灯塔看守人的故事", ZH),
        ("写一篇关于 OpenAI 和 GPT-4 的博客", ZH),
        ("Write about a lighthouse keeper called 陈默.", EN),
        ("", EN),
        ("12345 !?", EN),
    ],
)
def test_language_is_told(text: str, language: Language) -> None:
    assert detect_language(text) is language


def test_foreign_letters_lower_purity_unless_they_were_asked_for() -> None:
    assert script_purity("思念 and关爱", ZH) == pytest.approx(1 - 3 / 7)
    assert script_purity("他打开ChatGPT，又关上chatgpt。", ZH, allowed="ChatGPT 的故事") == 1.0
    assert script_purity("a plan 计划 b", EN) == pytest.approx(1 - 2 / 8)
    assert script_purity("123，。", ZH) == 1.0


def test_foreign_words_are_named() -> None:
    assert foreign_words("思念 and关爱 café", ZH) == ["and", "café"]
    assert foreign_words("naïve café 灯塔", EN) == ["灯塔"]


@given(hostile)
def test_purity_is_a_share(text: str) -> None:
    for language in Language:
        assert 0 <= script_purity(text, language) <= 1
        assert script_purity(text, language, allowed=text) == 1.0


def test_words_are_counted_as_the_language_counts() -> None:
    assert count_words("他买了 2 台iPhone15，𠮷野家。", ZH) == 3 + 1 + 1 + 1 + 3
    assert count_words("The keeper's well-lit lamp — 12 steps.", EN) == 6
    assert count_words("", ZH) == count_words("", EN) == 0


@given(hostile, hostile)
def test_counts_add_up(first: str, second: str) -> None:
    for language in Language:
        both = count_words(f"{first}\n{second}", language)
        assert both == count_words(first, language) + count_words(second, language)


def test_characters() -> None:
    assert count_characters(" 灯 塔\n") == 2
