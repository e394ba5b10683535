"""What the kinds of steps are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from writer_gui.domain.plan import StepKind


def kind_name(kind: StepKind) -> str:
    """Return the name of a kind of step in the language of the interface."""
    tr = QCoreApplication.translate
    names = {
        StepKind.INTENT: tr("StepKind", "Intent"),
        StepKind.STRUCTURE: tr("StepKind", "Structure and style"),
        StepKind.AUDIENCE: tr("StepKind", "Audience and culture"),
        StepKind.DEVELOPMENT: tr("StepKind", "Development"),
        StepKind.REVISION: tr("StepKind", "Revision"),
    }
    return names[kind]
