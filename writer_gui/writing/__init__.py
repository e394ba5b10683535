"""What to ask the model and how to read its answer. Knows no engine, no Qt and no database."""

from __future__ import annotations
