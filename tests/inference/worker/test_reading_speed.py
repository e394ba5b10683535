"""What reading is said to cost, against what it then takes, on computers of every speed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from writer_gui.inference.worker.decoder import ReadingSpeed
from writer_gui.inference.worker.passages import next_chunk

READ_CHUNK = 128


class Computer:
    """Reads so many tokens a second, and takes a moment more for each batch of them."""

    def __init__(self, rate: float, moment: float) -> None:
        self._rate = rate
        self._moment = moment / rate

    def read(self, tokens: int, speed: ReadingSpeed, start: int = 0) -> float:
        """Read the end of a prompt in chunks, as a worker does; return what it took."""
        taken, left = 0.0, tokens
        while left:
            chunk = next_chunk(start, left, READ_CHUNK)
            seconds = chunk / self._rate + self._moment
            speed.add(chunk, seconds)
            taken, left, start = taken + seconds, left - chunk, start + chunk
        return taken


computers = st.builds(Computer, st.floats(2, 5000), st.floats(0, 10))


@settings(max_examples=300)
@given(computers, st.integers(150, 4000), st.integers(16, 4000))
def test_what_is_said_is_within_30_percent_of_what_it_takes(
    computer: Computer, before: int, tokens: int
) -> None:
    speed = ReadingSpeed()
    for _ in range(3):
        computer.read(before, speed)
    said = speed.seconds(tokens)
    assert said == pytest.approx(computer.read(tokens, ReadingSpeed()), rel=0.3)


def test_what_is_in_memory_costs_nothing() -> None:
    speed = ReadingSpeed()
    Computer(80, 3).read(300, speed)
    assert speed.seconds(0) == 0
