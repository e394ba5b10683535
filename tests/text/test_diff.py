from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.strategies import hostile
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.text.alignment import align, aligned_steps
from writer_gui.text.diff import ChangeKind, Grain, aligned_paragraphs, changes
from writer_gui.text.segments import Segment, clauses, paragraphs, sentences

ZH, EN = Language.ZH, Language.EN
SIGNS = [chr(0x4E00 + n) for n in range(800)]


def shown(old: str, new: str, language: Language, grain: Grain = Grain.FINE) -> str:
    """The changes as [-old-]{+new+}."""
    parts = []
    for change in changes(old, new, language, grain):
        before = old[change.old_start : change.old_end]
        after = new[change.new_start : change.new_end]
        if change.kind is ChangeKind.SAME:
            parts.append(before)
        else:
            parts.append((f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else ""))
    return "".join(parts)


@given(hostile, hostile, st.sampled_from(Language), st.sampled_from(Grain))
def test_changes_tile_both_texts(old: str, new: str, language: Language, grain: Grain) -> None:
    found = changes(old, new, language, grain)
    assert "".join(old[c.old_start : c.old_end] for c in found) == old
    assert "".join(new[c.new_start : c.new_end] for c in found) == new
    for change in found:
        before = old[change.old_start : change.old_end]
        after = new[change.new_start : change.new_end]
        assert (before == after) == change.is_same
        assert before or after
    kinds = [change.is_same for change in found]
    assert all(a != b for a, b in itertools.pairwise(kinds))


@given(hostile, st.sampled_from(Language))
def test_a_text_against_itself_is_the_same(text: str, language: Language) -> None:
    assert [c.kind for c in changes(text, text, language)] == [ChangeKind.SAME] * bool(text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("他走下台阶，关了灯。", "她走下台阶，关了灯。", "[-他-]{+她+}走下台阶，关了灯。"),
        ("灯亮着。潮水退了。", "灯亮着。", "灯亮着。[-潮水退了。-]"),
        ("灯亮着。", "起风了。灯亮着。", "{+起风了。+}灯亮着。"),
        ("他有一条船。", "我们爱吃面包。", "[-他有一条船。-]{+我们爱吃面包。+}"),
        ("", "灯。", "{+灯。+}"),
    ],
)
def test_chinese_changes_by_character(old: str, new: str, expected: str) -> None:
    assert shown(old, new, ZH) == expected


def test_english_changes_by_word() -> None:
    old = "The keeper lit the lamp. He waited for the ship."
    new = "The keeper lit a lamp. He waited for the ship. It came."
    expected = "The keeper lit [-the-]{+a+} lamp. He waited for the ship.{+ It came.+}"
    assert shown(old, new, EN) == expected


def test_changes_by_clause_are_whole_clauses() -> None:
    old, new = "他走下台阶，关了灯，睡了。", "他走下台阶，关了窗，睡了。"
    assert shown(old, new, ZH, Grain.CLAUSE) == "他走下台阶，[-关了灯，-]{+关了窗，+}睡了。"


def novel(seed: int, length: int = 31_071) -> str:
    draw = random.Random(seed)
    text = ""
    while len(text) < length:
        text += "".join(draw.choices(SIGNS, k=draw.randint(5, 30))) + draw.choice("，。。！\n")
    return text[:length]


@pytest.mark.timeout(60)  # half a second for each on the reference machine; squares take minutes
@pytest.mark.parametrize("kind", ["edited", "unrelated", "one sentence", "all alike"])
def test_the_longest_articles_are_compared_at_once(kind: str) -> None:
    old = novel(1)
    draw = random.Random(3)
    edited = "".join(c if draw.random() > 0.03 else draw.choice(SIGNS) for c in old)
    new = {
        "edited": edited,
        "unrelated": novel(2),
        "one sentence": edited,
        "all alike": "灯。" * 15_000,
    }
    if kind == "one sentence":
        old, new[kind] = (
            text.translate({ord(c): "他" for c in "，。！\n"}) for text in (old, edited)
        )
    if kind == "all alike":
        old = "灯。" * 15_500
    found = changes(old, new[kind], ZH)
    assert found[-1].old_end == len(old)


@given(hostile)
def test_segments_tile_the_text(text: str) -> None:
    for cut in (paragraphs, sentences, clauses):
        assert "".join(part.of(text) for part in cut(text)) == text
        assert all(part.start < part.end for part in cut(text))


def test_sentences_keep_their_closing_quotes_and_abbreviations_do_not_end_them() -> None:
    text = "“你来了？”他问。Dr. Lin paid 3.50 to J. Wu. “Yes!” she said…\n完"
    assert [part.of(text) for part in sentences(text)] == [
        "“你来了？”",
        "他问。",
        "Dr. Lin paid 3.50 to J. Wu. ",
        "“Yes!” ",
        "she said…",
        "\n",
        "完",
    ]
    assert paragraphs("a\n\nb\n") == [Segment(0, 3), Segment(3, 5)]
    assert [part.of("好，再来；走") for part in clauses("好，再来；走")] == ["好，", "再来；", "走"]


def test_paragraphs_are_aligned_by_what_they_say() -> None:
    old = "守灯人每天傍晚上楼。\n\n海上起了大雾。\n\n船没有来。\n"
    new = "序\n\n守灯人每天清晨上楼。\n\n船没有来。\n\n尾声\n"
    assert aligned_paragraphs(old, new) == [(None, 0), (0, 1), (1, None), (2, 2), (None, 3)]


@given(
    st.lists(st.sampled_from(["灯亮", "潮退", "灯亮了", ""])),
    st.lists(st.sampled_from(["灯亮", "潮退"])),
)
def test_alignment_rises_in_both(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert pairs == sorted(set(pairs))
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert sorted(b for _, b in pairs) == [b for _, b in pairs]


def test_steps_stand_beside_their_former_selves() -> None:
    a, b, c, d = (Step(f"s{n}", StepKind.DEVELOPMENT, f"t{n}", "x") for n in range(4))
    retitled, twin = replace(b, title="new"), replace(c, id="other")
    fresh = replace(d, id="fresh", title="fresh")
    rows = aligned_steps(Plan((a, b, c, d)), Plan((twin, retitled, fresh)))
    assert rows == [(a, None), (c, twin), (d, None), (b, retitled), (None, fresh)]
