"""How much memory a model takes, and how much there is."""

from __future__ import annotations

import psutil

WORKING_BYTES = 400_000_000
"""Compute buffers, logits and the process itself: 250 to 350 MB with models of 1.5 to 8 B."""
DEFAULT_CONTEXT = 4096


def needed_bytes(file_bytes: int, cache_bytes: int, context: int = DEFAULT_CONTEXT) -> int:
    """Return what a model takes with a context of so many tokens of `cache_bytes` each."""
    return file_bytes + cache_bytes * context + WORKING_BYTES


def total_bytes() -> int:
    """Return the memory of this computer."""
    return int(psutil.virtual_memory().total)
