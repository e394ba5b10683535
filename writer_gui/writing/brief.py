"""What the model is told: the prompt in its genre and language, and the words of the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.genre import find_genre
from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from writer_gui.domain.session import Prompt
    from writer_gui.writing.templates import PlanTemplate


@dataclass(frozen=True, slots=True)
class Brief:
    """A prompt together with the template of its genre."""

    prompt: Prompt
    template: PlanTemplate

    @property
    def language(self) -> Language:
        """The language everything is written in."""
        return self.prompt.language

    @property
    def noun(self) -> str:
        """What the text is called when talking to the model."""
        return self.template.noun[self.language]

    @property
    def genre_name(self) -> str:
        """The genre in the language of the session."""
        genre = find_genre(self.prompt.genre)
        if genre is None:
            return self.noun
        return genre.tag if self.language is Language.ZH else genre.english_name.lower()
