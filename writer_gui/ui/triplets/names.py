"""What the states, scores and findings of triplets are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from writer_gui.domain.plan import StepKind
from writer_gui.domain.triplet import TripletStatus
from writer_gui.text.triplet_checks import LENGTHS, FindingKind

if TYPE_CHECKING:
    from writer_gui.store.resemblance import Twin
    from writer_gui.text.triplet_checks import Finding


def status_name(status: TripletStatus) -> str:
    """Return where a triplet stands in review."""
    return {
        TripletStatus.DRAFT: QCoreApplication.translate("Triplet", "Draft"),
        TripletStatus.REVIEWED: QCoreApplication.translate("Triplet", "Reviewed"),
        TripletStatus.ACCEPTED: QCoreApplication.translate("Triplet", "Accepted"),
        TripletStatus.REJECTED: QCoreApplication.translate("Triplet", "Rejected"),
    }[status]


def part_name(part: str) -> str:
    """Return what a part of a triplet is called."""
    return {
        "query": QCoreApplication.translate("Triplet", "Prompt"),
        "thought": QCoreApplication.translate("Triplet", "Thought"),
        "answer": QCoreApplication.translate("Triplet", "Answer"),
    }[part]


def group_name(kind: StepKind) -> str:
    """Return what a decision group of the thought is called."""
    return {
        StepKind.INTENT: QCoreApplication.translate("Triplet", "intent"),
        StepKind.STRUCTURE: QCoreApplication.translate("Triplet", "structure and style"),
        StepKind.AUDIENCE: QCoreApplication.translate("Triplet", "audience and culture"),
        StepKind.DEVELOPMENT: QCoreApplication.translate("Triplet", "development"),
        StepKind.REVISION: QCoreApplication.translate("Triplet", "revision"),
    }[kind]


def finding_text(finding: Finding) -> str:
    """Return a remark about a triplet as a sentence."""
    number = QLocale().toString(finding.figure)
    if finding.kind is FindingKind.GROUP_MISSING:
        name = group_name(StepKind(finding.part))
        return QCoreApplication.translate("Triplet", "The thought says nothing of {0}.").format(
            name
        )
    if finding.kind is FindingKind.COPIED:
        told = QCoreApplication.translate(
            "Triplet", "{0} characters or words in a row stand in the answer too."
        )
        return told.format(number)
    name = part_name(finding.part)
    if finding.kind is FindingKind.LANGUAGE:
        return QCoreApplication.translate("Triplet", "{0}: not in the triplet's language.").format(
            name
        )
    shortest, longest = (QLocale().toString(bound) for bound in LENGTHS[finding.part])
    told = QCoreApplication.translate("Triplet", "{0}: {1} characters; COIG-Writer has {2} to {3}.")
    return told.format(name, number, shortest, longest)


def twin_text(twin: Twin) -> str:
    """Return whom a triplet resembles, as a sentence."""
    share = QLocale().toString(round(twin.share * 100))
    told = QCoreApplication.translate(
        "Triplet", "{0}: shares {1} % of its wording with another triplet."
    )
    return told.format(part_name(twin.part), share)
