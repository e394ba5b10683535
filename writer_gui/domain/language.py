"""The two languages a session can be written in."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """Chinese first, English beside it."""

    ZH = "zh"
    EN = "en"
