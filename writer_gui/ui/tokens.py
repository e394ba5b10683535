"""The colours and measures everything is drawn with: one accent, one grid of 8 pixels."""

from __future__ import annotations

from dataclasses import dataclass

GRID = 8
COLUMN_EMS = 38
"""The longest line of a text to read, in characters of Chinese; some 70 of English."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme.

    Text on any ground named here has a contrast of 4.5 or more, `faint` excepted, which only ever
    repeats what is also said otherwise.
    """

    is_dark: bool
    chrome: str  # the window around the texts
    page: str  # what the story stands on
    raised: str  # cards, fields, menus
    ink: str
    muted: str
    faint: str
    line: str
    hatch: str
    accent: str
    on_accent: str
    soft_accent: str


LIGHT = Colours(
    is_dark=False,
    chrome="#f4f2ee",
    page="#fdfcfa",
    raised="#ffffff",
    ink="#24221f",
    muted="#69655d",
    faint="#a5a096",
    line="#e1ddd5",
    hatch="#b9b2a5",
    accent="#2a6462",
    on_accent="#ffffff",
    soft_accent="#e3edeb",
)
DARK = Colours(
    is_dark=True,
    chrome="#1c1d1e",
    page="#232425",
    raised="#2b2c2e",
    ink="#e5e2dc",
    muted="#a8a39a",
    faint="#716d67",
    line="#37383a",
    hatch="#77736a",
    accent="#83c5be",
    on_accent="#10211f",
    soft_accent="#293a39",
)
