"""The sentence that the end of a run needs, where it needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from writer_gui.domain.run import Ended

if TYPE_CHECKING:
    from writer_gui.background.job import JobEnd


def end_note(end: JobEnd) -> str:
    """Return what is to be said of an end; "" where it speaks for itself."""
    if end.failure is not None:
        return end.failure.message
    if end.ended is Ended.STOPPED:
        return QCoreApplication.translate("DraftingState", "Stopped; what was written is kept.")
    if end.ended is Ended.CUT:
        return QCoreApplication.translate(
            "DraftingState", "Cut at the length limit; Continue goes on from there."
        )
    if end.note:
        told = QCoreApplication.translate(
            "DraftingState", "The model began to repeat itself in section {0}; it was cut there."
        )
        return told.format(end.note)
    return ""
