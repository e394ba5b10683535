"""What lies side by side in the compare view, and how it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.errands import Errands
from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.run import Stage
from writer_gui.exchange.session_triplet import model_share
from writer_gui.state import lineage
from writer_gui.state.notice import Notice
from writer_gui.store.listing import list_sessions
from writer_gui.store.sessions import load_session
from writer_gui.text.comparing import (
    Comparison,
    Exhibit,
    ExhibitKind,
    Figures,
    compare,
    figures,
)
from writer_gui.text.diff import Grain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from writer_gui.background.lane import Lane
    from writer_gui.domain.session import Session, SessionSummary
    from writer_gui.domain.triplet import Triplet
    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState
    from writer_gui.state.lineage import Version
    from writer_gui.state.versions import VersionsState

LEAST, MOST = 2, 4
"""Texts side by side."""
RECENT = 20


@dataclass(frozen=True, slots=True)
class Laid:
    """What was found about the texts: each against the first, and the figures of each."""

    comparisons: tuple[Comparison, ...]
    figures: tuple[Figures, ...]


class ComparisonState(QObject):
    """Owns the texts laid side by side, two to four of them; compares them off this thread."""

    changed = Signal()  # other texts are laid out
    compared = Signal(object)  # Laid
    shown = Signal()  # something asked for the compare view
    notice = Signal(object)  # Notice
    used = Signal(object, object)  # the exhibit taken, and the ones it was taken over

    def __init__(self, desk: DeskState, versions: VersionsState, lane: Lane) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._lane = lane
        self._errands = Errands(self)
        self._exhibits: tuple[Exhibit, ...] = ()
        self._grain = Grain.FINE
        self._count = 0
        self._wanted: tuple[Exhibit, tuple[Exhibit, ...]] | None = None
        desk.opened.connect(self._on_opened)
        desk.elsewhere_wanted.connect(self._on_opened)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The texts, from left to right."""
        return self._exhibits

    @property
    def grain(self) -> Grain:
        """How finely changes are told."""
        return self._grain

    def set_grain(self, grain: Grain) -> None:
        """Tell changes by words or characters, or by clauses."""
        if grain is not self._grain:
            self._grain = grain
            self._compare()

    def show(self, exhibits: Sequence[Exhibit]) -> None:
        """Lay texts side by side, and ask for the view."""
        self._lay(tuple(exhibits[:MOST]))
        self.shown.emit()

    def put(self, place: int, exhibit: Exhibit) -> None:
        """Put another text into one place; a place behind the last adds one."""
        exhibits = list(self._exhibits)
        exhibits[place : place + 1] = [exhibit]
        self._lay(tuple(exhibits[:MOST]))

    def take_away(self, place: int) -> None:
        """Take a text away."""
        self._lay(tuple(e for at, e in enumerate(self._exhibits) if at != place))

    @Slot()
    def swap(self) -> None:
        """Turn the order round."""
        self._lay(self._exhibits[::-1])

    @Slot()
    def compare_last(self) -> None:
        """Lay the newest two stories of the open session side by side, or else its plans."""
        session = self._desk.session
        if session is None:
            return
        stage = Stage.STORY if len(session.stories) > 1 else Stage.PLAN
        found = [exhibit_of(session, v) for v in lineage.versions_of(session, stage)[-2:]]
        if len(found) > 1:
            self._lay(tuple(found))

    def use(self, place: int) -> None:
        """Put a version on the desk of its session, which is opened if need be."""
        exhibit = self._exhibits[place]
        if exhibit.version_id is None or exhibit.session_id is None:
            return
        others = tuple(e for at, e in enumerate(self._exhibits) if at != place)
        self._wanted = exhibit, others
        if self._desk.session_id == exhibit.session_id:
            self._put_on_desk()
        else:
            self._desk.open(exhibit.session_id)

    def show_triplets(self, one: Triplet, other: Triplet) -> None:
        """Lay the answers of two triplets side by side."""
        self.show([_of_triplet(one), _of_triplet(other)])

    def own_exhibits(self) -> list[Exhibit]:
        """Return what the open session has to lay out, newest first."""
        session = self._desk.session
        return [] if session is None else exhibits_of(session)

    def recent(self, then: Callable[[list[SessionSummary]], None]) -> None:
        """Look up the sessions worked on last."""
        self._lane.run(lambda tx: list_sessions(tx, limit=RECENT), then, self._on_failed)

    def of_session(self, session_id: int, then: Callable[[list[Exhibit]], None]) -> None:
        """Look up what another session has to lay out."""
        self._lane.run(lambda tx: exhibits_of(load_session(tx, session_id)), then, self._on_failed)

    def drain(self) -> None:
        """Wait until everything is compared. Outcomes arrive afterwards."""
        self._errands.drain()

    def _lay(self, exhibits: tuple[Exhibit, ...]) -> None:
        self._exhibits = exhibits
        self.changed.emit()
        self._compare()

    def _compare(self) -> None:
        exhibits, grain = self._exhibits, self._grain
        self._count += 1
        asked = self._count
        if not exhibits:
            return

        def done(laid: Laid) -> None:
            if asked == self._count:
                self.compared.emit(laid)

        self._errands.run(lambda: _laid(exhibits, grain), done, self._on_failed)

    @Slot()
    def _on_opened(self) -> None:
        """Put what waits for its session there; once another is wanted, it waits no more."""
        if self._wanted is not None and self._wanted[0].session_id == self._desk.session_id:
            self._put_on_desk()
        self._wanted = None

    def _put_on_desk(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or wanted[0].version_id is None:
            return
        stage = Stage.PLAN if wanted[0].kind is ExhibitKind.PLAN else Stage.STORY
        if not self._versions.show(stage, wanted[0].version_id):
            return
        text = self.tr("It is on the desk; what was there is kept as a version.")
        self.notice.emit(Notice(text, passing=True))
        self.used.emit(*wanted)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))


def exhibits_of(session: Session) -> list[Exhibit]:
    """Return all versions of a session and each story with its plan, newest first."""
    stories, plans = session.stories[::-1], session.plans[::-1]
    both = [
        exhibit_of(session, story, with_plan=True)
        for story in stories
        if lineage.find(session.plans, story.plan_version_id)
    ]
    alone: list[Version] = [*stories, *plans]
    return [exhibit_of(session, version) for version in alone] + both


def exhibit_of(session: Session, version: Version, *, with_plan: bool = False) -> Exhibit:
    """Return a version as it is laid out."""
    run = lineage.run_of(session, version)
    prompt = session.draft.prompt
    plan: Plan | None
    if isinstance(version, PlanVersion):
        kind, plan, story = ExhibitKind.PLAN, version.plan, None
        share = None if run is None else 1.0
    else:
        kind = ExhibitKind.BOTH if with_plan else ExhibitKind.STORY
        base = lineage.find(session.plans, version.plan_version_id)
        plan, story = (base.plan if base else None), version.story
        share = model_share(Plan(), version.story)
    return Exhibit(
        kind=kind,
        name=_name(version, kind),
        language=prompt.language,
        plan=plan,
        story=story,
        prompt=prompt.text,
        genre=prompt.genre,
        model=run.model if run else "",
        model_share=share,
        session_id=session.summary.id,
        version_id=version.id,
        run_id=version.run_id,
    )


def exhibits_beside(session: Session, stage: Stage, version_ids: Sequence[int]) -> list[Exhibit]:
    """Return versions as they are laid side by side, oldest first; one alone beside the desk's."""
    base = lineage.base(session, stage)
    wanted = set(version_ids)
    if len(wanted) == 1 and base is not None:
        wanted.add(base.id)
    found = [v for v in lineage.versions_of(session, stage) if v.id in wanted]
    return [exhibit_of(session, version) for version in found[-MOST:]]


def _name(version: Version, kind: ExhibitKind) -> str:
    told = f"{kind.value} v{version.number}"
    return f"{told} · {version.name}" if version.name else told


def _of_triplet(triplet: Triplet) -> Exhibit:
    return Exhibit(
        ExhibitKind.TEXT,
        triplet.uid,
        triplet.language,
        text=triplet.answer,
        prompt=triplet.query,
        genre=triplet.genre,
    )


def _laid(exhibits: tuple[Exhibit, ...], grain: Grain) -> Laid:
    first, *others = exhibits
    return Laid(
        tuple(compare(first, other, grain) for other in others),
        tuple(figures(exhibit) for exhibit in exhibits),
    )
