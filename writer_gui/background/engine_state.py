"""Where an engine stands, and which of the models asked for it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.inference.protocol import Load, Loaded, LoadedModel, LoadFailed, Loading

if TYPE_CHECKING:
    from writer_gui.domain.generation import EngineFailure, ModelFile
    from writer_gui.inference.protocol import EngineOptions


class EnginePhase(StrEnum):
    """Where an engine stands. `BROKEN`: it failed to load and waits for another wish."""

    OFF = "off"
    LOADING = "loading"
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class EngineState:
    """The phase of an engine, its model once loaded, progress 0-1 while loading, what failed.

    `wanted` is what it loads or has loaded; None where there is no such wish.
    """

    phase: EnginePhase = EnginePhase.OFF
    model: LoadedModel | None = None
    progress: float = 0.0
    failure: EngineFailure | None = None
    wanted: Load | None = None


class LoadWish:
    """The load that was asked for last: what is told of others, given up for it, holds no more."""

    def __init__(self) -> None:
        self.load: Load | None = None
        self._is_given_up = False

    def make(self, load: Load | None) -> None:
        """Wish for a load instead of the one before, or for none."""
        self.load, self._is_given_up = load, False

    def give_up(self) -> None:
        """Note that the writer stopped it: wished for again, it has to be asked for again."""
        self._is_given_up = True

    def is_for(self, model: ModelFile, options: EngineOptions) -> bool:
        """Return whether the wish is for a model run in this way, and stands."""
        load = self.load
        stands = load is not None and not self._is_given_up
        return stands and load is not None and (load.model, load.options) == (model, options)

    def state_after(self, event: Loading | Loaded | LoadFailed) -> EngineState | None:
        """Return where the engine stands by what it told; None where that is of another load."""
        load = self.load
        if load is None or event.id != load.id:
            return None
        if isinstance(event, LoadFailed):
            return EngineState(EnginePhase.BROKEN, failure=event.failure)
        if isinstance(event, Loading):
            return EngineState(EnginePhase.LOADING, progress=event.progress, wanted=load)
        self._is_given_up = False
        return EngineState(EnginePhase.READY, event.model, 1.0, wanted=load)
