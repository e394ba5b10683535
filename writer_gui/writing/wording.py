"""The words in which the model is asked, in both languages.

They are part of the drafting method, not of the interface, so they are not translated: a Chinese
session is asked in Chinese whatever language the window speaks. What both stages share (system
message, prompt) comes first so that an engine can keep it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.generation import ChatMessage, Role
from writer_gui.domain.language import Language
from writer_gui.writing.openings import teller_asked
from writer_gui.writing.style import Viewpoint
from writer_gui.writing.viewpoints import viewpoint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.plan import Plan
    from writer_gui.domain.story import Section, Story
    from writer_gui.writing.brief import Brief
    from writer_gui.writing.stretches import Stretch


@dataclass(frozen=True, slots=True)
class _Wording:
    """The frame of a plan, and the instructions, in one language."""

    system: str
    plan: str
    fixed_steps: str
    story: str
    stretch: str
    following: str
    viewpoints: dict[Viewpoint, str]
    teller: str
    step_heading: str
    frame_marks: tuple[str, ...]


_WORDINGS = {
    Language.ZH: _Wording(
        system="你是一位经验丰富的中文作者，擅长写{genre}。",
        plan=(
            "{prompt}\n\n请先为这篇{noun}写创作计划，共{steps}步。每一步用一两句话，写下只属于这一篇的"
            "具体决定：谁想要什么，什么拦着，发生什么事，看见什么，说了什么话。"
            "人名、数字、时间和地点照要求里的写。不要讲写作道理。"
        ),
        fixed_steps="\n\n其中这些步骤已经定下，其余步骤要与它们一致：\n{steps}",
        story=(
            "{prompt}\n\n提纲：\n{plan}\n\n请按提纲写出完整的{noun}正文，约{length}字。"
            "{viewpoint}{form}"
        ),
        stretch=(
            "{prompt}\n\n提纲：\n{plan}\n\n{noun}全文约{length}字，现在接着前文，写提纲的{steps}，"
            "约{share}字。{viewpoint}{form}{following}"
        ),
        following="\n这一部分之后的文字是：{text}",
        viewpoints={
            Viewpoint.FIRST: "用第一人称“我”来写。",
            Viewpoint.SECOND: "用第二人称“你”来写。",
            Viewpoint.THIRD: "用第三人称来写。",
        },
        teller="用第一人称来写，“我”就是{teller}。",
        step_heading="{number}. {title}：",
        frame_marks=("【", "**", "\n#", "\n---", "```", "<|"),
    ),
    Language.EN: _Wording(
        system="You are an experienced author who writes {genre} in English.",
        plan=(
            "{prompt}\n\nFirst write the creative plan for this {noun}, in {steps} steps. "
            "Each step is one or two sentences that decide something about this {noun} alone: who "
            "wants what, what stands in the way, what happens, what is seen and said. Keep the "
            "names, numbers, times and places of the request. No advice on writing."
        ),
        fixed_steps="\n\nThese steps are settled; the others must agree with them:\n{steps}",
        story=(
            "{prompt}\n\nOutline:\n{plan}\n\nWrite the complete {noun} after this outline, about "
            "{length} words. {viewpoint}{form}"
        ),
        stretch=(
            "{prompt}\n\nOutline:\n{plan}\n\nThe whole {noun} has about {length} words. "
            "Go on from the text so far and write {steps} of the outline, about {share} words. "
            "{viewpoint}{form}{following}"
        ),
        following="\nThe text after this part is: {text}",
        viewpoints={
            Viewpoint.FIRST: 'Tell it in the first person ("I"). ',
            Viewpoint.SECOND: 'Tell it in the second person ("you"). ',
            Viewpoint.THIRD: "Tell it in the third person. ",
        },
        teller='Tell it in the first person: "I" am {teller}. ',
        step_heading="{number}. {title}: ",
        frame_marks=("\n[", "**", "\n#", "\n---", "```", "<|"),
    ),
}

FOLLOWING_CHARS = 120
"""Characters of the section behind a stretch that the model is told."""


def plan_messages(brief: Brief, plan: Plan, first: int) -> tuple[ChatMessage, ...]:
    """Return the chat that asks for the steps of a plan from place `first` on.

    Steps further down that have a text are given as settled.
    """
    words = _WORDINGS[brief.language]
    task = words.plan.format(
        prompt=brief.prompt.text.strip(), noun=brief.noun, steps=len(plan.steps)
    )
    later = plan_lines(plan, brief.language, first)
    if later:
        task += words.fixed_steps.format(steps=later)
    return chat(brief, task)


def story_messages(
    brief: Brief, plan: Plan, story: Story, stretch: Stretch
) -> tuple[ChatMessage, ...]:
    """Return the chat that asks for a stretch of the story of a plan, or for all of it."""
    words = _WORDINGS[brief.language]
    told = {
        "prompt": brief.prompt.text.strip(),
        "plan": plan_lines(plan, brief.language),
        "noun": brief.noun,
        "length": brief.prompt.length,
        "viewpoint": _viewpoint(brief, plan),
        "form": brief.template.form[brief.language],
    }
    if stretch.is_whole(story):
        return chat(brief, words.story.format(**told).rstrip())
    sections = story.sections[stretch.first : stretch.last + 1]
    behind = story.sections[stretch.last + 1 : stretch.last + 2]
    following = " ".join(section.text for section in behind).strip()[:FOLLOWING_CHARS]
    task = words.stretch.format(
        **told,
        steps=_numbers(plan, sections, brief.language),
        share=max(1, brief.prompt.length * len(sections) // len(story.sections)),
        following=words.following.format(text=following) if following else "",
    )
    return chat(brief, task.rstrip())


def _viewpoint(brief: Brief, plan: Plan) -> str:
    """Return the sentence on who tells; "" where plan and prompt leave it open."""
    words = _WORDINGS[brief.language]
    viewpoint, teller = viewpoint_of(plan, brief.prompt), teller_asked(brief)
    if viewpoint is Viewpoint.FIRST and teller:
        return words.teller.format(teller=teller)
    return words.viewpoints.get(viewpoint, "")


def _numbers(plan: Plan, sections: Sequence[Section], language: Language) -> str:
    """Return the numbers of the steps that sections realise, as one says them."""
    found = [n for s in sections if s.step_id and (n := plan.number(s.step_id)) is not None]
    if not found:
        return "这一部分" if language is Language.ZH else "this part"
    if language is Language.ZH:
        return f"第{found[0]}步" if len(found) == 1 else f"第{found[0]}步到第{found[-1]}步"
    return f"step {found[0]}" if len(found) == 1 else f"steps {found[0]} to {found[-1]}"


def plan_lines(plan: Plan, language: Language, first: int = 0) -> str:
    """Return a plan as the model reads it: one numbered line a step, empty steps left out."""
    return "\n".join(
        step_heading(place + 1, step.title, language) + step.text.strip()
        for place, step in enumerate(plan.steps)
        if place >= first and step.text.strip()
    )


def step_heading(number: int, title: str, language: Language) -> str:
    """Return the heading the program writes before a step."""
    return _WORDINGS[language].step_heading.format(number=number, title=title)


def frame_marks(language: Language) -> tuple[str, ...]:
    """Return the strings by which a model begins a heading or another frame of its own."""
    return _WORDINGS[language].frame_marks


def chat(brief: Brief, task: str) -> tuple[ChatMessage, ...]:
    """Return the chat in which an author of the genre is given a task."""
    system = _WORDINGS[brief.language].system.format(genre=brief.genre_name)
    return (ChatMessage(Role.SYSTEM, system), ChatMessage(Role.USER, task))
