"""The command line: the same functions as the window, without a display."""

from __future__ import annotations
