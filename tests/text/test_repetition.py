from __future__ import annotations

import difflib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.language import Language
from writer_gui.text.repetition import distinct_ngrams, longest_shared_run, units

ZH, EN = Language.ZH, Language.EN
words = st.lists(st.sampled_from(["sea", "lamp", "a", "the"]), max_size=12).map(" ".join)
han = st.text(alphabet="海灯潮，", max_size=20)


@given(han, han)
def test_longest_shared_run_of_chinese_is_what_a_search_finds(first: str, second: str) -> None:
    one, two = "".join(units(first, ZH)), "".join(units(second, ZH))
    runs = {one[i:j] for i in range(len(one)) for j in range(i + 1, len(one) + 1)}
    assert longest_shared_run(first, second, ZH) == max(
        (len(run) for run in runs if run in two), default=0
    )


@given(words, words)
def test_longest_shared_run_of_english_counts_words(first: str, second: str) -> None:
    matcher = difflib.SequenceMatcher(None, first.split(), second.split(), autojunk=False)
    assert longest_shared_run(first, second, EN) == matcher.find_longest_match().size


def test_case_and_punctuation_do_not_hide_a_copy() -> None:
    assert longest_shared_run("The keeper's lamp, lit.", "the keeper's LAMP lit", EN) == 4
    assert longest_shared_run("灯，亮了。", "灯亮了！", ZH) == 3


def test_distinct_ngrams() -> None:
    assert distinct_ngrams("灯灯灯灯灯", 4, ZH) == 0.5
    assert distinct_ngrams("the sea the sea the sea", 2, EN) == 2 / 5
    assert distinct_ngrams("灯", 4, ZH) == 1.0


@pytest.mark.timeout(60)  # a tenth of a second on the reference machine; squares take minutes
def test_two_longest_articles_are_compared_at_once() -> None:
    draw = random.Random(5)
    signs = [chr(0x4E00 + n) for n in range(1500)]
    first, second = ("".join(draw.choices(signs, k=31_071)) for _ in range(2))
    assert longest_shared_run(first, second[:15_000] + first[500:600], ZH) >= 100
