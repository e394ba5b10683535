"""The second engine: an OpenAI-compatible server, spoken to by a child process of its own."""

from __future__ import annotations
