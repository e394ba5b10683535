"""How the program opens each step of a plan: with what the prompt requires of it, word for word.

The model goes on from there, so a plan cannot lose the prompt, and where the prompt says nothing
the opening of the template makes the model decide something about this piece.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.domain.plan import StepKind
from writer_gui.writing.prompt_reading import read_prompt
from writer_gui.writing.requirements import requirements_of, spread
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan, Step
    from writer_gui.writing.brief import Brief

_IMAGES = {
    Language.ZH: ("画面：", "最后的画面："),
    Language.EN: (" We see", " The last thing we see is"),
}
"""After a required event the model decides what is seen: left to itself a small one goes on with a
feeling or with an event that contradicts the next step. The last step decides the last image."""

_TELLER = {
    Language.ZH: re.compile(r"(?:从|以)(?!第)([^，。：:、]{1,12}?)的(?:视角|口吻|身份|名义)"),
    Language.EN: re.compile(
        r"\b(?:told|spoken|narrated)(?: in the first person)? by ((?:an?|the) [^,.;]{2,40}?)"
        r"(?= (?:who|that|which|in|on|with)\b|[,.;]|$)"
    ),
}
"""Who tells, where the prompt says it: 从一袋面粉的视角, told by an old umbrella."""

_TELLERS = {
    Language.ZH: {
        Viewpoint.FIRST: "用第一人称写，“我”是",
        Viewpoint.SECOND: "用第二人称“你”写，“你”是",
    },
    Language.EN: {
        Viewpoint.FIRST: 'Told in the first person; "I" am',
        Viewpoint.SECOND: 'Told in the second person; "you" are',
    },
}


def step_openings(brief: Brief, plan: Plan) -> dict[str, str]:
    """Return what each step opens with by its id, without space around; "" for nothing."""
    language = brief.language
    asked = requirements_of(brief.prompt.text, language)
    told = spread(asked.events, len(plan.beats), language)
    events = {step.id: text for step, text in zip(plan.beats, told, strict=True)}
    manner = _manner_home(plan)
    return {
        step.id: _opening(brief, step, events, asked.manner if step is manner else ())
        for step in plan.steps
    }


def viewpoint_asked(brief: Brief) -> Viewpoint:
    """Return who is to tell, as the prompt says; OPEN where it does not."""
    person = read_prompt(brief.prompt.text).person
    return Viewpoint.OPEN if person is None else person.value


def teller_asked(brief: Brief) -> str:
    """Return who is to tell, in the words of the prompt; "" where it does not say."""
    match = _TELLER[brief.language].search(brief.prompt.text)
    return match.group(1).strip() if match else ""


def _opening(brief: Brief, step: Step, events: dict[str, str], manner: tuple[str, ...]) -> str:
    language = brief.language
    usual = brief.template.opening(step, language)
    if step.id in events:
        event = events[step.id]
        image = _IMAGES[language][step.id == list(events)[-1]]
        return _sentence(event, language) + image if event else usual
    if step.kind is StepKind.STRUCTURE:
        told = _TELLERS[language].get(viewpoint_asked(brief))
        joint = "" if language is Language.ZH else " "
        usual = usual if told is None else f"{told}{joint}{teller_asked(brief)}".rstrip()
    if step.kind is StepKind.INTENT and any(events.values()):
        first = next(filter(None, events.values()))
        usual += ("" if language is Language.ZH else " ") + _first_clause(first, language)
    if not manner:
        return usual
    joint = "，" if language is Language.ZH else ". "
    return f"{_sentence(joint.join(manner), language)} {usual}".strip().replace("。 ", "。")


def _first_clause(event: str, language: Language) -> str:
    """Return the beginning of an event, for the model to say what it is about."""
    clause = event.split("，" if language is Language.ZH else ",")[0].rstrip("。.")
    if language is Language.EN:
        clause = clause[:1].lower() + clause[1:] if clause.split()[0].istitle() else clause
    return clause + ("，" if language is Language.ZH else ",")


def _manner_home(plan: Plan) -> Step | None:
    """Return the step that holds how the text is to be written."""
    for kind in (StepKind.STRUCTURE, StepKind.INTENT):
        for step in plan.steps:
            if step.kind is kind:
                return step
    return None


def _sentence(text: str, language: Language) -> str:
    end = "。" if language is Language.ZH else "."
    return text if text[-1] in '。！？!?.…”’"' else text + end
