"""How the next texts are to be written, as the writer has set it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.genre import find_genre
from writer_gui.domain.run import Sampling
from writer_gui.state import lineage
from writer_gui.state.draft_types import DraftOptions
from writer_gui.state.notice import Notice
from writer_gui.writing.style import PRESETS, Style, Tense, Viewpoint, wishes

if TYPE_CHECKING:
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Prompt
    from writer_gui.state.desk import DeskState

CALMEST, WILDEST = 0.6, 1.3
"""Temperatures from calm to wild; the middle is what the drafting method was tuned with."""


class StyleState(QObject):
    """Owns the style of the runs to come. A seed that is set holds for one run.

    `sampling` holds the numbers behind the words; moving between calm and wild sets one of them.
    """

    changed = Signal()
    about_to_be_used = Signal()  # views hand over at once what they have not told yet

    def __init__(self, desk: DeskState) -> None:
        super().__init__(desk)
        self._desk = desk
        self._style = Style()
        self._sampling = Sampling()
        self._seed: int | None = None
        self._variants = 3

    @property
    def style(self) -> Style:
        """The wishes in words."""
        return self._style

    @property
    def sampling(self) -> Sampling:
        """The numbers."""
        return self._sampling

    @property
    def seed(self) -> int | None:
        """The seed of the next run; None leaves it to chance."""
        return self._seed

    @property
    def variants(self) -> int:
        """How many candidates are written at once."""
        return self._variants

    def set_style(self, style: Style) -> None:
        """Take over the wishes; how wild they are says what the temperature is."""
        if style == self._style:
            return
        if style.wildness != self._style.wildness:
            heat = temperature(style.wildness)
            self._sampling = replace(self._sampling, temperature=heat)
        self._style = style
        self.changed.emit()

    def set_sampling(self, sampling: Sampling) -> None:
        """Take over the numbers; the temperature says how wild that is."""
        if sampling == self._sampling:
            return
        self._sampling = sampling
        self._style = replace(self._style, wildness=wildness(sampling.temperature))
        self.changed.emit()

    def set_seed(self, seed: int | None) -> None:
        """Have the next run use a seed."""
        if seed != self._seed:
            self._seed = seed
            self.changed.emit()

    def set_variants(self, count: int) -> None:
        """Say how many candidates are written at once."""
        if count != self._variants:
            self._variants = count
            self.changed.emit()

    @Slot()
    def use_usual(self) -> None:
        """Take what is usual for the genre on the desk."""
        genre = find_genre(self._desk.draft.prompt.genre)
        usual = Style() if genre is None else PRESETS[genre.domain]
        self._sampling = Sampling(temperature=temperature(usual.wildness))
        self._style = replace(usual, sample=self._style.sample)
        self.changed.emit()

    def use(self, run: Run) -> None:
        """Write the next text as a run was written: the same wishes, numbers and seed."""
        self._style = _style_of(run, self._style)
        self._sampling = lineage.sampling_of(run)
        heat = self._sampling.temperature
        self._style = replace(self._style, wildness=wildness(heat))
        self._seed = run.seed
        self.changed.emit()
        text = self.tr("The next text is written with the settings and the seed of that version.")
        self._desk.notice.emit(Notice(text, passing=True))

    def options(self, variants: int = 1) -> DraftOptions:
        """Return how to draft next; a seed is used up by that."""
        seed, self._seed = self._seed, None
        if seed is not None:
            self.changed.emit()
        return DraftOptions(seed, self._sampling, variants, style=asdict(self._style))

    def asked(self, prompt: Prompt) -> Prompt:
        """Return the prompt with what is wished beside it."""
        self.about_to_be_used.emit()
        told = wishes(self._style, prompt.language)
        return prompt if not told else replace(prompt, text=f"{prompt.text.rstrip()}\n{told}")


def temperature(wild: float) -> float:
    """Return the temperature for a place between calm, 0, and wild, 1."""
    middle = Sampling().temperature
    way = wild * 2 - 1
    reach = WILDEST - middle if way > 0 else middle - CALMEST
    return round(middle + way * reach, 3)


def wildness(heat: float) -> float:
    """Return the place between calm and wild of a temperature; the inverse of `temperature`."""
    middle = Sampling().temperature
    reach = WILDEST - middle if heat > middle else middle - CALMEST
    return round(max(0.0, min(1.0, (1 + (heat - middle) / reach) / 2)), 3)


def _style_of(run: Run, otherwise: Style) -> Style:
    told = run.settings.get("style")
    if not isinstance(told, dict):
        return otherwise
    try:
        return Style(
            viewpoint=Viewpoint(told.get("viewpoint", "")),
            tense=Tense(told.get("tense", "")),
            sample=str(told.get("sample", "")),
        )
    except ValueError:  # a word of a newer version
        return otherwise
