"""Who tells the story, as the plan and the prompt have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.domain.plan import Author
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan, Step
    from writer_gui.domain.session import Prompt

_SAID = {
    Viewpoint.FIRST: re.compile(
        r"第一人称|以[“「\"]?我[”」\"]?(?:的(?:口吻|视角|角度|身份)|来?(?:叙述|讲述))|"
        r"用[“「\"]?我[”」\"]?(?:的(?:口吻|视角|角度)|来?(?:叙述|讲述))|自述|"
        r"\bfirst[- ]person\b|\bnarrated by an? [“\"]?I\b",
        re.IGNORECASE,
    ),
    Viewpoint.SECOND: re.compile(
        r"第二人称|[以用][“「\"]?你[”」\"]?(?:的(?:口吻|视角)|来?(?:叙述|讲述))|"
        r"\bsecond[- ]person\b",
        re.IGNORECASE,
    ),
    Viewpoint.THIRD: re.compile(
        r"第三人称|全知视角|上帝视角|旁观者(?:的)?(?:视角|口吻)|\bthird[- ]person\b|\bomniscient\b",
        re.IGNORECASE,
    ),
}
_DENIED = re.compile(
    r"(?:不用|不要用?|不再用?|不是|避免|放弃|而非|而不是|别用|"
    r"\b(?:not|never|no longer|instead of|avoid|without|"
    r"rather than)\b(?:\s+(?:in|the|a|use|using))*)\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"|‘[^’]*’")
_SPEAKS = re.compile(
    r"(?<![帮给请替让对自])我(?!们?(?:想要|想让|想写|要写|希望|国|方|需要))|"
    r"\bI(?:'m|’m|'d|’d|'ve|’ve|'ll|’ll)?\b(?!\s+(?:want|need|would like|wish))|\bI am\b"
)


def stated_viewpoint(text: str) -> tuple[Viewpoint, int, int] | None:
    """Return the last viewpoint that a text asks for, and where the words for it stand."""
    found = [
        (match.start(), match.end(), viewpoint)
        for viewpoint, pattern in _SAID.items()
        for match in pattern.finditer(text)
        if not _DENIED.search(text[max(0, match.start() - 16) : match.start()])
    ]
    if not found:
        return None
    start, end, viewpoint = max(found)
    return viewpoint, start, end


def viewpoint_in_step(text: str, *, by_writer: bool) -> Viewpoint:
    """Return the viewpoint a step asks for, or in which the writer tells it, as in 我是学徒."""
    said = stated_viewpoint(text)
    if said is not None:
        return said[0]
    speaks = by_writer and _SPEAKS.search(_QUOTED.sub("", text)) is not None
    return Viewpoint.FIRST if speaks else Viewpoint.OPEN


def viewpoint_of(plan: Plan, prompt: Prompt, newest: str | None = None) -> Viewpoint:
    """Return who tells, by the plan's steps and the prompt; OPEN where neither says.

    The step `newest`, which was edited last, is asked first; then the other steps the writer wrote
    or changed, the later ones before the earlier; then the prompt; then the steps by the model.
    """
    changed = [step for step in reversed(plan.steps) if step.author is not Author.MODEL]
    changed.sort(key=lambda step: step.id != newest)
    for step in changed:
        if (viewpoint := _of_step(step)) is not Viewpoint.OPEN:
            return viewpoint
    said = stated_viewpoint(prompt.text)
    if said is not None:
        return said[0]
    by_model = [step for step in reversed(plan.steps) if step.author is Author.MODEL]
    found = (_of_step(step) for step in by_model)
    return next(
        (viewpoint for viewpoint in found if viewpoint is not Viewpoint.OPEN), Viewpoint.OPEN
    )


def _of_step(step: Step) -> Viewpoint:
    return viewpoint_in_step(step.text, by_writer=step.author is not Author.MODEL)
