"""What the message bar shows: one sentence and, where there is one, the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the writer; `act` is called when the button named `action` is pressed.

    A passing notice goes away by itself; the others stay until they are closed or replaced. One
    `of_session` goes when another session is opened, which its button would change instead.
    """

    text: str
    action: str = ""
    act: Callable[[], None] | None = None
    passing: bool = False
    of_session: bool = False
