"""Draft health: whether a draft is free of the ways in which small models are known to fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.text.counting import count_words
from writer_gui.text.language import script_purity
from writer_gui.text.repetition import distinct_ngrams, longest_shared_run
from writer_gui.text.terms import is_about, terms

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.story import Story
    from writer_gui.writing.brief import Brief

LEAST_PURITY = 0.995
LONGEST_SHARED = {Language.ZH: 30, Language.EN: 12}
"""Letters of Chinese or words of English."""

LENGTH_RATIO = (0.6, 1.5)
LEAST_DISTINCT = 0.8


@dataclass(frozen=True, slots=True)
class DraftHealth:
    """The figures of one draft; `shared` is the longest run within it, in letters or words."""

    filled: bool
    about: float
    purity: float
    shared: int
    length_ratio: float
    distinct: float
    in_order: bool
    language: Language

    @property
    def failures(self) -> tuple[str, ...]:
        """The names of the checks this draft does not pass."""
        checks = {
            "filled": self.filled,
            "about": self.about == 1.0,
            "purity": self.purity >= LEAST_PURITY,
            "shared": self.shared <= LONGEST_SHARED[self.language],
            "length": LENGTH_RATIO[0] <= self.length_ratio <= LENGTH_RATIO[1],
            "distinct": self.distinct >= LEAST_DISTINCT,
            "order": self.in_order,
        }
        return tuple(name for name, passed in checks.items() if not passed)


def examine(brief: Brief, plan: Plan, story: Story) -> DraftHealth:
    """Measure a draft."""
    language = brief.language
    known = terms(f"{brief.prompt.text}\n{story.text}", language)
    own = [_own_words(brief, plan, place) for place in range(len(plan.steps))]
    about = [is_about(text, known, language) for text in own]
    return DraftHealth(
        filled=all(text.strip() for text in own),
        about=sum(about) / max(1, len(about)),
        purity=min(
            script_purity(text, language, brief.prompt.text)
            for text in ("\n".join(own), story.text)
        ),
        shared=_longest_shared(plan, story, language),
        length_ratio=count_words(story.text, language) / brief.prompt.length,
        distinct=distinct_ngrams(story.text, 4, language),
        in_order=_in_order(plan, story),
        language=language,
    )


def _own_words(brief: Brief, plan: Plan, place: int) -> str:
    """Return a step's text without the opening the program wrote."""
    step = plan.steps[place]
    return step.text.removeprefix(brief.template.opening(step, brief.language).strip())


def _longest_shared(plan: Plan, story: Story, language: Language) -> int:
    """Return the longest run shared by a section with a step or with another section."""
    sections = [section.text for section in story.sections]
    steps = "\n\n".join(step.text for step in plan.steps)
    longest = 0
    for place, text in enumerate(sections):
        for other in (steps, *sections[place + 1 :]):
            longest = max(longest, longest_shared_run(text, other, language))
    return longest


def _in_order(plan: Plan, story: Story) -> bool:
    numbers = [plan.number(s.step_id) or 0 for s in story.sections if s.step_id is not None]
    return numbers == sorted(set(numbers)) and 0 not in numbers
