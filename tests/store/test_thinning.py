from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from writer_gui.store.thinning import to_keep

TODAY = date(2025, 6, 15)
NOON = datetime(2025, 6, 15, 12)

times = st.lists(st.datetimes(datetime(2015, 1, 1), datetime(2025, 6, 16)), max_size=60)


def test_everything_of_today_and_yesterday_is_kept() -> None:
    hourly = [NOON - timedelta(hours=n) for n in range(36)]
    assert to_keep(hourly, TODAY) == set(hourly)


def test_ten_years_of_hourly_backups_become_a_few_dozen() -> None:
    hourly = [NOON - timedelta(hours=n) for n in range(24 * 3650)]
    kept = sorted(to_keep(hourly, TODAY))
    assert 36 + 12 <= len(kept) <= 36 + 12 + 10 + 9 + 11
    ages = [(NOON - time).days for time in kept]
    assert max(ages) > 3400
    assert sum(1 for age in ages if 2 <= age <= 13) >= 12
    assert any(200 <= age <= 300 for age in ages)


def test_of_a_day_long_past_the_last_is_kept() -> None:
    morning, evening = datetime(2025, 6, 1, 8), datetime(2025, 6, 1, 20)
    assert to_keep([morning, evening, NOON], TODAY) == {evening, NOON}


def test_one_from_the_future_is_kept() -> None:
    future = datetime(2031, 1, 1)
    assert future in to_keep([future, NOON], TODAY)


@given(times)
def test_the_newest_is_always_kept_and_nothing_is_invented(found: list[datetime]) -> None:
    kept = to_keep(found, TODAY)
    assert kept <= set(found)
    if found:
        assert max(found) in kept


@given(times)
def test_thinning_twice_changes_nothing(found: list[datetime]) -> None:
    kept = to_keep(found, TODAY)
    assert to_keep(kept, TODAY) == kept


@given(times, st.integers(0, 400))
def test_every_year_keeps_one(found: list[datetime], later: int) -> None:
    kept = to_keep(found, TODAY + timedelta(days=later))
    assert {time.year for time in kept} == {time.year for time in found}
