"""The writer's settings as an engine is told them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.inference.protocol import EngineOptions, ProtocolError, build

if TYPE_CHECKING:
    from writer_gui.settings import EngineValues, Settings

TUNED = ("read_chunk", "flash_attention", "cache_type")
"""The options found by trying (`background/tuning.py`); the others are the writer's."""


def engine_options(settings: Settings, model: str) -> EngineOptions:
    """Return how a model is to be run: as all are, but for the options kept for this one.

    Raises UserError for an option that there is not, or whose value cannot be.
    """
    kept = settings.engine_options.get(model, {})
    usual = {"context": settings.context, "threads": settings.threads}
    try:
        return build(EngineOptions, usual | kept)
    except ProtocolError as error:
        raise UserError(
            f"{model} cannot be run with the engine options in the settings file: {error}. "
            "Correct them there, or measure the model again on the models page."
        ) from error


def untuned(settings: Settings) -> EngineOptions:
    """Return how models are run before anything is known of them."""
    return EngineOptions(context=settings.context, threads=settings.threads)


def tuned_values(options: EngineOptions) -> EngineValues:
    """Return the options found by trying, as the settings keep them."""
    values = asdict(options)
    return {name: values[name] for name in TUNED}
