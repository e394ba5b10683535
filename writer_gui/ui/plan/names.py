"""What the kinds of steps are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from writer_gui.domain.plan import StepKind


def kind_name(kind: StepKind) -> str:
    """Return the name of a kind of step in the language of the interface."""
    names = {
        StepKind.INTENT: QCoreApplication.translate("StepKind", "Intent"),
        StepKind.STRUCTURE: QCoreApplication.translate("StepKind", "Structure and style"),
        StepKind.AUDIENCE: QCoreApplication.translate("StepKind", "Audience and culture"),
        StepKind.DEVELOPMENT: QCoreApplication.translate("StepKind", "Development"),
        StepKind.REVISION: QCoreApplication.translate("StepKind", "Revision"),
    }
    return names[kind]
