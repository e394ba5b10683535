from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given

from tests.text.strategies import hostile
from writer_gui.domain.language import Language
from writer_gui.text.diversity import diversity, moving_ttr, sentence_lengths
from writer_gui.text.segments import clauses, sentences
from writer_gui.text.similarity import NearDuplicates, are_near_duplicates, similarity, sketch

REAL = Path(os.environ.get("WRITER_REAL_DATA", "no such folder"))
"""A folder with real prompts and pairs, for those who have them."""
DRAW = random.Random(7)
SIGNS = [chr(0x4E00 + n) for n in range(2000)]

STORY = (
    "守灯人陈默每天傍晚爬上一百二十级台阶。海风从北边来，带着盐味。他在信号簿上写下日期，然后把灯点亮。"
    "那年冬天，一封没有地址的信漂到岸边。信纸已经湿透，只剩下半句话。他把它晾在炉边，整夜没有合眼。"
)


def reworded(text: str, signs: str) -> str:
    """One sentence of the text with its clauses moved and a quarter of its letters changed."""
    parts = [part.of(text) for part in sentences(text)]
    place = DRAW.choice([n for n, part in enumerate(parts) if len(part.strip()) > 4] or [0])
    pieces = [part.of(parts[place]) for part in clauses(parts[place])]
    if len(pieces) > 2:
        pieces = [*pieces[1:-1], pieces[0], pieces[-1]]
    changed = (
        DRAW.choice(signs) if DRAW.random() < 0.25 and c.isalpha() else c for c in "".join(pieces)
    )
    return "".join([*parts[:place], *changed, *parts[place + 1 :]])


@given(hostile)
def test_a_text_is_like_itself_and_likeness_has_no_side(text: str) -> None:
    one, other = sketch(text), sketch(STORY)
    assert similarity(one, one) == 1
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1


def test_case_spacing_and_punctuation_do_not_hide_a_copy() -> None:
    assert sketch("The Keeper's lamp — was lit!") == sketch("the keeper’s LAMP, was  lit")
    assert sketch("灯，亮了ＡＢＣ") == sketch("灯亮了。abc")


def test_a_reworded_sentence_does_not_hide_a_copy() -> None:
    assert are_near_duplicates(
        sketch(STORY), sketch(STORY.replace("海风从北边来，带着盐味", "南风吹着沙子"))
    )
    other = "写一份关于社区图书馆开放时间的公告。请读者按时还书，并保持安静。馆内禁止饮食。"
    assert not are_near_duplicates(sketch(STORY), sketch(other))


@pytest.mark.parametrize("length", [4, 12, 60])
def test_copies_with_one_sentence_reworded_are_found_and_others_are_not(length: int) -> None:
    """Texts of so many sentences, all made of the same 300 characters."""
    chance = random.Random(length)

    def sentence() -> str:
        parts = ("".join(chance.choices(SIGNS[:300], k=chance.randint(4, 11))) for _ in range(3))
        return "，".join(parts) + "。"

    texts = ["".join(sentence() for _ in range(length)) for _ in range(120)]
    sketches = [sketch(text) for text in texts]
    found = [
        are_near_duplicates(sketched, sketch(reworded(text, "".join(SIGNS[:300]))))
        for text, sketched in zip(texts, sketches, strict=True)
    ]
    assert sum(found) >= 0.95 * len(found)
    library = NearDuplicates(enumerate(sketches))
    alarmed = [n for n, sketched in enumerate(sketches) if len(library.find(sketched)) > 1]
    assert len(alarmed) <= 0.01 * len(texts)


def test_the_copy_is_found_among_ten_thousand_at_once() -> None:
    fillers = ((n, sketch("".join(DRAW.choices(SIGNS, k=200)))) for n in range(10_000))
    library = NearDuplicates(fillers)
    library.add("the story", sketch(STORY * 3))
    found = library.find(sketch(reworded(STORY * 3, "灯海潮风")))
    assert [key for key, _ in found] == ["the story"]


def test_many_texts_with_a_common_part_do_not_slow_the_search() -> None:
    library = NearDuplicates(
        (n, sketch(STORY + "".join(DRAW.choices(SIGNS, k=60)))) for n in range(3000)
    )
    found = library.find(sketch(STORY))
    assert len(found) == 100
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)


def test_an_empty_library_finds_nothing() -> None:
    assert NearDuplicates().find(sketch(STORY)) == []
    assert len(NearDuplicates([("a", sketch(""))])) == 1


@pytest.mark.skipif(not REAL.exists(), reason="real prompts and pairs are not on this computer")
@pytest.mark.parametrize("name", ["prompts_zh_dev.jsonl", "wpb_zh_dev.jsonl"])
def test_real_texts_are_told_from_reworded_copies(name: str) -> None:
    rows = [json.loads(line) for line in (REAL / name).read_text("utf-8").split("\n") if line]
    is_prompts = name.startswith("prompts")
    answers = {
        row[side]["response"] for row in rows for side in ("chosen", "rejected") if not is_prompts
    }
    texts = sorted(answers or {row["prompt"] for row in rows})[:150]
    signs = "".join(filter(str.isalpha, texts[0] * 5))
    sketches = [sketch(text) for text in texts]
    found = [
        are_near_duplicates(sketched, sketch(reworded(text, signs)))
        for text, sketched in zip(texts, sketches, strict=True)
    ]
    assert sum(found) >= 0.95 * len(found)
    alarmed = {
        place
        for place, one in enumerate(sketches)
        for other in range(place)
        if are_near_duplicates(one, sketches[other])
    }
    assert len(alarmed) <= 0.01 * len(texts)


def test_moving_ttr_is_the_mean_over_windows() -> None:
    assert moving_ttr("aabbcc", 2) == pytest.approx((0.5 + 1 + 0.5 + 1 + 0.5) / 5)
    assert moving_ttr("aab", 100) == pytest.approx(2 / 3)
    assert moving_ttr("", 100) == 1
    long = "".join(DRAW.choices(SIGNS[:300], k=3000))
    windows = [len(set(long[n : n + 100])) / 100 for n in range(len(long) - 99)]
    assert moving_ttr(long, 100) == pytest.approx(sum(windows) / len(windows))


def test_figures_of_a_text() -> None:
    figures = diversity("灯亮了。灯亮了。潮退了！", Language.ZH)
    assert (figures.units, figures.sentences, figures.sentence_length) == (9, 3, 3)
    assert figures.distinct_2 == pytest.approx(6 / 8)
    assert figures.repeated == 0
    assert diversity("", Language.EN).sentence_length == 0
    assert sentence_lengths("He waited. Dr. Lin came at 3.50!\n\n", Language.EN) == [2, 6]
    assert diversity("a b c d a b c d", Language.EN).repeated == pytest.approx(2 / 5)
