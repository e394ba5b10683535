"""Which backups to keep: all of the last two days, then fewer and fewer, as a photo archive does.

The numbers are those Anki has kept its users' decks with for years, and one of each year besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from datetime import date, datetime

ALL_DAYS = 2
DAILY = 12
WEEKLY = 10
MONTHLY = 9


def to_keep(times: Iterable[datetime], today: date) -> set[datetime]:
    """Return the times of the backups to keep.

    All of today and yesterday are kept, and any from the future (the clock was wrong then, or is
    now); behind them the last of each of 12 days, 10 weeks and 9 months that have one; and the
    last of every year.
    """
    newest_first = sorted(set(times), reverse=True)
    kept = {time for time in newest_first if (today - time.date()).days < ALL_DAYS}
    rest = [time for time in newest_first if time not in kept]
    kept |= _last_of_each(rest, lambda time: time.date(), DAILY)
    kept |= _last_of_each(rest, lambda time: time.isocalendar()[:2], WEEKLY)
    kept |= _last_of_each(rest, lambda time: (time.year, time.month), MONTHLY)
    kept |= _last_of_each(rest, lambda time: time.year, len(rest))
    return kept | set(newest_first[:1])


def _last_of_each(
    newest_first: Iterable[datetime], period: Callable[[datetime], Hashable], count: int
) -> set[datetime]:
    last: dict[Hashable, datetime] = {}
    for time in newest_first:
        key = period(time)
        if key not in last and len(last) == count:
            break
        last.setdefault(key, time)
    return set(last.values())
