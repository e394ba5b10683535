"""The length a prompt asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.text import numerals
from writer_gui.text.clauses import Clause, clauses

if TYPE_CHECKING:
    from collections.abc import Iterator


class Bound(StrEnum):
    """Which side of the number the text may be."""

    ABOUT = "about"
    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class WantedLength:
    """What to aim at, in characters of Chinese or words of English; of a range its middle."""

    count: int
    bound: Bound = Bound.ABOUT


Found = tuple[WantedLength, int, int]

_N = rf"(?:(?:{numerals.ARABIC})\s*[千万kK]?|{numerals.CHINESE})"
_LEAST_ZH = "不少于|不得少于|不能少于|不可以少于|不可少于|至少|最少|不低于|不下于|多于|大于|超过"
_MOST_ZH = "不超过|不能超过|不得超过|不多于|不要超过|别超过|最多|至多|少于|小于"
_ABOUT_ZH = (
    "大约|大概|约莫|约为|约|差不多|近|控制在|字数在|字数为?|篇幅在|篇幅为?|长度为?|总共|一共"
    "|全文|正文|写满?"
)
_ZH = re.compile(
    rf"(?P<before>{_LEAST_ZH}|{_MOST_ZH}|{_ABOUT_ZH})?(?:[约是：:]|大约|大概)?\s?"
    rf"(?<![几数上])(?:(?P<low>{_N})\s?字?\s?(?:[-~～—–至到]|到)\s?)?(?P<n>{_N})\s?(?:个|多|来|余|几)?个?(?:汉字|中文字|字)"
    r"(?!符|母|体|典|幕|眼|面|号|句|帖|条|迹|样|段|谜|词|形|[的之]?名字|成语|经|真言|诀|箴言)"
    r"(?P<after>左右|上下|以内|之内|以下|以上|起|内)?"
)
_EACH_ZH = re.compile(
    r"(?:每一?[条段章句节个封则首篇幕句人部行]|各|标题|题目|摘要|开头|结尾|称呼|名字|分别|签名|其中|口号)[^，。；]{0,10}$"
)
_DONE = re.compile(r"(?:写|读|收到|发|留|删|念|背|抄|交|认识|认得|识)[了过完下出着]")
_LIKE_ZH = re.compile(r"(?:像|如同|仿佛|好比|比)[^，。；]*$")
_AS_LONG_ZH = re.compile(r"[^，。；]{0,12}(?:那么|那样|一样|这么)长")
_ONLY_ZH = re.compile(r"^\s*(?:要求|要|共|总)?\s*$")

_WORDS = rf"(?:(?:{numerals.ARABIC})\s?k?|{numerals.ENGLISH})"
_LEAST_EN = (
    r"at least|no (?:fewer|less) than|not less than|a minimum of|minimum(?: of)?|min\.?"
    r"|more than|over"
)
_MOST_EN = (
    r"at most|no (?:more|longer) than|not more than|up to|under|fewer than|less than|within"
    r"|a maximum of|maximum(?: of)?|max\.?|below"
)
_ABOUT_EN = (
    r"about|around|roughly|approximately|approx\.?|some|circa|~|exactly|in|between"
    r"|word count(?: is| of)?|length"
)
_EN = re.compile(
    rf"(?:(?P<before>{_LEAST_EN}|{_MOST_EN}|{_ABOUT_EN})[:\s]\s*|(?<![\w-])|~)"
    rf"(?:(?P<low>{_WORDS})\s?(?:[-–—]|to"
    rf"|and)\s?)?(?<![\w.])(?P<n>{_WORDS})(?P<joint>[-\s])(?:chinese )?(?:words?"
    rf"|characters)\b"
    r"(?P<after>\s+(?:or (?:less|fewer|more)|max(?:imum)?|min(?:imum)?|long|in length"
    r"|limit|at (?:least|most)|total))?",
    re.IGNORECASE,
)
_COUNT_EN = re.compile(
    rf"\bword (?:count|limit)(?: is| of|:)?\s*(?P<n>{_WORDS})\b(?!\s*words?)", re.IGNORECASE
)
_EACH_EN = re.compile(
    r"^\s*(?:each|per|every|apiece|title|slogan|of (?:english|chinese|french|spanish|latin"
    r"|german))\b|^\s+(?:a|in each) (?:day|line|paragraph)",
    re.IGNORECASE,
)
_EACH_EN_BEFORE = re.compile(
    r"\b(?:each|every|paragraphs? of|sections? of|chapters? of|title)\b[^,.;]{0,30}$", re.IGNORECASE
)
_KIND_EN = re.compile(
    r"\s*(?:\w+[\s-]){0,3}(?:essay|story|tale|poem|speech|letter|article|piece|post|review|script|fable|scene|text|report|biography|mystery|monologue|eulogy|novella)\b",
    re.IGNORECASE,
)
_SMALLEST_SAID = 8
"""Fewer words than these are no length of a text: in two words, a three-word title."""


def wanted_length(text: str) -> Found | None:
    """Return the length a prompt asks for and the place of the words that say it.

    Not the length of a part (每段 100 字), of something told of (一封八百字的信), or lines.
    At least and at most together are a range. Else the last one that is stated as a wish counts.
    """
    marked: list[Found] = []
    plain: list[Found] = []
    for clause in clauses(text):
        for found, is_marked in (*_chinese(clause), *_english(clause)):
            (marked if is_marked else plain).append(found)
    for match in _COUNT_EN.finditer(text):
        if (count := _count_of(match["n"])) is not None:
            marked.append((WantedLength(count), match.start(), match.end()))
    told = sorted(marked or plain, key=lambda found: found[1])
    return _range(told) or (told[-1] if told else None)


def _range(told: list[Found]) -> Found | None:
    """Return the middle of a least and a most that stand beside each other."""
    if len(told) < 2:
        return None
    (one, start, near), (other, far, end) = told[-2:]
    bounds = {one.bound: one.count, other.bound: other.count}
    least, most = bounds.get(Bound.LEAST), bounds.get(Bound.MOST)
    if least is None or most is None or least > most or far - near > 12:
        return None
    return WantedLength((least + most) // 2), start, end


def _chinese(clause: Clause) -> Iterator[tuple[Found, bool]]:
    for match in _ZH.finditer(clause.text):
        count = _count(match)
        before = clause.text[: match.start()]
        if count is None or _EACH_ZH.search(before) or _DONE.search(before) or _is_quoted(before):
            continue
        is_as_long = bool(_AS_LONG_ZH.match(clause.text, match.end()))
        if _LIKE_ZH.search(before) and not is_as_long:
            continue
        is_marked = bool(match["before"] or match["after"]) or is_as_long
        is_asked = clause.asks is not None and match.start("n") >= clause.asks
        alone = _ONLY_ZH.match(before) and not clause.text[match.end() :].strip()
        if is_marked or is_asked or alone:
            yield _found(clause, match, count, _bound_zh(match)), is_marked


def _is_quoted(before: str) -> bool:
    return any(before.count(left) > before.count(right) for left, right in ("“”", "《》", "「」"))


def _bound_zh(match: re.Match[str]) -> Bound:
    before, after = match["before"] or "", match["after"] or ""
    if re.fullmatch(_LEAST_ZH, before) or after in ("以上", "起"):
        return Bound.LEAST
    if re.fullmatch(_MOST_ZH, before) or after in ("以内", "之内", "以下", "内"):
        return Bound.MOST
    return Bound.ABOUT


def _english(clause: Clause) -> Iterator[tuple[Found, bool]]:
    for match in _EN.finditer(clause.text):
        count = _count(match)
        before, after = clause.text[: match.start()], clause.text[match.end() :]
        if count is None or _EACH_EN.match(after) or _EACH_EN_BEFORE.search(before):
            continue
        is_marked = bool(match["before"] or match["after"])
        names_text = match["joint"] == "-" or bool(_KIND_EN.match(after))
        is_asked = clause.asks is not None and (names_text or match.start("n") < clause.asks + 8)
        alone = not before.strip() and not after.strip()
        if alone or is_asked or (is_marked and _is_wish(clause, match)):
            yield _found(clause, match, count, _bound_en(match)), is_marked or alone


def _is_wish(clause: Clause, match: re.Match[str]) -> bool:
    """Whether a marked number is of the text: it knew about fifty words is not."""
    before = clause.text[: match.start()].strip()
    short = re.fullmatch(
        r"(?:and|but|length|it should be|it must be|the \w+ should be|keep it|make it|in"
        r"|of|please|use|should be|must be|aim for)*",
        before,
        re.IGNORECASE,
    )
    return clause.asks is not None or short is not None


def _bound_en(match: re.Match[str]) -> Bound:
    told = f"{match['before'] or ''} {match['after'] or ''}".lower()
    if re.search(rf"\b(?:{_MOST_EN}|or less|or fewer|limit|max|at most)\b", told):
        return Bound.MOST
    if re.search(rf"\b(?:{_LEAST_EN}|or more|min)\b", told):
        return Bound.LEAST
    return Bound.ABOUT


def _count(match: re.Match[str]) -> int | None:
    high = _count_of(match["n"])
    if high is None or not match["low"]:
        return high
    low = numerals.number_value(match["low"])
    return (int(low) + high) // 2 if low and low < high else high


def _count_of(text: str) -> int | None:
    value = numerals.number_value(text)
    return int(value) if value is not None and value >= _SMALLEST_SAID else None


def _found(clause: Clause, match: re.Match[str], count: int, bound: Bound) -> Found:
    lead = len(match[0]) - len(match[0].lstrip())
    return (
        WantedLength(count, bound),
        clause.start + match.start() + lead,
        clause.start + match.end(),
    )
