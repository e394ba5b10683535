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

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan, Step
    from writer_gui.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class _Wording:
    """The frame of a plan and a story, and the instructions, in one language."""

    system: str
    plan: str
    fixed_steps: str
    story: str
    one_piece: str
    step_heading: str
    section_heading: str
    piece_heading: str
    section_marks: tuple[str, ...]


_WORDINGS = {
    Language.ZH: _Wording(
        system="你是一位经验丰富的中文作者，擅长写{genre}。",
        plan=(
            "{prompt}\n\n请先为这篇{noun}写创作计划，共{steps}步。每一步用一两句话，"
            "写下只属于这一篇的具体决定：具体的人名、地点、物件、动作和话语。"
            "不要讲写作道理，不要照抄要求，不要重复前面的步骤。"
        ),
        fixed_steps="\n\n其中这些步骤已经定下，其余步骤要与它们一致：\n{steps}",
        story=(
            "{prompt}\n\n创作计划：\n{plan}\n\n请按这份计划写出正文，全文约{length}字，"
            "分{sections}个部分，每个部分约{share}字，以【序号. 标题】开头。"
            "只写正文，用具体的细节、动作和对话展开；不要照抄计划里的句子，不要解释，不要总结。{form}"
        ),
        one_piece=(
            "{prompt}\n\n创作计划：\n{plan}\n\n请按这份计划写出完整的正文，约{length}字。"
            "只写正文，不要照抄计划里的句子，不要解释，不要总结。{form}"
        ),
        step_heading="{number}. {title}：",
        section_heading="【{number}. {title}：{cue}】\n",
        piece_heading="【正文】\n",
        section_marks=("【", "\n---", "\n###"),
    ),
    Language.EN: _Wording(
        system="You are an experienced author who writes {genre} in English.",
        plan=(
            "{prompt}\n\nFirst write the creative plan for this {noun}, in {steps} steps. "
            "Each step is one or two sentences that decide something about this {noun} alone: "
            "names, places, objects, actions, words spoken. No advice on writing, nothing said "
            "twice."
        ),
        fixed_steps="\n\nThese steps are settled; the others must agree with them:\n{steps}",
        story=(
            "{prompt}\n\nCreative plan:\n{plan}\n\nWrite the text after this plan, about {length} "
            "words in {sections} parts of about {share} words each, every part headed "
            "[number. title]. Write only the text itself, with concrete detail, action and "
            "dialogue. Do not copy sentences of the plan, do not explain, do not sum up. {form}"
        ),
        one_piece=(
            "{prompt}\n\nCreative plan:\n{plan}\n\nWrite the complete text after this plan, "
            "about {length} words. Write only the text itself. Do not copy sentences of the "
            "plan, do not explain. {form}"
        ),
        step_heading="{number}. {title}: ",
        section_heading="[{number}. {title}: {cue}]\n",
        piece_heading="[Text]\n",
        section_marks=("\n[", "\n---", "\n###"),
    ),
}


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


def story_messages(brief: Brief, plan: Plan, sections: int, length: int) -> tuple[ChatMessage, ...]:
    """Return the chat that asks for the story of a plan in so many sections."""
    words = _WORDINGS[brief.language]
    template = words.story if sections > 1 else words.one_piece
    task = template.format(
        prompt=brief.prompt.text.strip(),
        plan=plan_lines(plan, brief.language),
        length=length,
        sections=sections,
        share=length // sections,
        form=brief.template.form[brief.language],
    )
    return chat(brief, task.rstrip())


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


def section_heading(number: int, step: Step, language: Language) -> str:
    """Return the heading the program writes before a section.

    It holds the text of its step once more: with the title alone the default model loses the plan
    from the second section on.
    """
    cue = " ".join(step.text.split()).replace("】", "）").replace("]", ")")
    return _WORDINGS[language].section_heading.format(number=number, title=step.title, cue=cue)


def piece_heading(language: Language) -> str:
    """Return the heading before a text that is one section."""
    return _WORDINGS[language].piece_heading


def section_marks(language: Language) -> tuple[str, ...]:
    """Return the strings by which the model itself would begin another section."""
    return _WORDINGS[language].section_marks


def chat(brief: Brief, task: str) -> tuple[ChatMessage, ...]:
    """Return the chat in which an author of the genre is given a task."""
    system = _WORDINGS[brief.language].system.format(genre=brief.genre_name)
    return (ChatMessage(Role.SYSTEM, system), ChatMessage(Role.USER, task))
