"""Writes a passage inside a section anew, or goes on from a place in it.

A rewrite is a short chat of its own: the passage, a little of what stands around it, and the wish.
Going on continues the one growing message of the story, so that nothing is read twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.generation import Passage, PassageEnd
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended
from writer_gui.domain.story import SECTION_BREAK, Section, Story
from writer_gui.text.language import script_purity
from writer_gui.writing.asking import Ask, Attempt, Written, passage_seed
from writer_gui.writing.checks import LEAST_PURITY, tidy_section, trimmed_to_sentence
from writer_gui.writing.rewrite_wording import rewrite_messages, rewrite_opening
from writer_gui.writing.story_writer import text_watch
from writer_gui.writing.stretches import Stretch
from writer_gui.writing.wording import frame_marks, story_messages

if TYPE_CHECKING:
    from writer_gui.domain.generation import ChatMessage
    from writer_gui.domain.plan import Plan
    from writer_gui.writing.asking import Conditions, Writing
    from writer_gui.writing.brief import Brief

ATTEMPTS = 2

BEFORE_CHARS, AFTER_CHARS = 400, 150
"""How much of the text around a passage is shown: a laptop reads some 60 tokens a second."""

MOST = 1.5
"""From so many times the length aimed at on, a rewrite ends with its sentence."""

LONGEST_CONTEXT = 1600
"""Characters of the story before the caret that are given when going on from it."""

LONGEST_PASSAGE = 2000
"""Characters that are rewritten at once."""

GO_ON_CHARS = {Language.ZH: 120, Language.EN: 380}
TOKENS_PER_CHAR = {Language.ZH: 1.0, Language.EN: 0.35}


class Wish(StrEnum):
    """What shall become of a passage."""

    OWN = "own"  # as the writer's instruction says
    SHORTER = "shorter"
    LONGER = "longer"
    CONCRETE = "concrete"
    VIEWPOINT = "viewpoint"
    GO_ON = "go_on"  # nothing is replaced; the text goes on from there


_LENGTHS = {Wish.SHORTER: 0.6, Wish.LONGER: 1.8, Wish.CONCRETE: 1.3}
"""The length aimed at, as a share of the passage's."""


@dataclass(frozen=True, slots=True)
class Target:
    """Characters `start` to `end` of the section at `place`, and what is wished for them."""

    place: int
    start: int
    end: int
    wish: Wish
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    """One rewriting: what stays the same over its attempts."""

    brief: Brief
    plan: Plan
    story: Story
    target: Target

    @property
    def old(self) -> str:
        return target_text(self.story, self.target)

    @property
    def aim(self) -> float:
        """How many characters are aimed at."""
        if self.target.wish is Wish.GO_ON:
            return GO_ON_CHARS[self.brief.language]
        return len(self.old) * _LENGTHS.get(self.target.wish, 1.0)


def target_text(story: Story, target: Target) -> str:
    """Return the characters a target names."""
    return story.sections[target.place].text[target.start : target.end]


def put_in(story: Story, target: Target, text: str) -> Story:
    """Return the story with a text in the place of the target."""
    old = story.sections[target.place]
    new = old.text[: target.start] + text + old.text[target.end :]
    sections = list(story.sections)
    sections[target.place] = Section(old.step_id, new)
    return Story(tuple(sections))


def candidate_text(version: Story, story: Story, target: Target) -> str:
    """Return what a version of `story` by `rewrite_passage` has in the place of the target."""
    after = len(story.sections[target.place].text) - target.end
    text = version.sections[target.place].text
    return text[target.start : len(text) - after]


def under_way(content: Story, story: Story, target: Target) -> str:
    """Return what stands in the place of the target while `rewrite_passage` is at work.

    What follows the passage stands behind it only between two attempts.
    """
    tail = story.sections[target.place].text[target.end :]
    text = content.sections[target.place].text[target.start :]
    return text.removesuffix(tail)


def rewrite_passage(
    brief: Brief, plan: Plan, story: Story, target: Target, conditions: Conditions
) -> Writing[Story]:
    """Write the passage anew. The content is the whole story, all else as it was."""
    task = _Task(brief, plan, story, target)
    best: Attempt | None = None
    for number in range(conditions.attempts or ATTEMPTS):
        result = yield _ask(task, _passage(task, conditions, number), best)
        if best is not None and result.end is PassageEnd.STOPPED:
            best = best.stopped(result)
            break
        whole = result.end is not PassageEnd.LENGTH
        text = _tidied(task, result.text if whole else trimmed_to_sentence(result.text))
        attempt = Attempt(text, result, _faults(task, text))
        if best is None or attempt.harm < best.harm:
            best = attempt
        if not attempt.faults or result.end is PassageEnd.STOPPED:
            break
    assert best is not None  # there is at least one attempt
    ends = {PassageEnd.STOPPED: Ended.STOPPED, PassageEnd.LENGTH: Ended.CUT}
    ended = ends.get(best.result.end, Ended.COMPLETE)
    return Written(put_in(story, target, best.text), ended)


def _ask(task: _Task, passage: Passage, before: Attempt | None) -> Ask[Story]:
    """Return the ask whose content is the story up to the target, the new text, and the rest."""
    place = task.target.place
    old = task.story.sections[place]
    head = replace(old, text=old.text[: task.target.start], spans=())
    sections = (*task.story.sections[:place], head, *task.story.sections[place + 1 :])
    tail = old.text[task.target.end :]
    enough = round(task.aim * (1.0 if task.target.wish is Wish.GO_ON else MOST))
    watch = text_watch(enough, task.brief.language)
    return Ask(passage, place, Story(sections), watch, tail=tail, before=before)


def _passage(task: _Task, conditions: Conditions, number: int) -> Passage:
    language = task.brief.language
    goes_on = task.target.wish is Wish.GO_ON
    return Passage(
        run=conditions.run,
        messages=_story_chat(task) if goes_on else _chat(task),
        opening=_so_far(task) if goes_on else (rewrite_opening(language),),
        stop=frame_marks(language),
        max_tokens=round(task.aim * 1.8 * TOKENS_PER_CHAR[language]) + 24,
        min_chars=round(task.aim * 0.4),
        seed=passage_seed(conditions.seed, task.target.place, number),
        sampling=conditions.sampling,
        script=language,
        allowed=_allowed(task),
    )


def _chat(task: _Task) -> tuple[ChatMessage, ...]:
    section = task.story.sections[task.target.place]
    step = task.plan.step(section.step_id) if section.step_id else None
    before = _text_before(task)[-BEFORE_CHARS:]
    after = section.text[task.target.end :][:AFTER_CHARS]
    return rewrite_messages(
        task.brief,
        "" if step is None else step.text.strip(),
        (before, task.old.strip(), after),
        task.target.wish.value,
        task.target.instruction.strip(),
    )


def _story_chat(task: _Task) -> tuple[ChatMessage, ...]:
    last = max(0, len(task.story.sections) - 1)
    return story_messages(task.brief, task.plan, task.story, Stretch(0, last, LONGEST_CONTEXT))


def _so_far(task: _Task) -> tuple[str, ...]:
    """Return the story up to the caret as its writer has it, or the end of a long one."""
    place = task.target.place
    own = task.story.sections[place].text[: task.target.end]
    if len(_text_before(task)) > LONGEST_CONTEXT:
        return (own[-LONGEST_CONTEXT:],)
    parts: list[str] = []
    for section in task.story.sections[:place]:
        parts += [section.text, SECTION_BREAK]
    return (*parts, own)


def _text_before(task: _Task) -> str:
    earlier = [section.text for section in task.story.sections[: task.target.place]]
    own = task.story.sections[task.target.place].text[: task.target.start]
    return SECTION_BREAK.join([*earlier, own])


def _tidied(task: _Task, text: str) -> str:
    """Return the text with the white space that the passage had around it."""
    language, domain = task.brief.language, task.brief.template.domain
    told = tidy_section(text, language, is_last=_is_at_end(task), domain=domain)
    if task.target.wish is Wish.GO_ON:
        return text[: len(text) - len(text.lstrip())] + told
    old = task.old
    head, tail = len(old) - len(old.lstrip()), len(old) - len(old.rstrip())
    return old[:head] + told + old[len(old) - tail :]


def _is_at_end(task: _Task) -> bool:
    """Return whether nothing of the story stands after the passage."""
    sections, target = task.story.sections, task.target
    after = [section.text for section in sections[target.place + 1 :]]
    return not "".join([sections[target.place].text[target.end :], *after]).strip()


def _faults(task: _Task, text: str) -> tuple[str, ...]:
    faults = []
    if not text.strip():
        faults.append("empty")
    if script_purity(text, task.brief.language, _allowed(task)) < LEAST_PURITY:
        faults.append("script")
    if text == task.old:
        faults.append("copy")
    return tuple(faults)


def _allowed(task: _Task) -> str:
    return "\n".join([task.brief.prompt.text, task.story.text, task.target.instruction])
