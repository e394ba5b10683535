"""The template that plans of a genre begin with, as the writer wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.genre import DEFAULT_GENRE, find_genre
from writer_gui.domain.plan import Plan
from writer_gui.errors import UserError
from writer_gui.state.notice import Notice
from writer_gui.writing.own_templates import (
    drop_template,
    save_template,
    steps_of_plan,
    with_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.language import Language
    from writer_gui.state.desk import DeskState
    from writer_gui.state.versions import VersionsState
    from writer_gui.writing.templates import PlanTemplate, Templates, TemplateStep


class PlanTemplates(QObject):
    """Saves the plan on the desk as a template, and lays a template's steps on the desk."""

    opened = Signal()  # the writer wants to see how the steps open

    def __init__(self, desk: DeskState, versions: VersionsState, templates: Templates) -> None:
        super().__init__(desk)
        self._desk = desk
        self._versions = versions
        self._templates = templates

    @property
    def language(self) -> Language:
        """The language of the session on the desk."""
        return self._desk.draft.prompt.language

    def usual_length(self, genre: str, language: Language) -> int:
        """Return the length aimed at where the writer names none; 0 where it cannot be told."""
        try:
            return self._templates.for_genre(genre).length[language]
        except UserError:
            return 0

    @Slot()
    def lay_out(self) -> None:
        """Lay the steps of the genre's template on the desk; what lies there becomes a version."""
        template = self.current()
        if template is not None:
            prompt = self._desk.draft.prompt
            plan = template.skeleton(prompt.language, prompt.length)
            self._versions.freeze(lambda: self._desk.set_plan(plan))

    @Slot()
    def save(self) -> None:
        """Have every plan of this group of genres begin with the steps on the desk."""
        self._desk.flush()
        template = self.current()
        if template is None:
            return
        plan = Plan(tuple(s for s in self._desk.draft.plan.steps if s.title.strip()))
        if not plan.beats:
            self._tell(self.tr("A template needs a development step with a title; add one first."))
            return
        steps = steps_of_plan(plan, template, self._desk.draft.prompt.language)
        if self._save(template, steps):
            told = self.tr("New plans of this group of genres begin with these {0} steps.")
            self._desk.notice.emit(
                Notice(
                    told.format(len(plan.steps)),
                    self.tr("How they open…"),
                    self.opened.emit,
                    passing=True,
                )
            )

    def write(self, template: PlanTemplate, words: Sequence[tuple[str, str]]) -> bool:
        """Give the steps of a template other titles and openings; return whether that is saved."""
        steps = with_words(template.steps, words, self.language)
        saved = self._save(template, steps)
        if saved:
            self._tell(self.tr("New plans of this group of genres open like this."))
        return saved

    @Slot()
    def drop(self) -> None:
        """Have plans begin as the program has them."""
        template = self.current()
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

    def _save(self, template: PlanTemplate, steps: Sequence[TemplateStep]) -> bool:
        try:
            save_template(self._templates.own, steps, template)
        except UserError as error:
            self._tell(str(error))
            return False
        return True

    def current(self) -> PlanTemplate | None:
        """Return the template of the genre on the desk; None where there is none."""
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
