"""Writes a story section by section into one assistant message that only grows.

A chat turn per section makes a small model copy its first section word for word; one growing
message does not, and nothing is read twice while it grows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.generation import Passage, PassageEnd
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended
from writer_gui.domain.story import SECTION_BREAK, Section, Story
from writer_gui.text.looping import GrowingLoopWatch
from writer_gui.writing.asides import aside_start
from writer_gui.writing.asking import Ask, Attempt, Cut, Written, passage_seed, put_back
from writer_gui.writing.checks import (
    section_faults,
    sentence_ends,
    tidy_section,
    trimmed_to_sentence,
)
from writer_gui.writing.wording import (
    piece_heading,
    section_heading,
    section_marks,
    story_messages,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Generator

    from writer_gui.domain.generation import ChatMessage, PassageResult
    from writer_gui.writing.asking import Conditions, Watch, Writing
    from writer_gui.writing.brief import Brief

ATTEMPTS = 3
"""How often a section is asked for until it passes the checks; the best attempt stands."""

CHARS_PER_UNIT = {Language.ZH: 1.15, Language.EN: 5.6}
"""Characters of one counted unit: a Chinese character or an English word, marks and spaces in."""

TOKENS_PER_UNIT = {Language.ZH: 0.9, Language.EN: 1.5}
"""Tokens of one counted unit, on the safe side for the vocabularies in the catalogue."""

SHORT, LEAST, ENOUGH, MOST = 0.65, 0.75, 1.0, 1.8
"""Of a section's share of the length: asked for again when it came to less, no end before, end
with the sentence, never beyond."""


LOOP_STRIDE = 16
"""Characters after which a text is looked through for circles when no sentence ends before."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What stays the same over one run of the story writer."""

    brief: Brief
    plan: Plan
    conditions: Conditions
    messages: tuple[ChatMessage, ...]
    share: int
    old: Story
    places: tuple[int, ...]

    def after(self, place: int) -> tuple[int, ...]:
        """Return the places still to be written after one."""
        return tuple(later for later in self.places if later > place)


def section_steps(brief: Brief, plan: Plan) -> tuple[str | None, ...]:
    """Return the step each section realises; a single None where one section realises all."""
    beats = [step.id for step in plan.beats if step.text.strip()]
    if brief.template.short or len(beats) < 2:
        return (None,)
    return tuple(beats)


def write_story(
    brief: Brief,
    plan: Plan,
    conditions: Conditions,
    *,
    keep: Story | None = None,
    rewrite: Collection[int] | None = None,
) -> Writing[Story]:
    """Write the sections of a story after its plan.

    With `keep`, only the sections at the places in `rewrite` are written; the others stand and
    are given to the model. Where it all ends early, sections not reached keep their old texts.
    """
    standing = keep or Story(tuple(Section(step, "") for step in section_steps(brief, plan)))
    count = len(standing.sections)
    places = sorted(range(count) if keep is None or rewrite is None else rewrite)
    if not places:
        return Written(standing, Ended.COMPLETE)
    messages = story_messages(brief, plan, count, brief.prompt.length)
    share = max(1, brief.prompt.length // count)
    this = _Run(brief, plan, conditions, messages, share, standing, tuple(places))
    standing = _with_texts(standing, dict.fromkeys(places, ""))
    frame: list[str] = []
    notes: list[str] = []
    ended = Ended.COMPLETE
    for place in range(places[-1] + 1):
        frame.append(heading_of(brief, plan, standing, place))
        if place not in places:
            frame.append(standing.sections[place].text + SECTION_BREAK)
            continue
        attempt = yield from _write_section(this, standing, place, tuple(frame))
        standing = _with_texts(standing, {place: attempt.text})
        frame += [attempt.text, SECTION_BREAK]
        if attempt.result.end is PassageEnd.STOPPED:
            unreached = this.after(place) + (() if attempt.text.strip() else (place,))
            return Written(put_back(standing, this.old, unreached), Ended.STOPPED)
        if attempt.result.end is PassageEnd.LOOP:
            notes.append(str(place + 1))
        ended = Ended.CUT if attempt.result.end is PassageEnd.LENGTH else Ended.COMPLETE
    return Written(standing, ended, ", ".join(notes))


def heading_of(brief: Brief, plan: Plan, story: Story, place: int) -> str:
    """Return the heading the program writes before a section of a story."""
    step_id = story.sections[place].step_id
    step = plan.step(step_id) if step_id else None
    if step is None:
        return piece_heading(brief.language)
    return section_heading(plan.number(step.id) or 0, step, brief.language)


def _write_section(
    this: _Run, standing: Story, place: int, frame: tuple[str, ...]
) -> Generator[Ask[Story], PassageResult, Attempt]:
    """Ask for one section until it passes the checks; the attempt with the fewest faults stands."""
    language = this.brief.language
    units = this.share
    best: Attempt | None = None
    for number in range(this.conditions.attempts or ATTEMPTS):
        passage = Passage(
            run=this.conditions.run,
            messages=this.messages,
            opening=frame,
            stop=section_marks(language),
            max_tokens=round(units * MOST * TOKENS_PER_UNIT[language]) + 16,
            min_chars=round(units * LEAST * CHARS_PER_UNIT[language]),
            seed=passage_seed(this.conditions.seed, place, number),
            sampling=this.conditions.sampling,
            script=language,
            allowed=_allowed(this),
        )
        enough = round(units * ENOUGH * CHARS_PER_UNIT[language])
        watch = text_watch(enough, language)
        result = yield Ask(
            passage,
            place,
            standing,
            watch,
            before=best,
            old=this.old,
            unreached=this.after(place),
        )
        if best is not None and result.end is PassageEnd.STOPPED:
            return best.stopped(result)
        attempt = _judged(this, standing, place, result)
        if not attempt.faults or result.end is PassageEnd.STOPPED:
            return attempt
        if best is None or attempt.harm < best.harm:
            best = attempt
    assert best is not None  # there is at least one attempt
    return best


def _judged(this: _Run, standing: Story, place: int, result: PassageResult) -> Attempt:
    language = this.brief.language
    text = tidy_section(result.text, language)
    if result.end is PassageEnd.LENGTH:
        text = trimmed_to_sentence(text)
    earlier = [section.text for section in standing.sections[:place]]
    steps = [step.text for step in this.plan.steps]
    least = round(this.share * SHORT * CHARS_PER_UNIT[language])
    faults = section_faults(text, earlier, steps, language, _allowed(this), least)
    return Attempt(text, result, faults)


def text_watch(enough: int, language: Language) -> Watch:
    """Return what cuts a text that turns in circles, ends in an aside or has enough characters.

    The text is judged at each end of a sentence, and for circles in between, one place after the
    other, so that the answer depends on the text alone and not on the pieces it came in. With a
    text shorter than it has seen, it begins anew: that one was taken back.
    """
    loops = GrowingLoopWatch(language)
    seen = 0

    def judged(text: str, *, is_sentence: bool) -> Cut | None:
        looping = loops.look(text)
        if looping is not None:
            return Cut(looping, is_loop=True)
        aside = aside_start(text, language) if is_sentence else None
        if aside is not None:
            return Cut(aside, is_loop=False)
        is_enough = is_sentence and len(text) >= enough
        return Cut(len(text), is_loop=False) if is_enough else None

    def look(text: str) -> Cut | None:
        nonlocal loops, seen
        if len(text) < seen:
            loops, seen = GrowingLoopWatch(language), 0
        sentences = {end for end in sentence_ends(text) if end > seen}
        between = range((seen // LOOP_STRIDE + 1) * LOOP_STRIDE, len(text), LOOP_STRIDE)
        for place in sorted(sentences.union(between)):
            seen = place
            cut = judged(text[:place], is_sentence=place in sentences)
            if cut is not None:
                return cut
        return None

    return look


def _allowed(this: _Run) -> str:
    """Return the texts whose words may appear whatever their script."""
    by_writer = [step.text for step in this.plan.steps if step.author is not Author.MODEL]
    return "\n".join([this.brief.prompt.text, *by_writer])


def _with_texts(story: Story, texts: dict[int, str]) -> Story:
    """Return a story with new texts by the model at some places."""
    return Story(
        tuple(
            Section(section.step_id, texts[place]) if place in texts else section
            for place, section in enumerate(story.sections)
        )
    )
