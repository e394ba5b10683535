"""Pure functions on strings. The only home of Markdown."""

from __future__ import annotations
