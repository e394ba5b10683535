"""What makes a step or a section unfit to stand, told from its text alone.

Small models fail in known ways: they copy the plan or an earlier section, slip into another
language, turn in circles, or give advice on writing where a decision was asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.text.language import script_purity
from writer_gui.text.looping import loop_start
from writer_gui.text.repetition import distinct_ngrams, longest_shared_run
from writer_gui.text.terms import is_about, terms
from writer_gui.writing.asides import aside_start
from writer_gui.writing.names import is_worn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_COPY = {Language.ZH: 24, Language.EN: 10}
"""Characters of Chinese or words of English a section may share with the plan or a section."""

LONGEST_STEP_COPY = {Language.ZH: 14, Language.EN: 8}
"""The same between two steps of a plan."""

LEAST_PURITY = 0.995
LEAST_DISTINCT = 0.86
"""Share of distinct 4-grams over the sections so far; what falls to 0.8 reads as padding."""

LEAST_LIST = 4
"""So many lines with one label are a list."""

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
_BOLD_LINE = re.compile(r"^[ \t]*\*\*[^*\n]{1,80}\*\*[ \t]*(?:\n+|$)", re.MULTILINE)
_FRAME = re.compile(r"^\s*(?:【[^】\n]{0,30}】|\[\d+\.[^\]\n]{0,40}\]|#{1,6}\s+[^\n]*\n)\s*")


def step_faults(
    text: str, earlier: Sequence[str], language: Language, allowed: str
) -> tuple[str, ...]:
    """Return what is wrong with the text of a step; `earlier` are the steps before it.

    `allowed` is what the writer said. A step that shares nothing with that, or too little
    with that and the steps before it, is about writing in general, not about this piece.
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
    is_vague = asked.isdisjoint(terms(text, language)) or not is_about(text, known, language)
    if asked and is_vague:
        faults.append("vague")
    return tuple(faults)


def section_faults(
    text: str,
    earlier: Sequence[str],
    steps: Sequence[str],
    language: Language,
    allowed: str,
    least_chars: int,
) -> tuple[str, ...]:
    """Return what is wrong with a section, given the sections before it and the plan's steps."""
    faults = []
    if len(text) < least_chars:
        faults.append("short")
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


def tidy_section(text: str, language: Language) -> str:
    """Return a section without white space around it, headings of the model's or talk about it."""
    told = text[: aside_start(text, language)]
    return _BOLD_LINE.sub("", _FRAME.sub("", told)).strip()
