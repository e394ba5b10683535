"""How much memory a model takes, and how much there is."""

from __future__ import annotations

import psutil

from writer_gui.inference.protocol import EngineOptions

WORKING_BYTES = 200_000_000
"""Compute buffers and the process itself."""


def needed_bytes(file_bytes: int, cache_bytes: int) -> int:
    """Return what a model takes at the usual options, `cache_bytes` for each token of context.

    Measured with Qwen2.5 1.5B (1.12 GB, 28 KiB a token): 1.23 GB of its own and 0.35 GB of the
    mapped file that is not copied on loading, where this gives 1.79 GB.
    """
    usual = EngineOptions()
    return file_bytes + cache_bytes * usual.context * usual.sequences + WORKING_BYTES


def total_bytes() -> int:
    """Return the memory of this computer."""
    return int(psutil.virtual_memory().total)
