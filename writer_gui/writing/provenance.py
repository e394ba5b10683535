"""Who wrote which characters of a story, worked out from what changed since its last version."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from writer_gui.domain.plan import Author
from writer_gui.domain.story import Section, Span, Story

if TYPE_CHECKING:
    from collections.abc import Iterable


def credited_story(base: Story | None, story: Story) -> Story:
    """Return the story with its spans: what stood in `base` keeps its author, the rest is new.

    Sections are matched by their step, then by their place.
    """
    olds = () if base is None else base.sections
    return Story(
        tuple(_credited(_counterpart(olds, place, s), s) for place, s in enumerate(story.sections))
    )


def share_by_model(story: Story) -> float:
    """Return the share of characters, 0 to 1, that the model wrote; 0 for no text."""
    authors = [author for section in story.sections for author in _authors(section)]
    return authors.count(Author.MODEL) / len(authors) if authors else 0.0


def _counterpart(olds: tuple[Section, ...], place: int, section: Section) -> Section | None:
    if section.step_id is not None:
        same = next((old for old in olds if old.step_id == section.step_id), None)
        if same is not None:
            return same
    return olds[place] if place < len(olds) else None


def _credited(old: Section | None, section: Section) -> Section:
    if old is None:
        return Section(section.step_id, section.text, _spans([Author.WRITER] * len(section.text)))
    if old.text == section.text:
        return Section(section.step_id, section.text, old.spans)
    before = _authors(old)
    authors = [Author.WRITER] * len(section.text)
    for block in Indel.opcodes(old.text, section.text).as_matching_blocks():
        authors[block.b : block.b + block.size] = before[block.a : block.a + block.size]
    return Section(section.step_id, section.text, _spans(authors))


def _authors(section: Section) -> list[Author]:
    if not section.spans:
        return [Author.MODEL] * len(section.text)
    authors = [author for span in section.spans for author in [span.author] * span.length]
    return (authors + [Author.WRITER] * len(section.text))[: len(section.text)]


def _spans(authors: Iterable[Author]) -> tuple[Span, ...]:
    return tuple(Span(len(list(run)), author) for author, run in groupby(authors))
