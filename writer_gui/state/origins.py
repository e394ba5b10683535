"""Which plan each section of the story on the desk was written from. Pure functions.

A run that writes some sections makes a version from the plan as it is then, and takes the others
over from its parent: those follow the plan that they were written from, not that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.domain.run import Ended
from writer_gui.state import lineage
from writer_gui.writing.staleness import StaleSection, stale_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.domain.session import Session
    from writer_gui.domain.story import Section, Story, StoryVersion


def stale(session: Session) -> tuple[StaleSection, ...]:
    """Return the sections that no longer follow the plan on the desk, in order."""
    draft = session.draft
    origins = _origins(session)
    found = [
        section
        for plan_id in set(origins)
        if (used := lineage.find(session.plans, plan_id)) is not None
        for section in stale_sections(used.plan, draft.plan, draft.story)
        if origins[section.place] == plan_id
    ]
    return tuple(sorted(found, key=lambda section: section.place))


def _origins(session: Session) -> list[int | None]:
    """Return the id of the plan version that each section was written from, if one was."""
    line = list(_line(session))
    sections = session.draft.story.sections
    plans = {version.plan_version_id for version in line}
    if len(plans) <= 1:
        return [*plans, None][:1] * len(sections)
    return [_origin(session, line, place, section) for place, section in enumerate(sections)]


def _line(session: Session) -> Iterator[StoryVersion]:
    """Yield the version of the story on the desk, and those before it."""
    known = {version.id: version for version in session.stories}
    version = known.get(session.draft.story_base_id or 0)
    while version is not None:
        yield version
        version = known.pop(version.parent_id or 0, None)


def _origin(session: Session, line: list[StoryVersion], place: int, shown: Section) -> int | None:
    """Return the plan of the version whose run wrote a section, or what the writer made of it.

    A text that an older version had is that one's again: a rewrite was undone.
    """
    places = [_place(version.story, place, shown.step_id) for version in line]
    found = zip(line, places, strict=True)
    texts = ["" if at is None else version.story.sections[at].text for version, at in found]
    at = texts.index(shown.text) if shown.text in texts else 0
    while at + 1 < len(line) and texts[at + 1].strip():
        has_changed = texts[at] != texts[at + 1] and line[at].run_id is not None
        if has_changed or _has_written(session, line[at], places[at]):
            break
        at += 1
    return line[at].plan_version_id


def _place(story: Story, place: int, step_id: str | None) -> int | None:
    """Return where a section stands in a version: by its step, else by its place."""
    if step_id is None:
        return place if place < len(story.sections) else None
    return next((at for at, s in enumerate(story.sections) if s.step_id == step_id), None)


def _has_written(session: Session, version: StoryVersion, place: int | None) -> bool:
    """Whether the run of a version wrote a section, in whatever words."""
    run = lineage.run_of(session, version)
    if run is None or run.ended is not Ended.COMPLETE:
        return False
    places = run.settings.get("sections")
    return place in places if isinstance(places, list) else not run.settings.get("partial")
