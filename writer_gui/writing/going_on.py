"""Goes on where a text was cut: at its last character, then with what is still empty.

It is composed of what the plan writer, the story writer and going on from a place do by
themselves; only how much is still missing is different.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended
from writer_gui.domain.story import Span, Story
from writer_gui.writing.asking import Cut
from writer_gui.writing.checks import sentence_end_after
from writer_gui.writing.plan_writer import ENOUGH_CHARS, MIN_CHARS, write_plan
from writer_gui.writing.rewrite import Target, Wish, rewrite_passage
from writer_gui.writing.story_writer import (
    CHARS_PER_UNIT,
    ENOUGH,
    LEAST,
    MOST,
    TOKENS_PER_UNIT,
    text_watch,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from writer_gui.domain.generation import PassageResult
    from writer_gui.domain.language import Language
    from writer_gui.domain.plan import Step
    from writer_gui.domain.story import Section
    from writer_gui.writing.asking import Ask, Conditions, Writing, Written
    from writer_gui.writing.brief import Brief

Content = TypeVar("Content", Plan, Story)

LEAST_TOKENS = 64
"""Room for the sentence that was cut, however long its section is already."""


def finish_plan(
    brief: Brief,
    plan: Plan,
    conditions: Conditions,
    *,
    cut: str | None,
    rest: Collection[str],
) -> Writing[Plan]:
    """Write the step of the id `cut` on from its end, then the steps in `rest`."""
    step = plan.step(cut) if cut is not None else None
    if step is not None:
        written = yield from _step_to_its_end(brief, plan, conditions, step)
        if written.ended is not Ended.COMPLETE or not rest:
            return written
        plan = written.content
    return (yield from write_plan(brief, plan, conditions, rewrite=rest))


def finish_story(
    brief: Brief,
    plan: Plan,
    story: Story,
    conditions: Conditions,
    *,
    cut: int | None,
    rest: Collection[int],
) -> Writing[Story]:
    """Write the section at the place `cut` on from its end, then the sections in `rest`."""
    if cut is not None:
        written = yield from _section_to_its_end(brief, plan, story, conditions, cut)
        if written.ended is Ended.STOPPED or not rest:
            return written
        story = written.content
    return (yield from write_story(brief, plan, conditions, keep=story, rewrite=rest))


def _step_to_its_end(brief: Brief, plan: Plan, conditions: Conditions, step: Step) -> Writing[Plan]:
    # A fragment cannot be judged as a step is, so that its first try stands.
    once = replace(conditions, attempts=1)
    begun = step.text.rstrip()
    heard: list[PassageResult] = []
    written = yield from _changed(
        write_plan(brief, plan, once, rewrite=(step.id,), go_on=True),
        partial(_rest_of_step, begun=begun, language=brief.language),
        heard,
    )
    ended = written.content.step(step.id)
    if ended is None or not heard or heard[-1].text[:1].isspace():
        return written
    # The word that was cut goes on without the space that stands before a word.
    whole = replace(ended, text=begun + ended.text[len(begun) :].lstrip())
    return replace(written, content=written.content.replaced(whole))


def _section_to_its_end(
    brief: Brief, plan: Plan, story: Story, conditions: Conditions, place: int
) -> Writing[Story]:
    begun = story.sections[place]
    end = len(begun.text)
    share = max(1, brief.prompt.length // len(story.sections))
    written = yield from _changed(
        rewrite_passage(brief, plan, story, Target(place, end, end, Wish.GO_ON), conditions),
        partial(_rest_of_section, begun=begun, share=share, language=brief.language),
        [],
    )
    return replace(written, content=_with_spans(written.content, place, begun))


def _changed(
    writing: Writing[Content],
    change: Callable[[Ask[Content]], Ask[Content]],
    heard: list[PassageResult],
) -> Writing[Content]:
    """Run a writing with its asks changed, and note what was answered."""
    try:
        ask = next(writing)
        while True:
            heard.append((yield change(ask)))
            ask = writing.send(heard[-1])
    except StopIteration as done:
        written: Written[Content] = done.value
        return written
    finally:
        writing.close()


def _rest_of_step(ask: Ask[Plan], begun: str, language: Language) -> Ask[Plan]:
    """Return the ask for as much as a step still lacks: at least to the end of its sentence."""
    enough = max(1, ENOUGH_CHARS[language] - len(begun))
    passage = replace(ask.passage, min_chars=max(1, MIN_CHARS[language] - len(begun)))
    return replace(ask, passage=passage, watch=partial(_step_end, enough), goes_on=True)


def _step_end(enough: int, text: str) -> Cut | None:
    position = sentence_end_after(text, enough)
    return None if position is None else Cut(position, is_loop=False)


def _rest_of_section(ask: Ask[Story], begun: Section, share: int, language: Language) -> Ask[Story]:
    """Return the ask for what a section lacks of its `share` of the length, in counted units."""
    there = len(begun.text) / CHARS_PER_UNIT[language]
    missing, least, most = (share * part - there for part in (ENOUGH, LEAST, MOST))
    passage = replace(
        ask.passage,
        min_chars=max(1, round(least * CHARS_PER_UNIT[language])),
        max_tokens=LEAST_TOKENS + max(0, round(most * TOKENS_PER_UNIT[language])),
    )
    watch = text_watch(max(1, round(missing * CHARS_PER_UNIT[language])), language)
    return replace(ask, passage=passage, watch=watch, goes_on=True)


def _with_spans(story: Story, place: int, begun: Section) -> Story:
    """Return the story in which what was there of a section keeps its authors."""
    sections = list(story.sections)
    new = sections[place]
    if begun.spans:
        added = Span(len(new.text) - len(begun.text), Author.MODEL)
        sections[place] = replace(new, spans=(*begun.spans, added))
    return Story(tuple(sections))
