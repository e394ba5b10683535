"""Times of day and dates as they are written in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from writer_gui.text import numerals

_N = rf"(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}}|{numerals.ENGLISH})"
_PART_OF_DAY = (
    "上午|下午|凌晨|早上|早晨|清晨|晚上|傍晚|半夜|中午|夜里|深夜|午夜|午后|夜晚|晨间|今晚|当晚|今早"
)
_MERIDIEM = r"(?:\s*[ap]\.?m\b\.?)"
TIME = re.compile(
    rf"(?P<clock>(?<![\d:：.])\d{{1,2}}[:：]\d{{2}}(?!\d|[:：]\d))"
    rf"|(?P<part>{_PART_OF_DAY})?的?(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})[点點时]"
    rf"(?:(?P<minute>\d{{1,2}}|[零〇一二三四五六七八九十]{{1,3}})分|(?P<half>半)|(?P<quarters>[一三])刻|(?P<full>钟|整))?"
    rf"|(?P<past>\b(?:half|quarter|{_N}(?:\s+minutes?)?)\s+(?:past|to)\s+{_N}\b)"
    rf"|(?P<oclock>\b{_N}\s+o['’]clock\b)"
    rf"|(?P<meridiem>\b\d{{1,2}}{_MERIDIEM})",
    re.IGNORECASE,
)
"""A time of day, and 三点 alone, which may be three points: `is_clock` tells."""

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_HAN = "[零〇一二三四五六七八九十]"
DATE = re.compile(
    rf"(?:(?P<year>\d{{4}}|{_HAN}{{4}})年)?(?P<month>\d{{1,2}}|{_HAN}{{1,3}})月(?P<day>\d{{1,2}}|{_HAN}{{1,3}})[日号]"
    rf"|(?P<only_year>(?<!\d)\d{{4}}|[一二]{_HAN}{{3}})年(?!前|后|来|间|历史)"
    rf"|(?P<name>\b(?:{'|'.join(_MONTHS)}))\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year_after>\d{{4}})\b)?"
    rf"|\b(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name_after>{'|'.join(_MONTHS)})\b(?:,?\s+(?P<year_last>\d{{4}})\b)?"
    rf"|(?:每?星期|每?周|礼拜)(?P<weekday>[一二三四五六日天])(?![0-9一二三四五六七八九十]|[年岁])"
    rf"|\b(?P<weekday_name>{'|'.join(_WEEKDAYS)})s?\b"
    rf"|(?:每月|当月|本月)(?P<month_day>\d{{1,2}}|{_HAN}{{1,3}})[日号]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told. `weekday` counts from 1, Monday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def fits(self, other: Day) -> bool:
        """Whether another tells the same day, which may leave the year out."""
        if self.weekday or other.weekday:
            return self.weekday == other.weekday
        if (self.day is None) != (other.day is None):
            return self.day is None and self.year == other.year
        is_same = self.day == other.day and None in (self.month, other.month)
        is_same = is_same or (self.month, self.day) == (other.month, other.day)
        return is_same and (self.year == other.year or None in (self.year, other.year))


def is_clock(match: re.Match[str]) -> bool:
    """Whether what `TIME` found is a time by its own words, which 三点 alone is not."""
    if not match["hour"]:
        return True
    return any(match[name] for name in ("part", "minute", "half", "quarters", "full"))


def times_in(text: str) -> set[tuple[int, int]]:
    """Return the times of day a text states, as hours from 0 to 11 and minutes."""
    found = (_time_of(match) for match in TIME.finditer(numerals.plain(text)))
    return {time for time in found if time is not None}


def _time_of(match: re.Match[str]) -> tuple[int, int] | None:
    if match["clock"]:
        hour, minute = map(int, re.split("[:：]", match["clock"]))
        return _clock(hour, minute)
    if match["hour"]:
        return _chinese_time(match)
    if match["past"]:
        return _spoken_time(match["past"])
    first = re.split(r"\s*[ap]\.?m|\s+o['’]clock", match[0], flags=re.IGNORECASE)[0]
    return _clock(_number(first), 0)


def _chinese_time(match: re.Match[str]) -> tuple[int, int] | None:
    minute = 0
    if match["minute"]:
        minute = _number(match["minute"])
    elif match["half"]:
        minute = 30
    elif match["quarters"]:
        minute = 15 * _number(match["quarters"])
    return _clock(_number(match["hour"]), minute)


def _spoken_time(told: str) -> tuple[int, int] | None:
    first, way, hour = re.split(r"\s+(past|to)\s+", told.lower())
    known = {"half": 30, "quarter": 15}
    minute = known.get(first) or _number(re.sub(r"\s+minutes?", "", first))
    if way == "past":
        return _clock(_number(hour), minute)
    return _clock(_number(hour) - 1, 60 - minute)


def _clock(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour % 12, minute) if hour <= 24 and 0 <= minute < 60 else None


def _number(text: str) -> int:
    """Return a small number; one that cannot be a time where it is none."""
    value = numerals.number_value(text)
    return 99 if value is None else int(value)


def dates_in(text: str) -> list[Day]:
    """Return the dates and weekdays a text states."""
    return [_day_of(match) for match in DATE.finditer(numerals.plain(text))]


def _day_of(match: re.Match[str]) -> Day:
    told = match.groupdict()
    if told["weekday"]:
        return Day(
            weekday="一二三四五六日天".index(told["weekday"]) % 7 + 1
            if told["weekday"] != "天"
            else 7
        )
    if told["weekday_name"]:
        return Day(weekday=_WEEKDAYS.index(told["weekday_name"].lower()) + 1)
    name = told["name"] or told["name_after"]
    year = told["year"] or told["only_year"] or told["year_after"] or told["year_last"]
    day = told["day"] or told["day_after"] or told["day_before"] or told["month_day"]
    month = _MONTHS.index(name.lower()) + 1 if name else _maybe(told["month"])
    return Day(_maybe(year), month, _maybe(day))


def _maybe(text: str | None) -> int | None:
    return _number(text) if text else None
