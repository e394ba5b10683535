"""The words in which the model is asked to rewrite a passage, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.writing.wording import chat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from writer_gui.domain.generation import ChatMessage
    from writer_gui.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class _Wording:
    prompt: str
    step: str
    before: str
    after: str
    passage: str
    task: str
    opening: str
    wishes: Mapping[str, str]


_WORDINGS = {
    Language.ZH: _Wording(
        prompt="我正在写一篇{noun}：{prompt}",
        step="\n\n这一部分的计划：{step}",
        before="\n\n前文：\n{text}",
        after="\n\n后文：\n{text}",
        passage="\n\n要改写的段落：\n{text}",
        task=(
            "\n\n请改写这个段落：{wish}。只写改写后的段落，要能接上前文和后文；"
            "不要解释，不要重复前文或后文。"
        ),
        opening="改写后的段落：\n",
        wishes={
            "own": "换一种写法",
            "shorter": "写得更短，约为原来的一半，只留最要紧的",
            "longer": "写得更长、更充分，加入动作、对话和感受",
            "concrete": "写得更具体，用看得见、听得到的细节代替笼统的话",
            "viewpoint": "换一个人物的视角来写",
        },
    ),
    Language.EN: _Wording(
        prompt="I am writing a {noun}: {prompt}",
        step="\n\nThe plan for this part: {step}",
        before="\n\nText before:\n{text}",
        after="\n\nText after:\n{text}",
        passage="\n\nPassage to rewrite:\n{text}",
        task=(
            "\n\nRewrite the passage: {wish}. Write only the new passage, so that it fits between "
            "the text before and after. Do not explain, do not repeat the text around it."
        ),
        opening="New passage:\n",
        wishes={
            "own": "put it in another way",
            "shorter": "make it shorter, about half as long, keeping only what matters most",
            "longer": "make it longer and fuller, with action, dialogue and feeling",
            "concrete": "make it more concrete, with details one can see and hear",
            "viewpoint": "tell it from the viewpoint of another figure",
        },
    ),
}


def rewrite_messages(
    brief: Brief, step: str, texts: tuple[str, str, str], wish: str, instruction: str
) -> tuple[ChatMessage, ...]:
    """Return the chat that asks for a passage anew; `texts` are before, the passage, after.

    `instruction` is the writer's own and says more than the wish.
    """
    words = _WORDINGS[brief.language]
    before, passage, after = texts
    task = words.prompt.format(noun=brief.noun, prompt=brief.prompt.text.strip())
    for frame, text in ((words.before, before), (words.passage, passage), (words.after, after)):
        if text.strip():
            task += frame.format(text=text.strip())
    if step:
        task += words.step.format(step=step)
    asked = instruction.rstrip("。.") or words.wishes[wish]
    return chat(brief, task + words.task.format(wish=asked))


def rewrite_opening(language: Language) -> str:
    """Return the words with which the program begins the model's answer."""
    return _WORDINGS[language].opening
