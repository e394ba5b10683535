"""Where a text in the making is cut, whatever pieces it comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.language import Language
from writer_gui.writing.asking import Cut
from writer_gui.writing.story_writer import text_watch

ZH = [
    "雾散了。",
    "他没有拆信",
    "，灯灭了",
    "。”",
    "（完）",
    "\n",
    "故事结束了。",
    "哈哈哈哈哈哈",
    "！",
    "她说：“",
]
EN = [
    "The end",
    " of the pier",
    ".",
    " was cold",
    '."',
    "\n",
    " He waits",
    " and waits",
    "!",
    " (The end)",
]


def watched(text: str, cuts: list[int], enough: int, language: Language) -> Cut | None:
    watch = text_watch(enough, language)
    for cut in sorted({min(cut, len(text)) for cut in cuts}):
        found = watch(text[:cut])
        if found is not None:
            return found
    return watch(text)


@given(
    st.sampled_from(Language).flatmap(
        lambda language: st.tuples(
            st.lists(st.sampled_from(ZH if language is Language.ZH else EN), max_size=60).map(
                "".join
            ),
            st.just(language),
        )
    ),
    st.lists(st.integers(0, 300), max_size=40),
    st.integers(1, 120),
)
def test_the_answer_depends_on_the_text_alone(
    told: tuple[str, Language], cuts: list[int], enough: int
) -> None:
    text, language = told
    at_once = watched(text, [], enough, language)
    assert watched(text, cuts, enough, language) == at_once
    assert watched(text, list(range(len(text))), enough, language) == at_once


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("He came to the pier.\nThe end of the pier was cold and he sat.", None),
        ("He came to the pier.\nThe end.\nI hope you like it.", None),  # story may follow
        (
            "He came. He sat on the very cold pier. He left. No more.",
            "He came. He sat on the very cold pier.",
        ),
    ],
)
def test_a_text_is_cut_for_its_length_alone(text: str, kept: str | None) -> None:
    cut = watched(text, list(range(len(text))), 30 if kept and "left" in text else 500, Language.EN)
    assert (None if cut is None else text[: cut.position]) == kept


def test_a_text_that_was_taken_back_is_judged_anew() -> None:
    watch = text_watch(30, Language.EN)
    assert watch("He thought of the sea. He thought") is None
    assert watch("") is None
    assert watch("He came. He sat on the very cold pier. He") == Cut(38, is_loop=False)
