"""The desks of all windows: no session lies on two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from writer_gui.state.desk import DeskState


class Desks:
    """Knows every desk there is. A desk takes its seat here when it is built."""

    def __init__(self) -> None:
        self._seats: list[Seat] = []

    def seat(self, desk: DeskState) -> Seat:
        """Take a desk in among the others."""
        seat = Seat(self, desk)
        self._seats.append(seat)
        return seat

    def in_use(self) -> list[DeskState]:
        """Return the desks a session lies on or is on its way to."""
        return [seat.desk for seat in self._seats if seat.held]

    def others(self, own: Seat) -> list[Seat]:
        """Return every seat but one."""
        return [seat for seat in self._seats if seat is not own]


class Seat:
    """The place of one desk among the others.

    `wanted` is the session it asked for last, which is its own from then on, not only when read.
    """

    def __init__(self, desks: Desks, desk: DeskState) -> None:
        self.desk = desk
        self.wanted: int | None = None
        self._desks = desks

    @property
    def held(self) -> frozenset[int]:
        """The session that lies here, and the one that is on its way."""
        return frozenset(i for i in (self.desk.session_id, self.wanted) if i is not None)

    @property
    def held_elsewhere(self) -> frozenset[int]:
        """The sessions of the other desks."""
        return frozenset().union(*(seat.held for seat in self._desks.others(self)))

    @property
    def has_company(self) -> bool:
        """Whether there are other desks in use."""
        return bool(self.held_elsewhere)
