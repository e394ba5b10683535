"""A session: one prompt and everything written for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from writer_gui.domain.genre import DEFAULT_GENRE
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Run
from writer_gui.domain.story import Story, StoryVersion

LEAST_LENGTH, MOST_LENGTH = 20, 20_000
"""The lengths a text may be asked for, in characters of Chinese or words of English."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the writer asks for. `length` is in characters of Chinese or words of English."""

    text: str
    genre: str = DEFAULT_GENRE
    language: Language = Language.ZH
    length: int = 800


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One row of the session list; `words` counts the newest story as its language counts.

    `touched` orders sessions by their last change, whatever the clock says. `trashed` is when the
    session was put in the trash; `renamed` says that the title is the writer's own.
    """

    id: int
    title: str
    genre: str
    language: Language
    created: datetime
    updated: datetime
    words: int
    starred: bool = False
    preview: str = ""
    folder: str = ""
    tags: tuple[str, ...] = ()
    trashed: datetime | None = None
    touched: int = 0
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A place outside the story where the writer stood: in a step of the plan, or in the prompt."""

    step_id: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The writer's unsaved-as-version text, as last typed, and where the caret stood.

    `plan_base_id` and `story_base_id` are the versions the texts were changed from. `caret` is the
    place in the story; the writer stood there unless `standing` names another place.
    """

    prompt: Prompt
    plan: Plan = field(default_factory=Plan)
    story: Story = field(default_factory=Story)
    plan_base_id: int | None = None
    story_base_id: int | None = None
    caret: int = 0
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A whole session with all versions and runs, oldest first, and the draft on the desk."""

    summary: SessionSummary
    draft: Draft
    plans: tuple[PlanVersion, ...] = ()
    stories: tuple[StoryVersion, ...] = ()
    runs: tuple[Run, ...] = ()
