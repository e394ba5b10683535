"""Times as the database keeps them: UTC, integer microseconds since 1970.

The clock of a computer may be moved back, so nothing is ordered by time: versions and runs by
their numbers, sessions by a counter (`SessionRow.touched`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> int:
    """Return the present in microseconds."""
    return to_stamp(datetime.now(UTC))


def to_stamp(moment: datetime) -> int:
    """Return an aware time in microseconds, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_stamp(stamp: int) -> datetime:
    """Return the aware time of a stamp, exactly."""
    return _EPOCH + timedelta(microseconds=stamp)
