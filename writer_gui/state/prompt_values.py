"""The settings beside a prompt, read and set one by one, wherever each of them lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from writer_gui.domain.genre import DEFAULT_GENRE
from writer_gui.domain.language import Language
from writer_gui.domain.session import Prompt
from writer_gui.writing.findings import FindingKind
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from writer_gui.state.desk import DeskState
    from writer_gui.state.plan_templates import PlanTemplates
    from writer_gui.state.prompt_notes import Setting
    from writer_gui.state.style import StyleState


class PromptValues:
    """Genre, language and length are the prompt's; the viewpoint is one of the wishes."""

    def __init__(self, desk: DeskState, style: StyleState, templates: PlanTemplates) -> None:
        self._desk = desk
        self._style = style
        self._templates = templates

    def now(self, kind: FindingKind) -> Setting:
        """Return what is set."""
        prompt = self._desk.draft.prompt
        if kind is FindingKind.PERSON:
            return self._style.style.viewpoint
        if kind is FindingKind.LENGTH:
            return prompt.length
        return prompt.genre if kind is FindingKind.GENRE else prompt.language

    def before(self, kind: FindingKind, wanted: Setting) -> Setting | None:
        """Return what is to come back later: None for a length as usual, whatever it is then.

        What is set already as it is wanted was set by the same words in another session, which
        this one is a copy of: what a new session has comes back.
        """
        now = self.now(kind)
        if kind is FindingKind.LENGTH:
            return None if now in (self.usual_length(), wanted) else now
        return DEFAULT_GENRE if kind is FindingKind.GENRE and now == wanted else now

    def set(self, kind: FindingKind, value: Setting, *, keeps_length: bool) -> None:
        """Set one; a length as usual goes on being as usual unless `keeps_length`."""
        if kind is FindingKind.PERSON:
            self._style.set_style(replace(self._style.style, viewpoint=Viewpoint(str(value))))
        else:
            prompt = self._desk.draft.prompt
            self._desk.edit_prompt(self.changed(prompt, kind, value, keeps_length=keeps_length))

    def changed(
        self, prompt: Prompt, kind: FindingKind, value: Setting, *, keeps_length: bool
    ) -> Prompt:
        """Return a prompt with its genre, language or length set."""
        if kind is FindingKind.LENGTH:
            return replace(prompt, length=int(value))
        if kind is FindingKind.GENRE:
            other = replace(prompt, genre=str(value))
        else:
            other = replace(prompt, language=Language(str(value)))
        usual = self._usual(other)
        if keeps_length or not usual or prompt.length != self._usual(prompt):
            return other
        return replace(other, length=usual)

    def usual_length(self) -> int:
        """Return the usual length of the genre and language on the desk; 0 where there is none."""
        return self._usual(self._desk.draft.prompt)

    def usual_lengths(self) -> tuple[int, ...]:
        """Return the lengths that no writer has set: the usual one, and that of a new session."""
        return (self.usual_length(), Prompt("").length)

    def _usual(self, prompt: Prompt) -> int:
        return self._templates.usual_length(prompt.genre, prompt.language)
