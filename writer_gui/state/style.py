"""How the next texts are to be written, as the writer has set it."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.domain.genre import find_genre
from writer_gui.domain.run import Sampling
from writer_gui.inference.families import UNKNOWN
from writer_gui.state import lineage
from writer_gui.state.draft_types import DraftOptions
from writer_gui.state.notice import Notice
from writer_gui.writing.style import PRESETS, Style, Tense, Viewpoint, wishes

if TYPE_CHECKING:
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Prompt
    from writer_gui.inference.families import Family
    from writer_gui.state.desk import DeskState

FIELDS = tuple(field.name for field in fields(Sampling))


class StyleState(QObject):
    """Owns the style of the runs to come. A seed that is set holds for one run.

    The numbers behind the words are those of the family of the model that will write, the
    temperature after how wild it is to be, and those the writer has set, which no model changes.
    """

    changed = Signal()
    about_to_be_used = Signal()  # views hand over at once what they have not told yet

    def __init__(self, desk: DeskState) -> None:
        super().__init__(desk)
        self._desk = desk
        self._style = Style()
        self._family = UNKNOWN
        self._by_hand: dict[str, Any] = {}
        self._seed: int | None = None
        self._variants = 3

    @property
    def style(self) -> Style:
        """The wishes in words."""
        return self._style

    @property
    def sampling(self) -> Sampling:
        """The numbers."""
        heat = self._family.temperature(self._style.wildness)
        return replace(self._family.sampling, **{"temperature": heat, **self._by_hand})

    @property
    def family(self) -> Family:
        """The family of the model that will write."""
        return self._family

    @property
    def is_by_hand(self) -> bool:
        """Whether any number is the writer's own, or that of a run that is to be repeated."""
        return bool(self._by_hand)

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
            self._by_hand.pop("temperature", None)
        self._style = style
        self.changed.emit()

    def set_sampling(self, sampling: Sampling) -> None:
        """Take over the numbers that differ; the temperature says how wild that is."""
        before = self.sampling
        if sampling == before:
            return
        for name in FIELDS:
            value = getattr(sampling, name)
            if value != getattr(before, name):
                self._by_hand[name] = value
            if value == getattr(self._family.sampling, name):
                self._by_hand.pop(name, None)
        if sampling.temperature != before.temperature:
            self._follow_temperature(sampling.temperature)
        self.changed.emit()

    @Slot(object)
    def set_family(self, family: Family) -> None:
        """Have another model write: the numbers not set by hand become those of its family."""
        if family == self._family:
            return
        self._family = family
        if "temperature" in self._by_hand:
            self._follow_temperature(self._by_hand["temperature"])
        self.changed.emit()

    @Slot()
    def use_advised(self) -> None:
        """Take the numbers advised for the model, in the middle between calm and wild."""
        self._by_hand.clear()
        self._style = replace(self._style, wildness=Style().wildness)
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
        self._by_hand.clear()
        self._style = replace(usual, sample=self._style.sample)
        self.changed.emit()

    def use(self, run: Run) -> None:
        """Write the next text as a run was written: the same wishes, numbers and seed."""
        self._style = _style_of(run, self._style)
        sampling = lineage.sampling_of(run)
        self._by_hand = asdict(sampling)
        self._follow_temperature(sampling.temperature)
        self._seed = run.seed
        self.changed.emit()
        text = self.tr("The next text is written with the settings and the seed of that version.")
        self._desk.notice.emit(Notice(text, passing=True))

    def options(self, variants: int = 1) -> DraftOptions:
        """Return how to draft next; a seed is used up by that."""
        seed, self._seed = self._seed, None
        if seed is not None:
            self.changed.emit()
        return DraftOptions(seed, self.sampling, variants, style=asdict(self._style))

    def asked(self, prompt: Prompt) -> Prompt:
        """Return the prompt with what is wished beside it."""
        self.about_to_be_used.emit()
        told = wishes(self._style, prompt.language)
        return prompt if not told else replace(prompt, text=f"{prompt.text.rstrip()}\n{told}")

    def _follow_temperature(self, heat: float) -> None:
        self._style = replace(self._style, wildness=self._family.wildness(heat))


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
