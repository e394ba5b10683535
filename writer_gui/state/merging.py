"""Lets the writer and the model change one text at the same time. Pure functions.

`known` is the content as the model was last seen to have it. Where the model's content differs
from it, the model has written there and its text stands; everywhere else the desk's text stands,
because only the writer can have changed it. Where both have, the writer's stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from writer_gui.domain.plan import Plan, Step
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


def begun_plan(desk: Plan, base: Plan, shaped: Plan) -> Plan:
    """Return the plan to show at the first word of a run that was asked for when it was `base`.

    Steps that the run leaves as they were stand as they were typed since.
    """
    return Plan(
        tuple(
            (desk.step(step.id) or step) if _is_left(base.step(step.id), step.text) else step
            for step in shaped.steps
        )
    )


def begun_story(desk: Story, base: Story, shaped: Story) -> Story:
    """Return the story to show at the first word of a run, likewise; sections go by their steps."""
    shown = {section.step_id: section for section in desk.sections}
    before = {section.step_id: section for section in base.sections}
    if None in shown or None in before:
        return shaped
    return Story(
        tuple(
            shown.get(section.step_id, section)
            if _is_left(before.get(section.step_id), section.text)
            else section
            for section in shaped.sections
        )
    )


def _is_left(before: Step | Section | None, text: str) -> bool:
    return before is not None and bool(text.strip()) and before.text == text


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
