"""Numbers as they are written in Chinese and English, and what they come to."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SMALL_WORDS = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905 - as above
_WORD_VALUES = _SMALL_WORDS | {word: 10 * place for place, word in enumerate(_TENS, start=2)}
_BIG_WORDS = {"hundred": 100, "thousand": 1000, "million": 10**6}

CHINESE = r"[零〇一二两三四五六七八九十百千万廿]{1,16}"
ARABIC = r"(?<!\d)(?:\d{1,3}(?:[,，]\d{3}){1,4}(?!\d)|\d{1,12}(?!\d)(?:\.\d{1,6})?)"
_ANY_WORD = "|".join([*_WORD_VALUES, *_BIG_WORDS])
ENGLISH = (
    rf"\b(?:a\s+(?=hundred|thousand))?(?:{_ANY_WORD})(?:(?:\s+and\s+|[\s-]+)(?:{_ANY_WORD}))*\b"
)
NUMBER = re.compile(
    rf"(?P<arabic>{ARABIC})(?:\s*(?P<scale>[千万]|[kK](?![A-Za-z])))?|{CHINESE}|{ENGLISH}",
    re.IGNORECASE,
)
"""A number in any of these spellings; `plain` says first what it does with full-width digits."""


def plain(text: str) -> str:
    """Return text with full-width digits and letters as usual ones, each where it stands."""
    return "".join(
        unicodedata.normalize("NFKC", char)
        if 0xFF10 <= ord(char) <= 0xFF5A and char.isalnum()
        else char
        for char in text
    )


def number_value(text: str) -> float | None:
    """Return what a number comes to (fourteen, 十四, 1,500, 1.5万, 2k); None where it is none."""
    match = NUMBER.fullmatch(plain(text).strip())
    if match is None:
        return None
    if match["arabic"]:
        value = float(re.sub("[,，]", "", match["arabic"]))
        return value * {"千": 1000, "k": 1000, "万": 10_000}.get((match["scale"] or "").lower(), 1)
    if match[0][0].isascii():
        return _english_value(match[0])
    return chinese_value(match[0])


def chinese_value(text: str) -> float | None:
    """Return what a Chinese number comes to, also one told digit by digit (二〇二五).

    None for what is no one number: 三五百 is from three to five hundred.
    """
    text = text.replace("廿", "二十")
    if not set(text) & {"十", "百", "千", "万"}:
        digits = [_DIGITS[char] for char in text]
        is_number = len(digits) != 2 or 0 in digits  # 七八 is seven or eight
        return float("".join(map(str, digits))) if is_number else None
    upper, found, lower = text.rpartition("万")
    high = _below_myriad(upper) if upper else 1
    low = _below_myriad(lower) if lower else 0
    if not found:
        return low
    if high is None or low is None:
        return None
    return high * 10_000 + (low * 1000 if len(lower) == 1 and 0 < low < 10 else low)


def _below_myriad(text: str) -> float | None:
    """Return a number below ten thousand; 一千五 is 1,500."""
    total, digit, last = 0, -1, 10_000
    for char in text:
        if char in _UNITS:
            if _UNITS[char] >= last:
                return None
            last = _UNITS[char]
            total += (1 if digit < 0 else digit) * last
            digit = -1
        elif digit > 0:
            return None
        else:
            digit = _DIGITS.get(char, -1)
    if digit > 0:
        is_short = last > 10 and last < 10_000 and text[-2] in _UNITS
        total += digit * (last // 10 if is_short else 1)
    return total


def _english_value(text: str) -> float:
    total, current = 0, 0
    for word in re.findall("[a-z]+", text.lower()):
        if word in _WORD_VALUES:
            current += _WORD_VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _BIG_WORDS:
            total += max(current, 1) * _BIG_WORDS[word]
            current = 0
    return float(total + current)


def arabic(text: str) -> str:
    """Return text with its numbers as Arabic ones, to compare by."""

    def spelled(match: re.Match[str]) -> str:
        value = number_value(match[0])
        return match[0] if value is None else f"{value:.10g}" if value < 1e9 else match[0]

    return NUMBER.sub(spelled, plain(text))
