"""The tables. Rows never leave `store`: its functions take and return domain objects.

Times are integer microseconds (`clock`). Texts are kept once, in `contents`; everything that
holds a text refers to it there.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the library."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {bytes: LargeBinary}


class MetaRow(Base):
    """Small facts about the library as a whole."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ContentRow(Base):
    """One text or other value: canonical JSON, deflated where that pays, once per hash."""

    __tablename__ = "contents"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[bytes] = mapped_column(unique=True)
    packed: Mapped[bool]
    body: Mapped[bytes]


def _content(*, nullable: bool = False) -> Mapped[int]:
    return mapped_column(ForeignKey("contents.id"), index=True, nullable=nullable)


class SessionRow(Base):
    """What the session list shows. `touched` grows with every change, whatever the clock says."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    renamed: Mapped[bool] = mapped_column(default=False)
    genre: Mapped[str]
    language: Mapped[str]
    length: Mapped[int]
    words: Mapped[int] = mapped_column(default=0)
    preview: Mapped[str] = mapped_column(default="")
    folder: Mapped[str] = mapped_column(default="", server_default="")
    starred: Mapped[bool] = mapped_column(default=False)
    created: Mapped[int]
    updated: Mapped[int]
    touched: Mapped[int] = mapped_column(unique=True)
    trashed: Mapped[int | None]

    __table_args__ = (
        Index("ix_sessions_listed", "trashed", "touched"),
        {"sqlite_autoincrement": True},
    )


class DraftRow(Base):
    """The text on the desk of a session, as last typed."""

    __tablename__ = "drafts"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    prompt_content_id: Mapped[int] = _content()
    plan_content_id: Mapped[int] = _content()
    story_content_id: Mapped[int] = _content()
    plan_base_id: Mapped[int | None]
    story_base_id: Mapped[int | None]
    caret: Mapped[int] = mapped_column(default=0)  # in the story
    caret_in: Mapped[str | None]  # NULL: the writer stood there; "": in the prompt; or a step's id
    caret_at: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class _Version:
    """What plan and story versions have in common. Versions are only ever added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    parent_id: Mapped[int | None]
    run_id: Mapped[int | None]
    created: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    starred: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    def session_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))

    @declared_attr
    def content_id(self) -> Mapped[int]:
        return _content()


class PlanVersionRow(_Version, Base):
    """A plan as it was at one time."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        {"sqlite_autoincrement": True},
    )


class StoryVersionRow(_Version, Base):
    """A story as it was at one time, and the plan version it was written from."""

    __tablename__ = "story_versions"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        {"sqlite_autoincrement": True},
    )

    plan_version_id: Mapped[int | None]


class RunRow(Base):
    """One generation. While it runs, `owner` names its process and `partial` holds its text."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[str]
    model: Mapped[str] = mapped_column(index=True)
    model_sha256: Mapped[str]
    seed: Mapped[int]
    settings: Mapped[str]
    prompt_tokens: Mapped[int] = mapped_column(default=0)
    reused_tokens: Mapped[int] = mapped_column(default=0)
    tokens: Mapped[int] = mapped_column(default=0)
    first_token_s: Mapped[float | None]
    seconds: Mapped[float] = mapped_column(default=0.0)
    ended: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    started: Mapped[int]
    seen: Mapped[int]
    owner: Mapped[str]
    parent_id: Mapped[int | None]
    plan_version_id: Mapped[int | None]
    partial: Mapped[bytes | None]
    reasoning: Mapped[str] = mapped_column(default="", server_default="")
    cut_place: Mapped[int | None]

    __table_args__ = (
        Index("ix_runs_running", "ended", sqlite_where=text("ended = 'running'")),
        {"sqlite_autoincrement": True},
    )


class TagRow(Base):
    """A tag that sessions can carry."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


session_tags = Table(
    "session_tags",
    Base.metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class TripletRow(Base):
    """A saved (prompt, plan, story). `sameness` is the hash of the three texts together.

    `touched` grows with every change of the texts, as search needs to know.
    """

    __tablename__ = "triplets"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sameness: Mapped[bytes] = mapped_column(index=True)
    query_content_id: Mapped[int] = _content()
    thought_content_id: Mapped[int] = _content()
    answer_content_id: Mapped[int] = _content()
    words: Mapped[int]
    genre: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    query_quality: Mapped[int | None]
    query_creativity: Mapped[int | None]
    thought_quality: Mapped[int | None]
    thought_creativity: Mapped[int | None]
    answer_quality: Mapped[int | None]
    answer_creativity: Mapped[int | None]
    licence: Mapped[str]
    consent: Mapped[bool]
    reason: Mapped[str]
    reviewer: Mapped[str]
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    plan_version_id: Mapped[int | None]
    story_version_id: Mapped[int | None]
    provenance: Mapped[str]
    extra: Mapped[str]
    created: Mapped[int]
    updated: Mapped[int]
    trashed: Mapped[int | None] = mapped_column(index=True)
    touched: Mapped[int] = mapped_column(index=True, server_default=text("0"))

    __table_args__ = ({"sqlite_autoincrement": True},)


class PairRow(Base):
    """Two texts for one prompt and a verdict."""

    __tablename__ = "pairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sameness: Mapped[bytes] = mapped_column(index=True)
    prompt_content_id: Mapped[int] = _content()
    first_content_id: Mapped[int] = _content()
    second_content_id: Mapped[int] = _content()
    first_side: Mapped[str]
    second_side: Mapped[str]
    genre: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    level: Mapped[str]
    verdict: Mapped[str]
    shown_swapped: Mapped[bool]
    reasons: Mapped[str]
    note: Mapped[str]
    seconds: Mapped[float | None]
    origin: Mapped[str]
    prompt_id: Mapped[str]
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    extra: Mapped[str]
    created: Mapped[int]
    trashed: Mapped[int | None] = mapped_column(index=True)

    __table_args__ = ({"sqlite_autoincrement": True},)


class SketchRow(Base):
    """What `text.similarity` compares of a text. Made when first needed; may be lost and made anew.

    It belongs to the text's hash and not to its row, so that it can never stand for another text.
    """

    __tablename__ = "sketches"

    sha256: Mapped[bytes] = mapped_column(primary_key=True)
    sketch: Mapped[bytes]
