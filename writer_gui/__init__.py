"""Writer GUI: plan and story side by side, written with a local model."""

from __future__ import annotations

__version__ = "0.1.0"
