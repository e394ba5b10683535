"""What the program talks about: frozen dataclasses and enums. No I/O, no Qt."""

from __future__ import annotations
