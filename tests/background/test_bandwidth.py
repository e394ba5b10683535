from __future__ import annotations

import threading

from writer_gui.background import bandwidth


def test_what_it_measures_is_that_of_a_computer() -> None:
    found = bandwidth.measure_bandwidth()
    assert 1e8 < found < 1e13  # from a tenth of the slowest memory in use to ten times the fastest


def test_no_thread_is_left() -> None:
    before = threading.active_count()
    bandwidth.measure_bandwidth()
    assert threading.active_count() == before
