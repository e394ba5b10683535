"""How the writer wants the next text: in plain words, which become part of what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from writer_gui.domain.genre import Domain
from writer_gui.domain.language import Language

LONGEST_SAMPLE = 600
"""Characters of a style sample that are given: enough to hear a voice, quick to read."""


class Viewpoint(StrEnum):
    """Who tells."""

    OPEN = ""
    FIRST = "first"
    THIRD = "third"
    SECOND = "second"


class Tense(StrEnum):
    """When it is told; Chinese has no tense, so there it is a stance."""

    OPEN = ""
    PAST = "past"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Style:
    """Wishes for a text. `wildness` lies between 0, calm, and 1, wild."""

    wildness: float = 0.5
    viewpoint: Viewpoint = Viewpoint.OPEN
    tense: Tense = Tense.OPEN
    sample: str = ""


PRESETS = {
    Domain.FUNCTIONAL: Style(0.3),
    Domain.COMMUNICATION: Style(0.5),
    Domain.NONFICTION: Style(0.4, Viewpoint.FIRST),
    Domain.FICTION: Style(0.5, Viewpoint.THIRD, Tense.PAST),
    Domain.FUNNY: Style(0.8),
    Domain.POETRY: Style(0.6, tense=Tense.PRESENT),
    Domain.SCRIPT: Style(0.5, tense=Tense.PRESENT),
    Domain.ROLEPLAY: Style(0.6, Viewpoint.FIRST, Tense.PRESENT),
}
"""What is usual in each group of genres."""

_WORDS: dict[Language, dict[Viewpoint | Tense, str]] = {
    Language.ZH: {
        Viewpoint.FIRST: "用第一人称“我”叙述。",
        Viewpoint.SECOND: "用第二人称“你”叙述。",
        Viewpoint.THIRD: "用第三人称叙述。",
        Tense.PAST: "以回望往事的口吻来写。",
        Tense.PRESENT: "写成正在发生的样子。",
    },
    Language.EN: {
        Viewpoint.FIRST: "Tell it in the first person.",
        Viewpoint.SECOND: "Tell it in the second person.",
        Viewpoint.THIRD: "Tell it in the third person.",
        Tense.PAST: "Use the past tense.",
        Tense.PRESENT: "Use the present tense.",
    },
}
_SAMPLE = {
    Language.ZH: "语言和节奏学习下面这段文字，但不要用它的内容：\n{0}",
    Language.EN: "Learn voice and rhythm from this sample, but use nothing of its content:\n{0}",
}


def wishes(style: Style, language: Language) -> str:
    """Return what a style asks of the model, to stand behind the prompt; "" for nothing."""
    words = _WORDS[language]
    told = [words[wish] for wish in (style.viewpoint, style.tense) if wish]
    sample = style.sample.strip()[:LONGEST_SAMPLE]
    if sample:
        told.append(_SAMPLE[language].format(sample))
    joint = "" if language is Language.ZH else " "
    return joint.join(told)
