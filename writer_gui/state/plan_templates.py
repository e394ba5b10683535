"""The template that plans of a genre begin with, as the writer wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui.domain.genre import DEFAULT_GENRE, find_genre
from writer_gui.domain.plan import Plan
from writer_gui.errors import UserError
from writer_gui.state.notice import Notice
from writer_gui.writing.own_templates import drop_template, save_template

if TYPE_CHECKING:
    from writer_gui.state.desk import DeskState
    from writer_gui.state.versions import VersionsState
    from writer_gui.writing.templates import PlanTemplate, Templates


class PlanTemplates(QObject):
    """Saves the plan on the desk as a template, and lays a template's steps on the desk."""

    def __init__(self, desk: DeskState, versions: VersionsState, templates: Templates) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._templates = templates

    @Slot()
    def lay_out(self) -> None:
        """Lay the steps of the genre's template on the desk; what lies there becomes a version."""
        template = self._template()
        if template is not None:
            plan = template.skeleton(self._desk.draft.prompt.language)
            self._versions.freeze(lambda: self._desk.set_plan(plan))

    @Slot()
    def save(self) -> None:
        """Have every plan of this group of genres begin with the steps on the desk."""
        self._desk.flush()
        template = self._template()
        if template is None:
            return
        plan = Plan(tuple(s for s in self._desk.draft.plan.steps if s.title.strip()))
        if not plan.beats:
            self._tell(self.tr("A template needs a development step with a title; add one first."))
            return
        try:
            save_template(self._templates.own, plan, template, self._desk.draft.prompt.language)
        except UserError as error:
            self._tell(str(error))
            return
        told = self.tr("New plans of this group of genres begin with these {0} steps.")
        self._tell(told.format(len(plan.steps)))

    @Slot()
    def drop(self) -> None:
        """Have plans begin as the program has them."""
        template = self._template()
        if template is None:
            return
        try:
            dropped = drop_template(self._templates.own, template)
        except UserError as error:
            self._tell(str(error))
            return
        if dropped:
            self._tell(self.tr("Plans of this genre begin with the built-in steps again."))
        else:
            self._tell(self.tr("There is no template of your own for this genre."))

    def _template(self) -> PlanTemplate | None:
        genre = find_genre(self._desk.draft.prompt.genre) or find_genre(DEFAULT_GENRE)
        if genre is None or self._desk.session is None:
            return None
        try:
            return self._templates.for_domain(genre.domain)
        except UserError as error:
            self._tell(str(error))
            return None

    def _tell(self, text: str) -> None:
        self._desk.notice.emit(Notice(text, passing=True))
