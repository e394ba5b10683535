"""Why a step or a section is being written again, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from writer_gui.state.draft_types import PhaseKind

if TYPE_CHECKING:
    from writer_gui.state.draft_types import DraftPhase

translate = QCoreApplication.translate


def retry_text(phase: DraftPhase) -> str:
    """Return what is said while a place is written again; its old text stands until then."""
    is_plan = phase.kind is PhaseKind.PLANNING
    reasons = _step_reasons() if is_plan else _section_reasons()
    usual = translate("Retries", "{0} does not read well")
    place = translate("Retries", "step {0}") if is_plan else translate("Retries", "section {0}")
    told = reasons.get(phase.again, usual).format(place.format(phase.place))
    again = translate("Retries", "{0}; writing it again").format(told)
    return f"{again} · {QLocale().toString(phase.characters)}" if phase.characters else again


def _section_reasons() -> dict[str, str]:
    return {
        "short": translate("Retries", "{0} came out too short"),
        "script": translate("Retries", "{0} slipped into another language"),
        "copy": translate("Retries", "{0} repeated what was there before"),
        "loop": translate("Retries", "{0} went in circles"),
        "dull": translate("Retries", "{0} repeated itself"),
    }


def _step_reasons() -> dict[str, str]:
    return {
        "empty": translate("Retries", "{0} came out empty"),
        "script": translate("Retries", "{0} slipped into another language"),
        "copy": translate("Retries", "{0} repeated another step"),
        "advice": translate("Retries", "{0} gave advice instead of deciding"),
        "worn": translate("Retries", "{0} took a name that every story has"),
        "vague": translate("Retries", "{0} was not about this piece"),
    }
