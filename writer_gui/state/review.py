"""The triplet being looked at: edited in place, saved as it is typed, checked against the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.domain.triplet import TripletStatus
from writer_gui.state.notice import Notice
from writer_gui.store import triplets as store
from writer_gui.store.triplets import TripletOrder, TripletQuery
from writer_gui.text.triplet_checks import Finding, check_triplet

if TYPE_CHECKING:
    from writer_gui.background.lane import Lane
    from writer_gui.domain.triplet import Triplet
    from writer_gui.errors import UserError
    from writer_gui.store.database import Transaction
    from writer_gui.store.resemblance import Likeness, Twin

SAVE_MS = 600
RETRY_MS = 5000


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about a triplet."""

    findings: tuple[Finding, ...]
    twins: tuple[Twin, ...]


class ReviewState(QObject):
    """Owns one triplet. An edit is in the database within a second, or when another is opened.

    A failed save is tried again until it succeeds, even when another triplet has been opened.
    """

    opened = Signal(object)  # Triplet, or None for no triplet
    saved = Signal(object)  # Triplet
    checked = Signal(object)  # Checked
    notice = Signal(object)  # Notice
    twin_wanted = Signal(object, object)  # this triplet and the one it resembles

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._triplet: Triplet | None = None
        self._unsaved: dict[str, Triplet] = {}  # by uid, until the database has them
        self._problem = ""
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self.save_now)

    @cached_property
    def _likeness(self) -> Likeness:
        """Made when first needed: what it computes with would cost every start 0.07 s."""
        from writer_gui.store import resemblance

        return resemblance.Likeness()

    @property
    def triplet(self) -> Triplet | None:
        """The triplet as it is in the panel."""
        return self._triplet

    @property
    def problem(self) -> str:
        """Why the last save failed; empty where none did."""
        return self._problem

    @Slot(str)
    def open(self, uid: str) -> None:
        """Show a triplet; what was changed in the one before is saved first."""
        if self._triplet is None or self._triplet.uid != uid:
            self.save_now()
            self._lane.run(lambda tx: store.get_triplet(tx, uid), self._show, self._on_failed)

    @Slot()
    def close(self) -> None:
        """Show no triplet."""
        self.save_now()
        self._show(None)

    @Slot()
    def learn(self) -> None:
        """Learn in the background what the collection holds, so that likeness is told at once."""

        def done(is_unfinished: bool) -> None:
            if is_unfinished:
                self.learn()
            else:
                self._check()

        self._lane.run(self._likeness.learn, done, self._on_failed)

    @Slot()
    def reload(self) -> None:
        """Read the triplet again after it was changed elsewhere, unless it was changed here."""
        shown = self._triplet
        if shown is None or shown.uid in self._unsaved:
            return

        def done(read: Triplet) -> None:
            now = self._triplet
            if now is not None and now.uid == read.uid and now.uid not in self._unsaved:
                self._show(read)

        self._lane.run(lambda tx: store.get_triplet(tx, shown.uid), done, lambda _: None)

    def change(self, **values: Any) -> None:
        """Give fields of the triplet new values; accepting needs the scores to allow it."""
        if self._triplet is None:
            return
        changed = replace(self._triplet, **values)
        if changed == self._triplet:
            return
        accepts = changed.status is TripletStatus.ACCEPTED
        if accepts and not changed.scores.is_acceptable:
            if self._triplet.status is TripletStatus.ACCEPTED:
                changed = replace(changed, status=TripletStatus.REVIEWED)
            else:
                changed = replace(changed, status=self._triplet.status)
            text = self.tr("To be accepted, each score must be 8 or more and their sum 50 or more.")
            self.notice.emit(Notice(text, passing=True))
        is_text = (changed.query, changed.thought, changed.answer) != (
            self._triplet.query,
            self._triplet.thought,
            self._triplet.answer,
        )
        self._triplet = self._unsaved[changed.uid] = changed
        if not is_text:
            self.opened.emit(changed)
        self._delay.start(SAVE_MS)

    @Slot()
    def save_now(self) -> None:
        """Save what was changed, and check it again."""
        self._delay.stop()
        for triplet in self._unsaved.values():
            self._save(triplet)

    def save_and_wait(self) -> bool:
        """Save, wait for it, and return whether all that was changed is in the database."""
        self.save_now()
        self._lane.settle()
        return not self._unsaved

    @Slot()
    def next_to_review(self) -> None:
        """Open the oldest draft that is not the one in the panel."""
        self.save_now()
        known = self._triplet.uid if self._triplet else ""
        self._lane.run(lambda tx: _next_draft(tx, known), self._on_next, self._on_failed)

    @Slot(object)
    def show_twin(self, twin: Twin) -> None:
        """Ask for the triplet beside the one it resembles."""
        triplet = self._triplet
        if triplet is not None:
            self._lane.run(
                lambda tx: store.get_triplet(tx, twin.uid),
                lambda other: self.twin_wanted.emit(triplet, other),
                self._on_failed,
            )

    def _on_next(self, uid: str | None) -> None:
        if uid is None:
            self.notice.emit(Notice(self.tr("Nothing waits for review."), passing=True))
        else:
            self.open(uid)

    def _show(self, triplet: Triplet | None) -> None:
        self.save_now()  # typed between the wish and now
        if triplet is not None:
            triplet = self._unsaved.get(triplet.uid, triplet)
        self._triplet = triplet
        self.opened.emit(triplet)
        if triplet is not None:
            self._check()

    def _save(self, triplet: Triplet) -> None:
        def done(_: None) -> None:
            if self._unsaved.get(triplet.uid) is triplet:
                del self._unsaved[triplet.uid]
            self._problem = ""
            self.saved.emit(triplet)
            self._check()

        def failed(error: UserError) -> None:
            problem, self._problem = self._problem, str(error)
            if problem != self._problem:  # told once, not with every try
                self._on_failed(error)
            self._delay.start(RETRY_MS)

        self._lane.run(lambda tx: store.update_triplet(tx, triplet), done, failed)

    def _check(self) -> None:
        triplet = self._triplet
        if triplet is None:
            return

        def work(tx: Transaction) -> Checked:
            self._likeness.learn(tx)
            return Checked(check_triplet(triplet), self._likeness.twins(tx, triplet))

        def done(checked: Checked) -> None:
            if self._triplet is not None and self._triplet.uid == triplet.uid:
                self.checked.emit(checked)

        self._lane.run(work, done, self._on_failed)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))


def _next_draft(tx: Transaction, known: str) -> str | None:
    waiting = TripletQuery(status=TripletStatus.DRAFT, order=TripletOrder.OLDEST)
    found = [triplet.uid for triplet in store.list_triplets(tx, waiting, limit=2)]
    return next((uid for uid in found if uid != known), None)
