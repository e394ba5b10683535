"""What is told at the end of a round of blind choices: how the answers hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from writer_gui.domain.judging import consistency
from writer_gui.state.sentences import in_a_row

if TYPE_CHECKING:
    from writer_gui.domain.judging import JudgingRound


def told_report(judged: JudgingRound) -> str:
    """Return the report in sentences."""
    found = consistency(judged)
    told = [
        QCoreApplication.translate("JudgingState", "Every question is answered ({0}).").format(
            found.judged
        )
    ]
    if found.repeats:
        text = QCoreApplication.translate(
            "JudgingState", "Asked again with the sides exchanged: {0} of {1} answered alike."
        )
        told.append(text.format(found.alike, found.repeats))
    if found.decided:
        text = QCoreApplication.translate(
            "JudgingState", "You chose left: {0}, right: {1}; the longer text: {2} of {3}."
        )
        told.append(
            text.format(found.left_wins, found.right_wins, found.longer_wins, found.decided)
        )
    return in_a_row(told)
