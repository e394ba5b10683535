from __future__ import annotations

import pytest

from writer_gui.domain.language import Language
from writer_gui.text.terms import is_about, terms

ZH, EN = Language.ZH, Language.EN


def test_chinese_terms_are_pairs_without_words_of_grammar() -> None:
    assert terms("他在灯塔的门口", ZH) == {"灯塔", "门口"}


def test_english_terms_are_beginnings_of_longer_words() -> None:
    assert terms("The lighthouses and the old lighthouse keeper", EN) == {"lighth", "keeper"}


@pytest.mark.parametrize(
    ("text", "language", "about"),
    [
        ("灯塔在雾里", ZH, True),
        ("写得细腻而且动人", ZH, False),
        ("一位热爱生活热爱工作的普通中年男人住过灯塔", ZH, False),
        ("一位热爱生活热爱工作的普通中年男人守着灯塔等信封", ZH, True),
        ("the keeper", EN, True),
        ("the name of the main character", EN, False),
    ],
)
def test_a_longer_text_needs_more_than_one_term(text: str, language: Language, about: bool) -> None:
    known = terms("灯塔的门口有一封信封" if language is ZH else "the lighthouse keeper", language)
    assert is_about(text, known, language) is about
