"""The figures of the collection as a whole, read when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.genre import GENRES
from writer_gui.state.notice import Notice
from writer_gui.store import triplet_figures

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.genre import Genre
    from writer_gui.errors import UserError
    from writer_gui.store.triplet_figures import Overview

MOST_LACKING = 6


class OverviewState(QObject):
    """Owns the last overview."""

    changed = Signal(object)  # Overview
    notice = Signal(object)  # Notice

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane

    @Slot()
    def refresh(self) -> None:
        """Read the figures anew."""
        self._lane.run(triplet_figures.overview, self.changed.emit, self._on_failed)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))


def expected(genre: Genre, total: int) -> float:
    """Return how many of so many triplets COIG-Writer would have in a genre."""
    return total * genre.coig_triplets / sum(known.coig_triplets for known in GENRES)


def lacking(overview: Overview) -> list[tuple[Genre, int]]:
    """Return the genres that lag most behind the shares of COIG-Writer, and by how many."""
    counts = overview.counts
    gaps = [
        (genre, round(expected(genre, counts.total) - counts.by_genre.get(genre.tag, 0)))
        for genre in GENRES
    ]
    behind = sorted((gap for gap in gaps if gap[1] > 0), key=lambda gap: -gap[1])
    return behind[:MOST_LACKING]
