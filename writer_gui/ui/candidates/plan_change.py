"""What has changed in a plan, beside the story that comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from writer_gui.text.plan_text import plan_as_thought
from writer_gui.ui.diff_text import DiffText
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.domain.language import Language
    from writer_gui.state.candidates import Offer
    from writer_gui.ui.theme import Theme


class PlanChange(QFrame):
    """Shows what leads from the plan a story was written from to the plan on the desk."""

    def __init__(self, offer: Offer, language: Language, theme: Theme) -> None:
        super().__init__()
        text = named(DiffText(theme), "planChangeText", self.tr("What has changed in the plan"))
        old, new = (plan_as_thought(plan, language) for plan in (offer.old_plan, offer.plan))
        text.show_changes(old, new, language)
        head = label(self.tr("Plan"), role="title")
        head.setMinimumHeight(4 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(head)
        column.addWidget(text, 1)
