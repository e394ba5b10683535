"""Writes a story in one breath, section by section into one assistant message that only grows.

The model sees the prompt, the plan and the text so far, and no headings: a small model that is
given a heading begins anew under it and writes its frame into the text. Where a section ends and
the next step begins is decided by length, at the end of a paragraph or sentence. A long work is
written in stretches, each a message of its own that begins with the last words before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.generation import Passage, PassageEnd
from writer_gui.domain.genre import Domain
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan
from writer_gui.domain.run import Ended
from writer_gui.domain.story import Section, Story
from writer_gui.text.looping import GrowingLoopWatch
from writer_gui.text.terms import terms
from writer_gui.writing.asking import Ask, Attempt, Cut, Written, passage_seed, put_back
from writer_gui.writing.checks import (
    Wanted,
    section_faults,
    sentence_ends,
    tidy_section,
    trimmed_to_sentence,
)
from writer_gui.writing.openings import step_openings, teller_asked
from writer_gui.writing.stretches import Stretch, stretch_of
from writer_gui.writing.style import Viewpoint
from writer_gui.writing.viewpoints import viewpoint_of
from writer_gui.writing.wording import frame_marks, story_messages

if TYPE_CHECKING:
    from collections.abc import Collection, Generator

    from writer_gui.domain.generation import PassageResult
    from writer_gui.writing.asking import Conditions, Watch, Writing
    from writer_gui.writing.brief import Brief

ATTEMPTS = 2
"""How often a section is asked for until it passes the checks; the best attempt stands."""

CHARS_PER_UNIT = {Language.ZH: 1.15, Language.EN: 5.6}
"""Characters of one counted unit: a Chinese character or an English word, marks and spaces in."""

TOKENS_PER_UNIT = {Language.ZH: 0.9, Language.EN: 1.5}
"""Tokens of one counted unit, on the safe side for the vocabularies in the catalogue."""

SHORT, LEAST, PARAGRAPH, ENOUGH, MOST = 0.5, 0.55, 0.75, 1.05, 1.8
"""Of a section's share of the length: asked for again when it came to less; no end of the whole
before; end with the paragraph; end with the sentence; never beyond."""

LAST_ENOUGH = 1.3
"""The same as ENOUGH for the last section: an ending is given room to come to its end."""

_TOLD = frozenset({Domain.FICTION, Domain.NONFICTION})
"""Where a text told in the first person begins with its teller: a letter does not."""

LOOP_STRIDE = 16
"""Characters after which a text is looked through for circles when no sentence ends before."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What stays the same over one run of the story writer."""

    brief: Brief
    plan: Plan
    conditions: Conditions
    share: int
    old: Story
    places: tuple[int, ...]

    def after(self, place: int) -> tuple[int, ...]:
        """Return the places still to be written after one."""
        return tuple(later for later in self.places if later > place)

    def is_end(self, place: int) -> bool:
        """Whether the story ends with this place."""
        return place == len(self.old.sections) - 1


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
    share = max(1, brief.prompt.length // count)
    this = _Run(brief, plan, conditions, share, standing, tuple(places))
    standing = _with_texts(standing, dict.fromkeys(places, ""))
    notes: list[str] = []
    ended = Ended.COMPLETE
    for place in places:
        attempt = yield from _write_section(this, standing, place)
        standing = _with_texts(standing, {place: attempt.text})
        if attempt.result.end is PassageEnd.STOPPED:
            unreached = this.after(place) + (() if attempt.text.strip() else (place,))
            return Written(put_back(standing, this.old, unreached), Ended.STOPPED)
        if attempt.result.end is PassageEnd.LOOP:
            notes.append(str(place + 1))
        ended = Ended.CUT if attempt.result.end is PassageEnd.LENGTH else Ended.COMPLETE
    return Written(standing, ended, ", ".join(notes))


def _write_section(
    this: _Run, standing: Story, place: int
) -> Generator[Ask[Story], PassageResult, Attempt]:
    """Ask for one section until it passes the checks; the attempt with the fewest faults stands."""
    stretch = stretch_of(this.places, place, this.share, this.brief.language)
    watch_for = LAST_ENOUGH if this.is_end(place) else ENOUGH
    chars = this.share * CHARS_PER_UNIT[this.brief.language]
    best: Attempt | None = None
    for number in range(this.conditions.attempts or ATTEMPTS):
        watch = text_watch(
            round(chars * watch_for),
            this.brief.language,
            paragraph=None if this.is_end(place) else round(chars * PARAGRAPH),
        )
        begun = _with_texts(standing, {place: _lead(this, place)}) if best is None else standing
        result = yield Ask(
            _passage(this, standing, stretch, place, number),
            place,
            begun,
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


def _passage(this: _Run, standing: Story, stretch: Stretch, place: int, number: int) -> Passage:
    language = this.brief.language
    chars = this.share * CHARS_PER_UNIT[language]
    return Passage(
        run=this.conditions.run,
        messages=story_messages(this.brief, this.plan, standing, stretch),
        opening=(*stretch.opening(standing, place), *filter(None, [_lead(this, place)])),
        stop=frame_marks(language),
        max_tokens=round(this.share * MOST * TOKENS_PER_UNIT[language]) + 16,
        # the text may end in its last section alone; before that, only a section does
        min_chars=round(chars * (LEAST if this.is_end(place) else ENOUGH)),
        seed=passage_seed(this.conditions.seed, place, number),
        sampling=this.conditions.sampling,
        script=language,
        allowed=_allowed(this),
    )


def _lead(this: _Run, place: int) -> str:
    """Return the first word or words of a story whose teller the prompt has named."""
    is_told = this.brief.template.domain in _TOLD and this.old.sections[place].step_id is not None
    if place or not is_told or _viewpoint(this) is not Viewpoint.FIRST:
        return ""
    teller = teller_asked(this.brief)
    if this.brief.language is Language.ZH:
        return f"我是{teller}" if teller else "我"
    return f"I am {teller}" if teller else "I"


def _viewpoint(this: _Run) -> Viewpoint:
    """Return who tells: an edit of the plan has the last word, then the prompt."""
    return viewpoint_of(this.plan, this.brief.prompt)


def _judged(this: _Run, standing: Story, place: int, result: PassageResult) -> Attempt:
    language = this.brief.language
    told = _lead(this, place) + result.text
    domain = this.brief.template.domain
    text = tidy_section(told, language, is_last=this.is_end(place), domain=domain)
    if result.end is PassageEnd.LENGTH:
        text = trimmed_to_sentence(text)
    earlier = [section.text for section in standing.sections[:place]]
    openings = step_openings(this.brief, this.plan)
    steps = [step.text.removeprefix(openings[step.id]) for step in this.plan.steps]
    least = round(this.share * SHORT * CHARS_PER_UNIT[language])
    required = _required(this, standing.sections[place])
    wanted = Wanted(least, _viewpoint(this), required)
    faults = section_faults(text, earlier, steps, language, _allowed(this), wanted)
    return Attempt(text, result, faults)


def _required(this: _Run, section: Section) -> frozenset[str]:
    """Return the terms that the prompt requires of the step of a section, none of a whole piece."""
    step = None if section.step_id is None else this.plan.step(section.step_id)
    if step is None:
        return frozenset()
    asked = terms(this.brief.prompt.text, this.brief.language)
    return frozenset(asked & terms(step.text, this.brief.language))


def text_watch(enough: int, language: Language, paragraph: int | None = None) -> Watch:
    """Return what cuts a text that turns in circles or has enough characters.

    It ends with the first sentence from `enough` characters on, or with the first paragraph from
    `paragraph` characters on. The text is judged at each end of a sentence, and for circles in
    between, one place after the other, so that the answer depends on the text alone and not on the
    pieces it came in. With a text shorter than it has seen, it begins anew: that one was taken
    back.
    """
    loops = GrowingLoopWatch(language)
    seen = 0

    def judged(text: str, after: str, *, is_sentence: bool) -> Cut | None:
        looping = loops.look(text)
        if looping is not None:
            return Cut(looping, is_loop=True)
        is_paragraph = after.startswith("\n") and paragraph is not None
        is_enough = len(text) >= enough or (is_paragraph and len(text) >= (paragraph or 0))
        return Cut(len(text), is_loop=False) if is_sentence and is_enough else None

    def look(text: str) -> Cut | None:
        nonlocal loops, seen
        if len(text) < seen:
            loops, seen = GrowingLoopWatch(language), 0
        sentences = {end for end in sentence_ends(text) if end > seen}
        between = range((seen // LOOP_STRIDE + 1) * LOOP_STRIDE, len(text), LOOP_STRIDE)
        for place in sorted(sentences.union(between)):
            seen = place
            cut = judged(text[:place], text[place : place + 1], is_sentence=place in sentences)
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
