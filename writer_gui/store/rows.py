"""Rows as domain objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from writer_gui.domain.language import Language
from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Ended, Run, RunFigures, RunTrace, Stage
from writer_gui.domain.session import SessionSummary
from writer_gui.domain.story import StoryVersion
from writer_gui.store import codec, contents
from writer_gui.store.clock import from_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from writer_gui.store.database import Transaction
    from writer_gui.store.schema import (
        PlanVersionRow,
        RunRow,
        SessionRow,
        StoryVersionRow,
    )


def summary(row: SessionRow, tags: Iterable[str] = ()) -> SessionSummary:
    """Return one line of the session list."""
    return SessionSummary(
        id=row.id,
        title=row.title,
        genre=row.genre,
        language=codec.member(Language, row.language, Language.ZH),
        created=from_stamp(row.created),
        updated=from_stamp(row.updated),
        words=row.words,
        starred=row.starred,
        preview=row.preview,
        folder=row.folder,
        tags=tuple(tags),
        trashed=None if row.trashed is None else from_stamp(row.trashed),
        touched=row.touched,
        renamed=row.renamed,
    )


def run(row: RunRow) -> Run:
    """Return a run."""
    return Run(
        id=row.id,
        session_id=row.session_id,
        stage=codec.member(Stage, row.stage, Stage.STORY),
        model=row.model,
        model_sha256=row.model_sha256,
        seed=row.seed,
        settings=codec.json_object(row.settings),
        figures=RunFigures(
            prompt_tokens=row.prompt_tokens,
            reused_tokens=row.reused_tokens,
            tokens=row.tokens,
            first_token_s=row.first_token_s,
            seconds=row.seconds,
        ),
        ended=codec.member(Ended, row.ended, Ended.INTERRUPTED),
        started=from_stamp(row.started),
        message=row.message,
        trace=RunTrace(row.reasoning, row.cut_place),
    )


def plan_versions(tx: Transaction, found: Sequence[PlanVersionRow]) -> tuple[PlanVersion, ...]:
    """Return plan versions with their plans."""
    plans = contents.get_many(tx, (row.content_id for row in found))
    return tuple(
        PlanVersion(plan=codec.plan_from(plans[row.content_id]), **_common(row)) for row in found
    )


def story_versions(tx: Transaction, found: Sequence[StoryVersionRow]) -> tuple[StoryVersion, ...]:
    """Return story versions with their stories."""
    stories = contents.get_many(tx, (row.content_id for row in found))
    return tuple(
        StoryVersion(
            story=codec.story_from(stories[row.content_id]),
            plan_version_id=row.plan_version_id,
            **_common(row),
        )
        for row in found
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
