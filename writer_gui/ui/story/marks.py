"""What is to be said about the sections of the story on the desk, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from writer_gui.state import lineage
from writer_gui.ui.story.margin import Mark
from writer_gui.writing.staleness import StaleReason

if TYPE_CHECKING:
    from writer_gui.state.workspace import Workspace
    from writer_gui.writing.staleness import StaleSection


class StoryMarks(QObject):
    """Puts lineage and staleness into words for the margin and the header."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.desk)
        self._desk = workspace.desk

    def place_of(self, step_id: str) -> int:
        """Return the section of a step; -1 where there is none."""
        sections = self._desk.draft.story.sections
        return next((n for n, s in enumerate(sections) if s.step_id == step_id and s.text), -1)

    def step_of(self, place: int) -> str:
        """Return the step of a section; "" where it has none."""
        sections = self._desk.draft.story.sections
        return (sections[place].step_id or "") if 0 <= place < len(sections) else ""

    def lineage(self) -> tuple[str, str]:
        """Return which plan the story was written from, short and as a whole sentence."""
        session = self._desk.session
        used = None if session is None else lineage.plan_used(session)
        if used is None or self._desk.draft.story.is_empty:
            return "", ""
        told = self.tr("written from plan v{0}").format(used.number)
        if not self._desk.stale:
            return told, self.tr("The story follows plan v{0}.").format(used.number)
        numbers = [stale.place + 1 for stale in self._desk.stale]
        tip = self.tr("The plan has changed since; stale sections: {0}.").format(_ranges(numbers))
        return told + " · " + self.tr("{0} stale").format(len(numbers)), tip

    def marks(self) -> dict[int, Mark]:
        """Return the mark of each section that realises a step or is stale."""
        plan = self._desk.draft.plan
        stale = {found.place: found for found in self._desk.stale}
        marks = {}
        for place, section in enumerate(self._desk.draft.story.sections):
            number = plan.number(section.step_id) if section.step_id else None
            if number is None and place not in stale and section.step_id is None:
                continue
            step = plan.step(section.step_id) if section.step_id else None
            title = f"{number} {step.title}" if step is not None else self.tr("no step")
            found = stale.get(place)
            marks[place] = Mark(
                str(number or "–"),
                self.tr("stale") if found else "",
                title if found is None else f"{title}: {self._reason(found)}",
            )
        return marks

    def _reason(self, stale: StaleSection) -> str:
        plan = self._desk.draft.plan
        numbers = _ranges([n for step in stale.step_ids if (n := plan.number(step))])
        if stale.reason is StaleReason.STEP_CHANGED:
            return self.tr("its step has changed")
        if stale.reason is StaleReason.STEP_REMOVED:
            return self.tr("its step is gone")
        if stale.reason is StaleReason.EARLIER_STEP:
            if not numbers:
                return self.tr("a step before it is gone")
            return self.tr("step {0} before it has changed").format(numbers)
        if not numbers:
            return self.tr("a step that all sections follow is gone")
        return self.tr("step {0}, which all sections follow, has changed").format(numbers)


def _ranges(numbers: list[int]) -> str:
    """Return numbers in rising order as `1, 3–5`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
