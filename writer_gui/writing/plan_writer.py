"""Writes a plan heading by heading: the program writes the frame, the model fills it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from writer_gui.domain.generation import Passage, PassageEnd
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended
from writer_gui.writing.asking import Ask, Attempt, Cut, Written, appended, passage_seed, put_back
from writer_gui.writing.checks import sentence_end_after, step_faults, tidy_step
from writer_gui.writing.names import fresh_name
from writer_gui.writing.openings import step_openings
from writer_gui.writing.wording import plan_messages, step_heading

if TYPE_CHECKING:
    from collections.abc import Collection, Generator

    from writer_gui.domain.generation import ChatMessage, PassageResult
    from writer_gui.domain.run import Sampling
    from writer_gui.writing.asking import Conditions, Writing
    from writer_gui.writing.brief import Brief

ATTEMPTS = 2
"""How often a step is asked for until it passes the checks; the best attempt stands."""

CALM = 0.8
"""A plan is written at this share of the temperature: what was asked for must not drift away."""

MAX_TOKENS = {Language.ZH: 90, Language.EN: 60}
MIN_CHARS = {Language.ZH: 8, Language.EN: 24}
ENOUGH_CHARS = {Language.ZH: 10, Language.EN: 40}
"""From so many characters of the model's own on, a step ends with its sentence: the program has
opened it with what the prompt requires, and what a small model adds beyond one decision is talk."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What stays the same over one run of the plan writer."""

    brief: Brief
    conditions: Conditions
    messages: tuple[ChatMessage, ...]
    old: Plan
    places: tuple[int, ...]

    def after(self, place: int) -> tuple[int, ...]:
        """Return the places still to be written after one."""
        return tuple(later for later in self.places if later > place)


def write_plan(
    brief: Brief,
    plan: Plan,
    conditions: Conditions,
    *,
    rewrite: Collection[str] | None = None,
    go_on: bool = False,
) -> Writing[Plan]:
    """Write the steps of `plan` in order; the texts of the others are given to the model.

    `rewrite` names the steps to write by id; None means all that are not locked. With `go_on` they
    are written on from where they end. Where it all ends early, the steps not reached keep their
    old texts.
    """
    places = [
        place
        for place, step in enumerate(plan.steps)
        if not step.locked and (rewrite is None or step.id in rewrite)
    ]
    if not places:
        return Written(plan, Ended.COMPLETE)
    standing = _with_texts(plan, dict.fromkeys(places, ""))
    messages = plan_messages(brief, standing, places[0])
    this = _Run(brief, conditions, messages, plan, tuple(places))
    openings = step_openings(brief, plan)
    frame: list[str] = []
    for place in range(places[-1] + 1):
        step = standing.steps[place]
        frame.append(step_heading(place + 1, step.title, brief.language))
        if place not in places:
            frame.append(f"{step.text.strip()}\n")
            continue
        begun = plan.steps[place].text.rstrip() if go_on else ""
        by_model = not begun or plan.steps[place].author is Author.MODEL
        author = Author.MODEL if by_model else Author.MIXED
        opening = begun or openings[step.id]
        frame[-1] += opening
        opened = _with_texts(standing, {place: opening.strip()})
        attempt = yield from _write_step(this, opened, place, tuple(frame))
        standing = _with_texts(opened, {place: (opening + attempt.text).strip()}, author)
        frame += [attempt.text, "\n"]
        if attempt.result.end is PassageEnd.STOPPED:
            unreached = this.after(place) + (() if attempt.text.strip() else (place,))
            return Written(put_back(standing, this.old, unreached), Ended.STOPPED)
    return Written(standing, Ended.COMPLETE)


def _write_step(
    this: _Run, opened: Plan, place: int, frame: tuple[str, ...]
) -> Generator[Ask[Plan], PassageResult, Attempt]:
    """Ask for one step until it passes the checks; the attempt with the fewest faults stands."""
    language = this.brief.language
    earlier = [step.text for step in opened.steps[:place]]
    allowed = _allowed(this.brief, opened)
    best: Attempt | None = None
    lead = ""
    for number in range(this.conditions.attempts or ATTEMPTS):
        passage = Passage(
            run=this.conditions.run,
            messages=this.messages,
            opening=(*frame, lead),
            stop=("\n",),
            max_tokens=MAX_TOKENS[language],
            min_chars=MIN_CHARS[language],
            seed=passage_seed(this.conditions.seed, place, number),
            sampling=_calmed(this.conditions.sampling),
            script=language,
            allowed=allowed,
        )
        begun = opened if best is not None else appended(opened, place, lead)
        watch = partial(_cut, language=language)
        result = yield Ask(
            passage, place, begun, watch, before=best, old=this.old, unreached=this.after(place)
        )
        if best is not None and result.end is PassageEnd.STOPPED:
            return best.stopped(result)
        text = tidy_step(lead + result.text, language)
        faults = step_faults(text, earlier, language, allowed, opened.steps[place].text)
        attempt = Attempt(text, result, faults)
        if not faults or result.end is PassageEnd.STOPPED:
            return attempt
        if best is None or attempt.harm < best.harm:
            best = attempt
        if "worn" in faults:
            lead = _lead(language, passage.seed)
    assert best is not None  # there is at least one attempt
    return best


def _lead(language: Language, seed: int) -> str:
    """Return the name to begin a step with, after the space that English wants at the seam."""
    name = fresh_name(language, seed)
    return name if language is Language.ZH else f" {name}"


def _calmed(sampling: Sampling) -> Sampling:
    return replace(sampling, temperature=sampling.temperature * CALM)


def _cut(text: str, language: Language) -> Cut | None:
    position = sentence_end_after(text, ENOUGH_CHARS[language])
    return None if position is None else Cut(position, is_loop=False)


def _allowed(brief: Brief, plan: Plan) -> str:
    """Return the texts whose words may appear whatever their script."""
    by_writer = [step.text for step in plan.steps if step.author is not Author.MODEL]
    return "\n".join([brief.prompt.text, *by_writer])


def _with_texts(plan: Plan, texts: dict[int, str], author: Author = Author.MODEL) -> Plan:
    """Return a plan with new texts at some places."""
    return Plan(
        tuple(
            replace(step, text=texts[place], author=author) if place in texts else step
            for place, step in enumerate(plan.steps)
        )
    )
