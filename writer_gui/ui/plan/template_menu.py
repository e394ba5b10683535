"""What plans of this genre begin with: shown, saved, and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton

from writer_gui.ui.widgets import IconButton, named

if TYPE_CHECKING:
    from writer_gui.state.plan_templates import PlanTemplates
    from writer_gui.ui.theme import Theme


class TemplateMenu(IconButton):
    """The button in the plan's header."""

    def __init__(self, templates: PlanTemplates, theme: Theme) -> None:
        super().__init__(theme, "more", "", 16)
        name = self.tr("Template of the plan")
        named(self, "planTemplateButton", name, name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for text, act in (
            (self.tr("Begin with the steps of the template"), templates.lay_out),
            (self.tr("Save these steps as the template of such genres"), templates.save),
            (self.tr("How the steps open…"), templates.opened.emit),
            (self.tr("Restore the built-in template"), templates.drop),
        ):
            menu.addAction(text).triggered.connect(act)
        self.setMenu(menu)
