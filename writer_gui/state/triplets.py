"""Saving what lies on the desk as a triplet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.exchange.session_triplet import triplet_from_session
from writer_gui.state import lineage
from writer_gui.state.notice import Notice
from writer_gui.store.triplets import add_triplet

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.triplet import Triplet
    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState
    from writer_gui.state.versions import VersionsState
    from writer_gui.store.database import Transaction


class TripletsState(QObject):
    """Keeps triplets of the open session."""

    saved = Signal()

    def __init__(self, desk: DeskState, versions: VersionsState, lane: Lane) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._lane = lane

    @Slot()
    def save(self) -> None:
        """Save prompt, plan and story as they stand; edits become versions first."""
        self._versions.freeze(self._save)

    def _save(self) -> None:
        session = self._desk.session
        if session is None:
            return
        draft = session.draft
        if not draft.prompt.text.strip() or draft.plan.is_empty or draft.story.is_empty:
            self._tell(
                self.tr("A triplet needs a prompt, a plan and a story; one is still missing.")
            )
            return
        plan, story = lineage.plan_base(session), lineage.story_base(session)

        def work(tx: Transaction) -> Triplet | None:
            return add_triplet(tx, triplet_from_session(session, plan, story))

        self._lane.run(work, self._on_saved, self._on_failed)

    def _on_saved(self, triplet: Triplet | None) -> None:
        if triplet is None:
            self._tell(self.tr("These three texts are saved as a triplet already."))
            return
        self._tell(self.tr("Saved as a triplet."))
        self.saved.emit()

    def _on_failed(self, error: UserError) -> None:
        self._desk.notice.emit(Notice(str(error)))

    def _tell(self, text: str) -> None:
        self._desk.notice.emit(Notice(text, passing=True))
