"""Rows as domain objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, select

from writer_gui.domain.language import Language
from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Ended, Run, RunFigures, Stage
from writer_gui.domain.session import SessionSummary
from writer_gui.domain.story import StoryVersion
from writer_gui.store import codec, contents
from writer_gui.store.clock import from_stamp
from writer_gui.store.schema import (
    ContentRow,
    PlanVersionRow,
    RunRow,
    SessionRow,
    StoryVersionRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def summary(row: SessionRow, tags: Iterable[str] = ()) -> SessionSummary:
    """Return one line of the session list."""
    return SessionSummary(
        id=row.id,
        title=row.title,
        genre=row.genre,
        language=Language(row.language),
        created=from_stamp(row.created),
        updated=from_stamp(row.updated),
        words=row.words,
        starred=row.starred,
        preview=row.preview,
        folder=row.folder,
        tags=tuple(tags),
        trashed=None if row.trashed is None else from_stamp(row.trashed),
        touched=row.touched,
    )


def run(row: RunRow) -> Run:
    """Return a run."""
    return Run(
        id=row.id,
        session_id=row.session_id,
        stage=Stage(row.stage),
        model=row.model,
        model_sha256=row.model_sha256,
        seed=row.seed,
        settings=json.loads(row.settings),
        figures=RunFigures(
            prompt_tokens=row.prompt_tokens,
            reused_tokens=row.reused_tokens,
            tokens=row.tokens,
            first_token_s=row.first_token_s,
            seconds=row.seconds,
        ),
        ended=Ended(row.ended),
        started=from_stamp(row.started),
        message=row.message,
    )


def plan_versions() -> Select[PlanVersionRow, bytes, bool]:
    """Select plan versions together with their stored plans, for `plan_version`."""
    return select(PlanVersionRow, ContentRow.body, ContentRow.packed).join(
        ContentRow, ContentRow.id == PlanVersionRow.content_id
    )


def story_versions() -> Select[StoryVersionRow, bytes, bool]:
    """Select story versions together with their stored stories, for `story_version`."""
    return select(StoryVersionRow, ContentRow.body, ContentRow.packed).join(
        ContentRow, ContentRow.id == StoryVersionRow.content_id
    )


def plan_version(found: Row[PlanVersionRow, bytes, bool]) -> PlanVersion:
    """Return a plan version."""
    row = found[0]
    value = contents.opened(found[1], packed=found[2], content_id=row.content_id)
    return PlanVersion(plan=codec.plan_from(value), **_common(row))


def story_version(found: Row[StoryVersionRow, bytes, bool]) -> StoryVersion:
    """Return a story version."""
    row = found[0]
    value = contents.opened(found[1], packed=found[2], content_id=row.content_id)
    return StoryVersion(
        story=codec.story_from(value), plan_version_id=row.plan_version_id, **_common(row)
    )


def _common(row: PlanVersionRow | StoryVersionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "session_id": row.session_id,
        "number": row.number,
        "parent_id": row.parent_id,
        "run_id": row.run_id,
        "created": from_stamp(row.created),
        "name": row.name,
        "starred": row.starred,
    }
