"""The story pane: a page with its sections marked in the margin."""

from __future__ import annotations
