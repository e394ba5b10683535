from __future__ import annotations

from dataclasses import replace

import pytest

from writer_gui.domain.language import Language
from writer_gui.domain.plan import StepKind
from writer_gui.domain.triplet import Scores, Triplet
from writer_gui.text.triplet_checks import FindingKind, check_triplet, thought_groups

THOUGHT = (
    "立意：写等待。结构：倒叙，短句，第一人称视角。读者：熟悉海岛文化的人。"
    "开端是一封信，转折是灯灭。修改时检查有没有多余的形容词。"
) * 5
GOOD = Triplet("t", "写" * 40, THOUGHT, "雾散了，信到了。" * 20, "诗歌", Language.ZH)


def kinds(triplet: Triplet) -> set[FindingKind]:
    return {finding.kind for finding in check_triplet(triplet)}


def test_a_good_triplet_has_nothing_that_stands_out() -> None:
    assert check_triplet(GOOD) == ()


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"language": Language.EN}, FindingKind.LANGUAGE),
        ({"query": "写诗"}, FindingKind.TOO_SHORT),
        ({"answer": "雾" * 31_072}, FindingKind.TOO_LONG),
        ({"thought": "立意：等待。" * 60}, FindingKind.GROUP_MISSING),
        ({"answer": "他说：" + THOUGHT}, FindingKind.COPIED),
    ],
)
def test_what_stands_out_is_found(changes: dict[str, str], kind: FindingKind) -> None:
    assert kind in kinds(replace(GOOD, **changes))  # type: ignore[arg-type]  # fields by name


def test_all_five_groups_are_recognised_in_both_languages() -> None:
    english = (
        "The premise is waiting. Structure: short scenes. The reader knows islands. "
        "The plot turns on a letter. Then check every adjective."
    )
    assert thought_groups(THOUGHT) == thought_groups(english) == set(StepKind)


@pytest.mark.parametrize(
    ("scores", "accepted"),
    [
        (Scores(9, 8, 8, 8, 9, 8), True),
        (Scores(8, 8, 8, 8, 8, 9), False),  # 49 in all
        (Scores(10, 10, 10, 10, 10, 7), False),
        (Scores(10, 10, 10, 10, 10, None), False),
    ],
)
def test_the_rule_of_acceptance(scores: Scores, accepted: bool) -> None:
    assert scores.is_acceptable is accepted
