"""What a prompt can say about the text it asks for; apart from the rules, which load slowly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from writer_gui.domain.language import Language
    from writer_gui.writing.style import Viewpoint
    from writer_gui.writing.wanted_length import WantedLength

V = TypeVar("V")


class FindingKind(StrEnum):
    """What a finding is about."""

    LENGTH = "length"
    GENRE = "genre"
    LANGUAGE = "language"
    PERSON = "person"
    TITLE = "title"
    LINES = "lines"
    SALUTATION = "salutation"
    SIGNATURE = "signature"
    LETTER = "letter"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Finding(Generic[V]):
    """A wish and the words of the prompt, from `start` to `end`, that say it."""

    kind: FindingKind
    value: V
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PromptReading:
    """All that was found. `language` is there only where the prompt asks for one by name.

    `length` counts characters of Chinese or words of English, and is not held to any limit;
    `form` has at most one finding of each other kind; its values are the title, the least number
    of lines, or the words themselves.
    """

    length: Finding[WantedLength] | None = None
    genre: Finding[str] | None = None
    language: Finding[Language] | None = None
    person: Finding[Viewpoint] | None = None
    form: tuple[Finding[str] | Finding[int], ...] = ()
