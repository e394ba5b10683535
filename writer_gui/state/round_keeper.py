"""The round of blind choices in the database, which all windows write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.exchange import judging
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.background.lane import Lane
    from writer_gui.domain.judging import JudgingRound
    from writer_gui.errors import UserError


class RoundKeeper(QObject):
    """Keeps the round of one window, and tells what others have made of it meanwhile."""

    kept = Signal(object, object)  # the JudgingRound as it was sent; as it is now, None if over
    notice = Signal(object)  # Notice

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane

    def load(self, then: Callable[[JudgingRound | None], None]) -> None:
        """Look up the round that was left."""
        self._lane.run(judging.load_round, then, self._on_failed)

    def begin(self, judged: JudgingRound) -> None:
        """Keep a new round in place of any other."""
        self._lane.run(lambda tx: judging.save_round(tx, judged), None, self._on_failed)

    def keep(self, judged: JudgingRound) -> None:
        """Keep a round, and its answers as pairs."""

        def on_kept(kept: JudgingRound | None) -> None:
            if kept is not None and _is_outdone(judged, kept):
                text = self.tr(
                    "Another window had answered this question before; its answer stands."
                )
                self.notice.emit(Notice(text))
            self.kept.emit(judged, kept)

        self._lane.run(lambda tx: judging.keep_round(tx, judged), on_kept, self._on_failed)

    def end(self, judged: JudgingRound) -> None:
        """Keep a whole round no longer, only its pairs."""
        self._lane.run(lambda tx: judging.end_round(tx, judged), None, self._on_failed)

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))


def _is_outdone(sent: JudgingRound, kept: JudgingRound) -> bool:
    """Whether a question has another answer now than it was sent with."""
    answers = {task.key: task.judgement for task in kept.tasks}
    return any(task.judgement not in (None, answers[task.key]) for task in sent.tasks)
