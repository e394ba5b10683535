"""Where a plan, its prompt and its story still say what an edit of one step has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import partial_ratio_alignment

from writer_gui.text import chinese_names, english_names
from writer_gui.writing.fact_changes import FactKind, viewpoint_words
from writer_gui.writing.fact_words import numbers_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from writer_gui.domain.plan import Plan
    from writer_gui.domain.session import Prompt
    from writer_gui.domain.story import Story
    from writer_gui.writing.fact_changes import FactChange

LIKE_ENDING = 75.0
"""Percent of likeness from which on another step is taken to tell the ending that is gone."""


class Where(StrEnum):
    """In which text a contradiction stands."""

    STEP = "step"
    TITLE = "title"  # of a step
    PROMPT = "prompt"
    SECTION = "section"  # of the story


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Characters `start` to `end` of a text hold `old`, which is `new` since the edit.

    `step_id` is that of the step, or the one a section realises; None for the prompt.
    """

    step_id: str | None
    start: int
    end: int
    old: str
    new: str
    change: FactChange
    where: Where = Where.STEP


def contradictions(
    changed: Iterable[FactChange], plan: Plan, prompt: Prompt, story: Story | None = None
) -> tuple[Contradiction, ...]:
    """Return all that still says the old facts, in reading order of each fact.

    Steps where the same fact was changed do not contradict it: they do not hold it any more.
    """
    return tuple(found for change in changed for found in _of(change, plan, prompt, story))


def brought_in_line(
    plan: Plan, found: Iterable[Contradiction], *, kinds: Collection[FactKind] = tuple(FactKind)
) -> Plan:
    """Return the plan with the new words for the old in the unlocked steps, and in their titles.

    A step so changed counts as one the writer has edited. What is no literal change stays.
    """
    wanted = [c for c in found if c.change.is_literal and c.change.kind in kinds]
    for step in plan.steps:
        spots = [c for c in wanted if c.step_id == step.id]
        if step.locked or not spots:
            continue
        title = _replaced(step.title, (c for c in spots if c.where is Where.TITLE))
        text = _replaced(step.text, (c for c in spots if c.where is Where.STEP))
        plan = plan.edited(step.id, text)
        now = plan.step(step.id)
        assert now is not None  # it is a step of this plan
        plan = plan.replaced(replace(now, title=title))
    return plan


def _of(
    change: FactChange, plan: Plan, prompt: Prompt, story: Story | None
) -> Iterator[Contradiction]:
    for where, step_id, text in _texts(change, plan, prompt, story):
        for start, end, new in _spots(change, text):
            yield Contradiction(step_id, start, end, text[start:end], new, change, where)


def _texts(
    change: FactChange, plan: Plan, prompt: Prompt, story: Story | None
) -> Iterator[tuple[Where, str | None, str]]:
    yield Where.PROMPT, None, prompt.text
    for step in plan.steps:
        if step.id != change.step_id:
            yield Where.TITLE, step.id, step.title
            yield Where.STEP, step.id, step.text
        elif change.is_literal:
            yield Where.TITLE, step.id, step.title
    for section in () if story is None else story.sections:
        yield Where.SECTION, section.step_id, section.text


def _spots(change: FactChange, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a text holds the old fact, and what would stand there."""
    if change.kind is FactKind.VIEWPOINT:
        yield from (
            (a, b, change.new) for a, b, said in viewpoint_words(text) if said != change.new
        )
    elif change.kind is FactKind.ENDING:
        yield from _ending_spots(change, text)
    elif change.kind is FactKind.NUMBER and any(map(str.isdigit, change.old)):
        same = (span for span in numbers_in(text) if text[slice(*span)] == change.old)
        yield from ((start, end, change.new) for start, end in same)
    elif change.old.isascii():
        yield from _english_spots(change, text)
    elif change.kind is FactKind.NAME:
        yield from _chinese_name_spots(change.old, change.new, text)
    else:
        for match in re.finditer(re.escape(change.old), text):
            yield match.start(), match.end(), change.new


def _ending_spots(change: FactChange, text: str) -> Iterator[tuple[int, int, str]]:
    for match in re.finditer(r"[^，。；！？,.;!?\n]+", text):
        part = match.group().strip()
        if len(part) * 2 < len(change.old):
            continue
        like = partial_ratio_alignment(change.old, part, score_cutoff=LIKE_ENDING)
        if like is not None:
            yield match.start(), match.end(), change.new


def _chinese_name_spots(old: str, new: str, text: str) -> Iterator[tuple[int, int, str]]:
    forms = [old, *chinese_names.short_forms(old)]
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    for match in re.finditer(pattern, text):
        form, start, end = match.group(), match.start(), match.end()
        if not chinese_names.ends_name(text, end, form):
            continue
        if form != old:
            if not chinese_names.begins_name(text, start, form) or (
                form in old and _is_anothers(text, start, form)
            ):
                continue
            yield start, end, chinese_names.matching_form(form, old, new)
        else:
            yield start, end, new


def _is_anothers(text: str, start: int, given: str) -> bool:
    """Whether a given name is that of somebody with another surname: 林晓雨 beside 王晓雨."""
    return start > 0 and chinese_names.has_name_shape(text[start - 1] + given)


def _english_spots(change: FactChange, text: str) -> Iterator[tuple[int, int, str]]:
    old, new = change.old, change.new
    if change.kind is not FactKind.NAME:
        for match in re.finditer(rf"\b{re.escape(old)}\b", text, re.IGNORECASE):
            yield match.start(), match.end(), _cased(new, match.group())
        return
    for match in re.finditer(_english_forms(old), text):
        form, start, end = match.group(), match.start(), match.end()
        if not english_names.is_name_at(text, start, end):
            continue
        is_surname = form != old and form == old.split(" ")[-1]
        if is_surname and not english_names.is_surname_at(text, start, form, old.split(" ")[0]):
            continue
        bare = english_names.possessive_end(text, end)
        wanted = _english_form(form, old, new)
        yield start, bare, wanted if bare == end else wanted + "'s"


def _english_forms(name: str) -> str:
    words = name.split(" ")
    forms = [name] if len(words) == 1 else [name, words[0], words[-1]]
    return "|".join(rf"\b{re.escape(form)}\b" for form in forms)


def _english_form(form: str, old: str, new: str) -> str:
    if form == old or " " not in old:
        return new
    words = new.split(" ")
    return words[0] if form == old.split(" ")[0] else words[-1]


def _cased(new: str, old: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _replaced(text: str, spots: Iterable[Contradiction]) -> str:
    behind = len(text) + 1
    for spot in sorted(spots, key=lambda spot: -spot.start):
        if spot.end <= behind:
            text = text[: spot.start] + spot.new + text[spot.end :]
            behind = spot.start
    return text
