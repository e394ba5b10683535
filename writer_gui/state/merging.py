"""Lets the writer and the model change one text at the same time. Pure functions.

`known` is the content as the model was last seen to have it. Where the model's content differs
from it, the model has written there and its text stands; everywhere else the desk's text stands,
because only the writer can have changed it. Where both have, the writer's stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from writer_gui.domain.plan import Plan
from writer_gui.domain.story import Section, Story

Content = TypeVar("Content", Plan, Story)


def merged_plan(desk: Plan, known: Plan | None, shaped: Plan) -> Plan:
    """Return the plan to show when the model's plan is now `shaped`.

    Steps the writer has added meanwhile stay, and steps they have removed stay away.
    """
    if known is None:
        return shaped
    steps = []
    for shown in desk.steps:
        seen, new = known.step(shown.id), shaped.step(shown.id)
        written = new is not None and (
            seen is None or (new.text != seen.text and shown.text == seen.text)
        )
        steps.append(replace(new, locked=shown.locked) if new and written else shown)
    there = {step.id for step in (*desk.steps, *known.steps)}
    return Plan((*steps, *(step for step in shaped.steps if step.id not in there)))


def merged_story(desk: Story, known: Story | None, shaped: Story) -> Story:
    """Return the story to show when the model's story is now `shaped`."""
    if known is None or len(known.sections) != len(shaped.sections):
        return shaped
    if len(desk.sections) != len(shaped.sections):
        return shaped
    return Story(
        tuple(
            new
            if new.step_id != shown.step_id or (new.text != seen.text and shown.text == seen.text)
            else shown
            for shown, seen, new in zip(desk.sections, known.sections, shaped.sections, strict=True)
        )
    )


def grown_plan(plan: Plan, step_id: str, text: str) -> Plan:
    """Return a plan with text added at the end of a step; unchanged where the step is gone."""
    step = plan.step(step_id)
    return plan if step is None else plan.replaced(replace(step, text=step.text + text))


def grown_story(story: Story, place: int, text: str) -> Story:
    """Return a story with text added at the end of a section, made where it is missing."""
    sections = [*story.sections, *[Section(None, "")] * (place + 1 - len(story.sections))]
    sections[place] = Section(sections[place].step_id, sections[place].text + text)
    return Story(tuple(sections))


def aligned_story(story: Story, plan: Plan) -> Story:
    """Return a story with one section for each development step, old texts where they fit.

    A story in one piece stays as it is.
    """
    if any(section.step_id is None for section in story.sections):
        return story
    texts = {section.step_id: section for section in story.sections}
    beats = [step.id for step in plan.beats if step.text.strip()]
    return Story(tuple(texts.get(beat, Section(beat, "")) for beat in beats))
