"""The writer's settings as an engine is told them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.inference.protocol import EngineOptions

if TYPE_CHECKING:
    from writer_gui.settings import Settings


def engine_options(settings: Settings) -> EngineOptions:
    """Return how models are to be run. The limits of the settings lie within the engine's."""
    return EngineOptions(context=settings.context, threads=settings.threads)
