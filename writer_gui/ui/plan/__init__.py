"""The plan pane: one card for each step."""

from __future__ import annotations
