"""What texts laid side by side are called, and the words of a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from writer_gui.domain.judging import Reason
from writer_gui.text.comparing import ExhibitKind

if TYPE_CHECKING:
    from writer_gui.text.comparing import Exhibit


def exhibit_name(exhibit: Exhibit) -> str:
    """Return what a text laid out is called: its kind and version, or what it was given."""
    _, version, own = exhibit.name.partition(" v")
    if exhibit.kind is ExhibitKind.TEXT or not version:
        return exhibit.name
    kind = {
        ExhibitKind.PLAN: QCoreApplication.translate("Compare", "Plan"),
        ExhibitKind.STORY: QCoreApplication.translate("Compare", "Story"),
        ExhibitKind.BOTH: QCoreApplication.translate("Compare", "Plan and story"),
    }[exhibit.kind]
    return f"{kind} v{own}"


def anchor_text(score: int) -> str:
    """Return what a score means, after WritingPreferenceBench (arXiv 2510.14616, section 3)."""
    return (
        QCoreApplication.translate(
            "Compare", "0 · unusable, off topic, or mostly the prompt again"
        ),
        QCoreApplication.translate("Compare", "1 · a template, awkward, or in the wrong language"),
        QCoreApplication.translate("Compare", "2 · sound but predictable, a good student's essay"),
        QCoreApplication.translate("Compare", "3 · original and fluent, could be published"),
    )[score]


def reason_name(reason: Reason) -> str:
    """Return what a reason is called."""
    return {
        Reason.CREATIVITY: QCoreApplication.translate("Compare", "Originality"),
        Reason.STYLE: QCoreApplication.translate("Compare", "Language and style"),
        Reason.EMOTION: QCoreApplication.translate("Compare", "Feeling"),
        Reason.STRUCTURE: QCoreApplication.translate("Compare", "Structure"),
        Reason.CONTENT: QCoreApplication.translate("Compare", "Concrete content"),
        Reason.CONSTRAINTS: QCoreApplication.translate("Compare", "Keeps to the prompt"),
        Reason.ERRORS: QCoreApplication.translate("Compare", "Fewer errors"),
    }[reason]
