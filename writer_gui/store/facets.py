"""What sessions can be filtered by: the values that occur, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from writer_gui.store.schema import RunRow, SessionRow
from writer_gui.store.shelves import list_folders, list_tags

if TYPE_CHECKING:
    from writer_gui.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Facets:
    """Values in use, the frequent ones first; folders and tags by name. Models have no count."""

    genres: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    trashed: int = 0


def read_facets(tx: Transaction) -> Facets:
    """Return what there is to filter by."""
    genres = tx.scalars(
        select(SessionRow.genre)
        .where(SessionRow.trashed.is_(None))
        .group_by(SessionRow.genre)
        .order_by(func.count().desc(), SessionRow.genre)
    )
    models = tx.scalars(select(RunRow.model).distinct().order_by(RunRow.model))
    trashed = select(func.count(SessionRow.id)).where(SessionRow.trashed.is_not(None))
    return Facets(
        tuple(genres),
        tuple(models),
        tuple(list_tags(tx)),
        tuple(list_folders(tx)),
        tx.scalars(trashed).one(),
    )
