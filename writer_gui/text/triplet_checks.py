"""What a reviewer should look at before accepting a triplet. Every finding is a hint, not a bar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.domain.plan import StepKind
from writer_gui.text.language import detect_language
from writer_gui.text.repetition import longest_shared_run

if TYPE_CHECKING:
    from writer_gui.domain.triplet import Triplet

LENGTHS = {"query": (30, 2_643), "thought": (252, 4_094), "answer": (12, 31_071)}
"""Characters: the shortest and the longest of COIG-Writer (arXiv 2510.14763, appendix B)."""

COPIED_RUN = {Language.ZH: 24, Language.EN: 14}
"""Letters of Chinese or words of English: so long a run in thought and answer is a copy. Names
and set phrases stay below it."""

_GROUP_WORDS = {
    StepKind.INTENT: (
        r"立意|意图|主题|主旨|目的|核心|想表达|需求|要求|intent|theme|purpose|aim|asks? for|premise"
    ),
    StepKind.STRUCTURE: (
        r"结构|风格|文风|语言|视角|人称|基调|体裁|格式|篇幅|开头|段落|节奏"
        r"|structure|style|tone|voice|viewpoint|point of view|format|pacing|form\b"
    ),
    StepKind.AUDIENCE: (
        r"读者|受众|观众|听众|文化|时代|背景|场合|年代|传统|地域|群体|共鸣"
        r"|reader|audience|cultur|setting|era|tradition|listener"
    ),
    StepKind.DEVELOPMENT: (
        r"情节|人物|主角|主人公|开端|发展|转折|冲突|高潮|结局|结尾|论点|论证|细节|意象|展开|铺垫|首先|然后|接着"
        r"|plot|character|conflict|climax|opening|ending|turn|argument|detail|image|first\b|then\b"
    ),
    StepKind.REVISION: (
        r"修改|修订|自查|检查|避免|调整|推敲|润色|反思|不要|注意|确保|再看|删"
        r"|revis|check|avoid|adjust|polish|reconsider|make sure|watch out|cut\b"
    ),
}
_GROUPS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _GROUP_WORDS.items()}


class FindingKind(StrEnum):
    """What is remarkable about a triplet."""

    LANGUAGE = "language"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    GROUP_MISSING = "group_missing"
    COPIED = "copied"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `part` is the part or the decision group meant, `figure` a length in its unit."""

    kind: FindingKind
    part: str
    figure: int = 0


def check_triplet(triplet: Triplet) -> tuple[Finding, ...]:
    """Return what a reviewer should look at, in the order of the parts."""
    parts = {"query": triplet.query, "thought": triplet.thought, "answer": triplet.answer}
    found = [
        Finding(FindingKind.LANGUAGE, part)
        for part, text in parts.items()
        if text.strip() and detect_language(text) is not triplet.language
    ]
    found += [finding for part, text in parts.items() for finding in _length(part, text)]
    groups = thought_groups(triplet.thought)
    found += [Finding(FindingKind.GROUP_MISSING, kind) for kind in StepKind if kind not in groups]
    run = longest_shared_run(triplet.thought, triplet.answer, triplet.language)
    if run >= COPIED_RUN[triplet.language]:
        found.append(Finding(FindingKind.COPIED, "thought", run))
    return tuple(found)


def thought_groups(thought: str) -> set[StepKind]:
    """Return the decision groups that a thought speaks of, by the words it uses for them.

    A word says only that a group is touched: absence is worth a look, presence proves nothing.
    """
    return {kind for kind, words in _GROUPS.items() if words.search(thought)}


def _length(part: str, text: str) -> list[Finding]:
    shortest, longest = LENGTHS[part]
    if len(text) < shortest:
        return [Finding(FindingKind.TOO_SHORT, part, len(text))]
    return [Finding(FindingKind.TOO_LONG, part, len(text))] if len(text) > longest else []
