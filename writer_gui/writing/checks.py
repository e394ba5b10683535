"""What makes a step or a section unfit to stand, told from its text alone.

Small models fail in known ways: they copy the plan or an earlier section, slip into another
language, turn in circles, or give advice on writing where a decision was asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.genre import Domain
from writer_gui.domain.language import Language
from writer_gui.text.language import script_purity
from writer_gui.text.looping import loop_start
from writer_gui.text.repetition import distinct_ngrams, longest_shared_run
from writer_gui.text.terms import is_about, terms
from writer_gui.writing.asides import without_closing_talk, without_end_mark
from writer_gui.writing.leaks import without_leaks
from writer_gui.writing.names import is_worn
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_COPY = {Language.ZH: 24, Language.EN: 10}
"""Characters of Chinese or words of English a section may share with the plan or a section."""

LONGEST_STEP_COPY = {Language.ZH: 14, Language.EN: 8}
"""The same between two steps of a plan."""

LEAST_PURITY = 0.995
LEAST_DISTINCT = 0.86
"""Share of distinct 4-grams over the sections so far; what falls to 0.8 reads as padding."""

_ACTED = frozenset({Domain.SCRIPT, Domain.ROLEPLAY})
_WITH_HEADINGS = frozenset({Domain.FUNCTIONAL, Domain.NONFICTION})

LEAST_OF_STEP = 0.3
"""Share of what the prompt requires of its step that a section holds; one that goes its own way
has hardly any of it."""

STRAY_FIRST_PERSONS = 2
"""First persons outside quotation marks that a text in the third person may have."""

LEAST_LIST = 4
"""So many lines with one label are a list."""

_FIRST_PERSON = {Language.ZH: re.compile("我"), Language.EN: re.compile(r"\b(?:I|me|my)\b")}
_QUOTED = re.compile(r"“[^”\n]*”?|「[^」\n]*」?|\"[^\"\n]*\"?")
_LABEL = re.compile(r"\s*([^\n：:]{1,12})[：:]")
_CLOSERS = "”’」』）》)\"'"
_SENTENCE_END = re.compile(
    rf"(?:[。！？!?…]+[{_CLOSERS}]*(?=[^{_CLOSERS}。！？!?…])|\.[{_CLOSERS}]*(?=\s)|(?=\n))"
)
_ANY_SENTENCE_END = re.compile(rf"(?:[。！？!?…]|\.(?=[{_CLOSERS}\s]|$))+[{_CLOSERS}]*")
_LAST_SENTENCE_END = re.compile(rf"(?:[。！？!?….～~]|——)[{_CLOSERS}]*\s*\Z")
_ADVICE = {
    Language.ZH: re.compile(
        r"应该|应当|建议|注意|可以(?:通过|让|用|使|从)|作者|读者|笔者|文章|故事(?:中|里)?(?:要|需)|需要(?:有|通过|让|在)"
        r"|如何|怎样|等等|例如|比如说|避免|(?:要|以)?保证|确保"
    ),
    Language.EN: re.compile(
        r"\b(?:should|must|you (?:can|could|may)|the (?:author|writer|reader)s?|make sure"
        r"|consider|for example|e\.g\.|you['’](?:ve|ll|re)|sets? the tone"
        r"|the (?:entire|whole) (?:story|speech|piece|poem|essay|letter|script))\b",
        re.IGNORECASE,
    ),
}


def step_faults(
    text: str, earlier: Sequence[str], language: Language, allowed: str, opening: str = ""
) -> tuple[str, ...]:
    """Return what is wrong with the text of a step; `earlier` are the steps before it.

    `allowed` is what the writer said, and `opening` what the program wrote before the text. A step
    that shares nothing with what the writer said, or too little with that and the steps before it,
    is about writing in general, not about this piece.
    """
    faults = []
    if len(text.strip()) < 4:
        faults.append("empty")
    if script_purity(text, language, allowed) < LEAST_PURITY:
        faults.append("script")
    if any(longest_shared_run(text, e, language) > LONGEST_STEP_COPY[language] for e in earlier):
        faults.append("copy")
    if _ADVICE[language].search(text):
        faults.append("advice")
    if is_worn(text, language, "\n".join([allowed, *earlier])):
        faults.append("worn")
    asked = terms(allowed, language)
    known = asked | terms("\n".join(earlier), language)
    whole = f"{opening}\n{text}"
    is_vague = asked.isdisjoint(terms(whole, language)) or not is_about(whole, known, language)
    if asked and is_vague:
        faults.append("vague")
    return tuple(faults)


def section_faults(
    text: str,
    earlier: Sequence[str],
    steps: Sequence[str],
    language: Language,
    allowed: str,
    wanted: Wanted,
) -> tuple[str, ...]:
    """Return what is wrong with a section, given the sections before it and the plan's steps."""
    faults = list(wanted.faults(text, language))
    if script_purity(text, language, allowed) < LEAST_PURITY:
        faults.append("script")
    if any(
        longest_shared_run(text, o, language) > LONGEST_COPY[language] for o in (*earlier, *steps)
    ):
        faults.append("copy")
    if loop_start(text, language) is not None:
        faults.append("loop")
    if distinct_ngrams("\n".join([*earlier, text]), 4, language) < LEAST_DISTINCT or _is_list(text):
        faults.append("dull")
    return tuple(faults)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a section has to hold: so many characters, who tells, what the prompt requires of it.

    `required` are terms (`text/terms.py`) that stand in the prompt and in its step alike.
    """

    least_chars: int = 0
    viewpoint: Viewpoint = Viewpoint.OPEN
    required: frozenset[str] = frozenset()

    def faults(self, text: str, language: Language) -> Iterator[str]:
        """Yield what of it is missing."""
        if len(text) < self.least_chars:
            yield "short"
        said = len(_FIRST_PERSON[language].findall(_QUOTED.sub("", text)))
        if self.viewpoint is Viewpoint.FIRST and not said:
            yield "viewpoint"
        if self.viewpoint is Viewpoint.THIRD and said > STRAY_FIRST_PERSONS:
            yield "viewpoint"
        held = self.required & terms(text, language)
        if self.required and len(held) < LEAST_OF_STEP * len(self.required):
            yield "astray"


def _is_list(text: str) -> bool:
    """Whether most lines begin with the same label, as captions do and dialogue does not."""
    lines = [line for line in text.splitlines() if line.strip()]
    labels = Counter(match.group(1) for line in lines if (match := _LABEL.match(line)))
    most = max(labels.values(), default=0)
    return most >= LEAST_LIST and most > len(lines) * 0.6


def sentence_ends(text: str) -> Iterator[int]:
    """Yield where sentences and lines end.

    An end counts only once the character after it is there, so that the answer does not depend
    on how the text was cut into chunks.
    """
    return (match.end() for match in _SENTENCE_END.finditer(text))


def sentence_end_after(text: str, least: int) -> int | None:
    """Return the end of the first sentence or line that ends at or after `least` characters."""
    return next((end for end in sentence_ends(text) if end >= least), None)


def ends_sentence(text: str) -> bool:
    """Return whether a text ends where a sentence does."""
    return _LAST_SENTENCE_END.search(text) is not None


def trimmed_to_sentence(text: str) -> str:
    """Return the text up to its last whole sentence, or all of it where that would lose half."""
    ends = [match.end() for match in _ANY_SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text) / 2:
        return text
    return text[: ends[-1]]


def tidy_step(text: str, language: Language) -> str:
    """Return the text of a step on one line, without the marks of a list or of emphasis."""
    line = " ".join(text.replace("**", "").split())
    if language is Language.ZH or not line or not line[0].isalnum():
        return line
    return f" {line}"


def tidy_section(
    text: str, language: Language, *, is_last: bool = False, domain: Domain | None = None
) -> str:
    """Return a section without white space around it and what leaked into it from the frame.

    Talk about the piece is taken off where the piece ends, which is in its last section.
    """
    told = without_end_mark(text, language)
    if is_last:
        told = without_closing_talk(told, language)
    is_script, has_headings = domain in _ACTED, domain in _WITH_HEADINGS
    return without_leaks(told, language, is_script, has_headings=has_headings).strip()
