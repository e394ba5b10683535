"""What streams in while drafts are written: told on, counted, and saved now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.domain.plan import Plan
from writer_gui.state.draft_types import DraftPhase, PhaseKind

if TYPE_CHECKING:
    from writer_gui.domain.story import Story
    from writer_gui.state.run_keeper import Assignment, DraftUnderWay, RunKeeper

CHECKPOINT_MS = 2000
CHECKPOINT_CHARACTERS = 200


class DraftStream(QObject):
    """Follows the jobs of one assignment at a time."""

    plan_shaped = Signal(int, object)  # session, Plan as it stands
    plan_grew = Signal(int, str, str)  # session, step id, new characters
    story_shaped = Signal(int, int, object)  # session, variant, Story as it stands
    story_grew = Signal(int, int, int, str)  # session, variant, section, new characters
    aside_shaped = Signal(int, int, object)  # session, variant, Plan or Story as it stands
    aside_grew = Signal(int, int, int, str)  # session, variant, place, new characters
    advanced = Signal(object)  # DraftPhase
    context_changed = Signal(int)  # tokens in use

    def __init__(self, keeper: RunKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._work: Assignment | None = None
        self._checkpoint = QTimer(self)
        self._checkpoint.setInterval(CHECKPOINT_MS)
        self._checkpoint.timeout.connect(self.save_all)

    def follow(self, work: Assignment) -> None:
        """Tell what the drafts of an assignment write, and save it as they go."""
        self._work = work
        for draft in work.drafts:
            self._connect(work, draft)
        self._checkpoint.start()

    def close(self) -> None:
        """Follow nothing any more."""
        self._work = None
        self._checkpoint.stop()

    def _connect(self, work: Assignment, draft: DraftUnderWay) -> None:
        job = draft.job
        job.reading.connect(lambda done, total: self._on_reading(draft, done, total))
        job.shaped.connect(lambda content, place: self._on_shaped(work, draft, content, place))
        job.grew.connect(lambda place, text: self._on_grew(work, draft, place, text))
        job.used.connect(self.context_changed)
        job.thinking.connect(lambda place, count: self._on_thinking(draft, place, count))
        job.retried.connect(lambda place, count: self._tell_place(draft, place, count))

    def _on_reading(self, draft: DraftUnderWay, done: int, total: int) -> None:
        if not draft.job.again:  # why it is written again is what the writer wants to know
            self.advanced.emit(DraftPhase(PhaseKind.READING, done, total))

    def _on_thinking(self, draft: DraftUnderWay, place: int, count: int) -> None:
        self.advanced.emit(
            DraftPhase(PhaseKind.THINKING, place + 1, _places(draft.job.content), characters=count)
        )

    def _on_shaped(
        self, work: Assignment, draft: DraftUnderWay, content: Plan | Story, place: int
    ) -> None:
        self._tell_place(draft, place)
        if work.aside:
            self.aside_shaped.emit(work.session_id, draft.variant, content)
        elif isinstance(content, Plan):
            self.plan_shaped.emit(work.session_id, content)
        else:
            self.story_shaped.emit(work.session_id, draft.variant, content)

    def _on_grew(self, work: Assignment, draft: DraftUnderWay, place: int, text: str) -> None:
        content = draft.job.content
        if content is None:
            return
        self._tell_place(draft, place)
        if work.aside:
            self.aside_grew.emit(work.session_id, draft.variant, place, text)
        elif isinstance(content, Plan):
            self.plan_grew.emit(work.session_id, content.steps[place].id, text)
        else:
            self.story_grew.emit(work.session_id, draft.variant, place, text)
        draft.characters += len(text)
        if draft.characters >= CHECKPOINT_CHARACTERS:
            self._keeper.save(draft)

    def _tell_place(self, draft: DraftUnderWay, place: int, characters: int = 0) -> None:
        content, again = draft.job.content, draft.job.again
        kind = PhaseKind.PLANNING if isinstance(content, Plan) else PhaseKind.WRITING
        total = _places(content)
        self.advanced.emit(DraftPhase(kind, place + 1, total, again, characters))

    @Slot()
    def save_all(self) -> None:
        """Write down the text so far of every draft."""
        for draft in self._work.drafts if self._work is not None else ():
            self._keeper.save(draft)


def _places(content: Plan | Story | None) -> int:
    """Return how many steps or sections there are."""
    if content is None:
        return 0
    return len(content.steps) if isinstance(content, Plan) else len(content.sections)
