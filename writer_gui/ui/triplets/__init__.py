"""The view of triplets: the table of all of them, and the panel in which one is reviewed."""

from __future__ import annotations
