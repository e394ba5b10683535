"""Which settings beside a prompt are the writer's own, and which were taken from its words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from writer_gui.domain.genre import DEFAULT_GENRE
from writer_gui.domain.session import LEAST_LENGTH, MOST_LENGTH
from writer_gui.text.language import detect_language
from writer_gui.writing.findings import FindingKind, PromptReading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from writer_gui.domain.session import Prompt

Setting = int | str
"""A length, the tag of a genre, a language or a viewpoint."""

KINDS = (FindingKind.LANGUAGE, FindingKind.GENRE, FindingKind.PERSON, FindingKind.LENGTH)
"""The findings that are set, in this order: the usual length follows the others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A setting that a prompt asks for, and the words that do; `asked` is it before any limit."""

    value: Setting
    words: str
    asked: Setting


@dataclass(frozen=True, slots=True)
class Held:
    """A setting taken from the prompt, and what was there before; None is what is usual."""

    value: Setting
    before: Setting | None


@dataclass(frozen=True, slots=True)
class PromptNotes:
    """What is known of the settings of one session. `refused` holds findings taken back."""

    by_hand: frozenset[FindingKind] = frozenset()
    refused: frozenset[tuple[FindingKind, Setting]] = frozenset()
    held: dict[FindingKind, Held] = field(default_factory=dict)

    def owned(self, kind: FindingKind) -> PromptNotes:
        """Return these with one setting the writer's own."""
        return replace(self.without(kind), by_hand=self.by_hand | {kind})

    def holding(self, kind: FindingKind, held: Held) -> PromptNotes:
        """Return these with one setting taken from the prompt."""
        return replace(self, held=self.held | {kind: held})

    def without(self, kind: FindingKind) -> PromptNotes:
        """Return these with nothing taken from the prompt for one setting."""
        return replace(self, held={k: held for k, held in self.held.items() if k is not kind})

    def refusing(self, kind: FindingKind) -> PromptNotes:
        """Return these with what is held of a kind taken back for good."""
        told = (kind, self.held[kind].value)
        return replace(self.without(kind), refused=self.refused | {told})

    def as_things_are(self, now: Mapping[FindingKind, Setting]) -> PromptNotes:
        """Return these with what was changed since they were kept the writer's own."""
        notes = self
        for kind, held in self.held.items():
            if now[kind] != held.value:
                notes = notes.owned(kind)
        return notes

    def plain(self) -> dict[str, object]:
        """Return these to be kept. The viewpoint belongs to the window and is left out."""
        kept = sorted(self.held.items())
        return {
            "by_hand": sorted(self.by_hand - {FindingKind.PERSON}),
            "refused": sorted(([kind, value] for kind, value in self.refused), key=str),
            "held": {
                kind: [held.value, held.before]
                for kind, held in kept
                if kind is not FindingKind.PERSON and held.before != held.value
            },
        }


def notes_from(plain: dict[str, object] | None) -> PromptNotes | None:
    """Return notes as they were kept; None for none, or what this version cannot read."""
    if plain is None:
        return None
    try:
        by_hand, refused, held = plain["by_hand"], plain["refused"], plain["held"]
        if not (isinstance(by_hand, list) and isinstance(refused, list) and isinstance(held, dict)):
            return None
        return PromptNotes(
            frozenset(map(FindingKind, by_hand)),
            frozenset((FindingKind(kind), value) for kind, value in refused),
            {FindingKind(kind): Held(*pair) for kind, pair in held.items()},
        )
    except (KeyError, TypeError, ValueError):  # a newer version wrote it
        return None


def guessed_notes(
    prompt: Prompt,
    usual_lengths: Sequence[int],
    wanted: Mapping[FindingKind, Wanted],
    is_written: bool,
) -> PromptNotes:
    """Return notes of a session without any, in favour of what is set.

    What is not as usual is the writer's own, and so is all that something was written with.
    """
    language = detect_language(prompt.text) if prompt.text else prompt.language
    as_usual: dict[FindingKind, tuple[Setting, bool]] = {
        FindingKind.GENRE: (prompt.genre, prompt.genre == DEFAULT_GENRE),
        FindingKind.LANGUAGE: (prompt.language, prompt.language == language),
        FindingKind.LENGTH: (prompt.length, prompt.length in usual_lengths),
    }
    notes = PromptNotes()
    for kind, (now, is_usual) in as_usual.items():
        is_asked = kind in wanted and wanted[kind].value == now
        if (is_written or not is_usual) and not is_asked:
            notes = notes.owned(kind)
    return notes


def wanted_settings(reading: PromptReading, text: str) -> dict[FindingKind, Wanted]:
    """Return what a prompt asks for that can be set; a length is held to its limits."""
    wanted: dict[FindingKind, Wanted] = {}
    for found in (reading.language, reading.genre, reading.person):
        if found is not None:
            words = text[found.start : found.end]
            wanted[found.kind] = Wanted(found.value, words, found.value)
    length = reading.length
    if length is not None and length.value.count >= LEAST_LENGTH:
        count = length.value.count
        words = text[length.start : length.end]
        wanted[length.kind] = Wanted(min(count, MOST_LENGTH), words, count)
    return wanted
