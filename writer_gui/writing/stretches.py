"""Stretches of a story: sections in a row that are written into one growing message.

A short story is one stretch. A long one does not fit into a model's context at once, so after so
many characters another message begins, with the plan again and the last words before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.domain.story import SECTION_BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.story import Story

LONGEST = {Language.ZH: 1500, Language.EN: 900}
"""Characters (words) of one stretch: some 1,300 tokens beside a prompt and a long plan in 4,096."""

LEAD_CHARS = {Language.ZH: 400, Language.EN: 1200}
"""Characters of what stands before a stretch that its message begins with."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The sections from place `first` to place `last` of a story, which are written as one."""

    first: int
    last: int
    lead_chars: int

    def is_whole(self, story: Story) -> bool:
        """Whether this is the whole story."""
        return self.first == 0 and self.last == len(story.sections) - 1

    def opening(self, story: Story, place: int) -> tuple[str, ...]:
        """Return what the message holds before the section at `place`: in parts, as written."""
        before = SECTION_BREAK.join(s.text for s in story.sections[: self.first] if s.text)
        parts = [_tail(before, self.lead_chars) + SECTION_BREAK] if before else []
        for section in story.sections[self.first : place]:
            if section.text:
                parts += [section.text, SECTION_BREAK]
        return tuple(parts)


def stretch_of(places: Sequence[int], place: int, share: int, language: Language) -> Stretch:
    """Return the stretch that a place belongs to.

    `places` are those to be written, in order; `share` is the length of one section in characters
    of Chinese or words of English.
    """
    most = max(1, LONGEST[language] // share)
    first = last = place
    while first - 1 in places:
        first -= 1
    while last + 1 in places:
        last += 1
    begin = first + (place - first) // most * most
    return Stretch(begin, min(last, begin + most - 1), LEAD_CHARS[language])


def _tail(text: str, most: int) -> str:
    """Return the end of a text from the beginning of a line or sentence on, where one is near."""
    if len(text) <= most:
        return text
    tail = text[-most:]
    starts = [tail.find(mark) + len(mark) for mark in ("\n", "。", ". ") if mark in tail]
    return tail[min(starts) :] if starts and min(starts) < most / 2 else tail
