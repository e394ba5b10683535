"""Who wrote which characters of a story, worked out from what changed since its last version."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from writer_gui.domain.plan import Author
from writer_gui.domain.story import Section, Span, Story

if TYPE_CHECKING:
    from collections.abc import Iterable


def credited_story(base: Story | None, story: Story, taken: Story | None = None) -> Story:
    """Return the story with its spans: what stood in `base` keeps its author, the rest is new.

    New is the writer's, unless it stands in `taken`, a version that parts were taken over from.
    Sections are matched by their step, then by their place.
    """
    olds = () if base is None else base.sections
    others = () if taken is None else taken.sections
    return Story(
        tuple(
            _credited(_counterpart(olds, place, s), _counterpart(others, place, s), s)
            for place, s in enumerate(story.sections)
        )
    )


def share_by_author(story: Story) -> dict[Author, float]:
    """Return the share of characters, 0 to 1, of each author who wrote any."""
    authors = [author for section in story.sections for author in _authors(section)]
    return {author: authors.count(author) / len(authors) for author in Author if author in authors}


def _counterpart(olds: tuple[Section, ...], place: int, section: Section) -> Section | None:
    if section.step_id is not None:
        same = next((old for old in olds if old.step_id == section.step_id), None)
        if same is not None:
            return same
    return olds[place] if place < len(olds) else None


def _credited(old: Section | None, taken: Section | None, section: Section) -> Section:
    if old is not None and old.text == section.text:
        return Section(section.step_id, section.text, old.spans)
    kept = _kept_authors(taken, section.text)
    authors = [
        one or other or fresh
        for one, other, fresh in zip(
            _kept_authors(old, section.text), kept, _fresh_authors(old, section.text), strict=True
        )
    ]
    return Section(section.step_id, section.text, _spans(authors))


def _kept_authors(old: Section | None, text: str) -> list[Author | None]:
    """Return the author of each character that stood in the old section; None where it is new."""
    found: list[Author | None] = [None] * len(text)
    if old is None:
        return found
    before = _authors(old)
    for block in Indel.opcodes(old.text, text).as_matching_blocks():
        found[block.b : block.b + block.size] = before[block.a : block.a + block.size]
    return found


def _fresh_authors(old: Section | None, text: str) -> list[Author]:
    """Return who wrote each character if it is new: what stands for words by the model is mixed."""
    found = [Author.WRITER] * len(text)
    if old is None:
        return found
    before = _authors(old)
    at_old = at_new = 0
    for block in Indel.opcodes(old.text, text).as_matching_blocks():
        if set(before[at_old : block.a]) - {Author.WRITER}:
            found[at_new : block.b] = [Author.MIXED] * (block.b - at_new)
        at_old, at_new = block.a + block.size, block.b + block.size
    return found


def _authors(section: Section) -> list[Author]:
    if not section.spans:
        return [Author.MODEL] * len(section.text)
    authors = [author for span in section.spans for author in [span.author] * span.length]
    return (authors + [Author.WRITER] * len(section.text))[: len(section.text)]


def _spans(authors: Iterable[Author]) -> tuple[Span, ...]:
    return tuple(Span(len(list(run)), author) for author, run in groupby(authors))
