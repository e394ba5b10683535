"""Small things for the tests to store."""

from __future__ import annotations

from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.session import Draft, Prompt
from writer_gui.domain.story import Section, Story

LIGHTHOUSE = Prompt(
    "写一个灯塔看守人收到一封迟到三十年的信的故事，语气克制。", "小说-故事", Language.ZH, 600
)
LETTER = Prompt(
    "A lighthouse keeper opens a letter, thirty years late. Keep it plain.",
    "小说-故事",
    Language.EN,
    400,
)


def plan(*texts: str) -> Plan:
    kinds = [StepKind.INTENT, *[StepKind.DEVELOPMENT] * len(texts)]
    return Plan(
        tuple(
            Step(f"step{place}", kind, f"第{place}步", text)
            for place, (kind, text) in enumerate(zip(kinds, texts, strict=False), start=1)
        )
    )


def story(*texts: str) -> Story:
    return Story(tuple(Section(f"step{n}", text) for n, text in enumerate(texts, start=1)))


def draft(prompt: Prompt = LIGHTHOUSE) -> Draft:
    return Draft(
        prompt=prompt,
        plan=plan("孤独与和解", "信到了", "他没有拆"),
        story=story("雾散的那天，信到了。", "他把信放在灯下，没有拆。"),
        caret=7,
    )
