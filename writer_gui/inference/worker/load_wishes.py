"""Which of the loads that were asked for is still wanted."""

from __future__ import annotations


class LoadWishes:
    """Counts the loads asked for, on the reading thread, and those begun, on the model's.

    Counters instead of a flag: nothing has to be cleared, so that a wish to stop is never lost to
    the answer of the one before it. Each is written by one thread alone.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._given_up = 0
        self._begun = 0

    def add(self) -> None:
        """Note that another load was asked for, by which those before it are given up."""
        self.give_up()
        self._asked += 1

    def give_up(self) -> None:
        """Give up every load asked for so far."""
        self._given_up = self._asked

    def begin(self) -> None:
        """Note that the next load is begun; they are begun in the order they were asked for."""
        self._begun += 1

    @property
    def is_set(self) -> bool:
        """Whether the load that was begun last is given up."""
        return self._begun <= self._given_up
