"""What a prompt states and a draft has to keep: names, numbers, times, dates, words, titles.

Rules, no model. They would rather miss a fact than make one up: a draft is measured by them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.text import numerals
from writer_gui.text.clauses import without_references
from writer_gui.text.people import names_in
from writer_gui.text.times import DATE, TIME, dates_in, is_clock, times_in

if TYPE_CHECKING:
    from collections.abc import Iterator


class FactKind(StrEnum):
    """What a fact is; says how its other spellings are known."""

    NAME = "name"
    NUMBER = "number"
    TIME = "time"
    DATE = "date"
    QUOTE = "quote"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of a prompt, from `start` to `end`, that a draft has to keep in some spelling."""

    text: str
    kind: FactKind
    start: int
    end: int

    def is_in(self, text: str) -> bool:
        """Whether a text states this: 三点十七分 is 3:17, fourteen is 14, 第一百零七号 is 107号."""
        if self.kind is FactKind.TIME:
            return bool(times_in(self.text) & times_in(text))
        if self.kind is FactKind.DATE:
            return any(said.fits(other) for said in dates_in(self.text) for other in dates_in(text))
        if self.kind is FactKind.NUMBER:
            return _states_number(text, self.text)
        if self.kind is FactKind.NAME and self.text.isascii():
            return re.search(rf"\b{re.escape(self.text)}\b", text, re.IGNORECASE) is not None
        return _bare(self.text) in _bare(text)


_TITLE = re.compile(r"《([^《》\n]{1,40})》")
_MODEL = re.compile(
    r"(?:类似|模仿|参考|参照|仿照|像|例如|比如|诸如|（如|灵感|改编自)[^，。；]{0,8}$"
)
_MODEL_TAIL = re.compile(r"[^，。；]{0,12}(?:灵感|改编|原型|的(?:行文)?风格|的笔法|的口吻)")
_QUOTED = re.compile(
    r"“([^“”\n]{1,60})”|「([^「」\n]{1,60})」|‘([^‘’\n]{2,60})’|\"([^\"\n]{1,80})\""
)
_QUOTE_CUE = re.compile(
    r"(?:写着|写道|写的是|刻着|印着|写有|刻有|印有|喊着?|喊道|说道?|问道?|一句话?|这句话?|台词|开头|结尾"
    r"|字条|首句|末句|第一句|最后一句|口号|标语|代号|绰号|外号|店名|名叫|名为|名字是|名字叫|叫做?|题为|为题"
    r"|\b(?:reads?|reading|says?|said|saying|words?|line|sentence|phrase|titled?|called|named|nicknamed"
    r"|(?:ends?|begins?|opens?|starts?|closes?) with))[是为：:，,\s]{0,3}$",
    re.IGNORECASE,
)
_QUOTE_TAIL = re.compile(
    r"(?:这句|这[一二两三四五六七八九十几]个字|几个字|[一二两三四五六七八九十]个字|字样|开头|结尾|收尾|作结|开篇|为题)"
)
_LONGEST_CUE = 12

_UNIT = (
    r"个?多?年(?!级|代)|个月|个?星期|周(?!年)|天|昼夜|夜|岁|个?小时|分钟|秒钟?|公里|千米|海里|里(?!面)"
    r"|米|厘米|度(?!假)|万?元|万?块钱?|万?美元|号|路(?!上)|层|楼|室|级|站|吨|公?斤|道|盏|封|只|匹|名|位|艘"
    r"|间|座|棵|次|遍|页|枚|颗|把|张|本"
)
_COUNT_ZH = re.compile(
    rf"(?P<ordinal>第)?(?P<number>{numerals.ARABIC}|{numerals.CHINESE})\s?(?P<unit>{_UNIT})"
)
_VAGUE_BEFORE = re.compile(r"[几数上好近约说0-9.,~～至到零〇一二两三四五六七八九十百千万-]$")
_NOT_CONTENT = re.compile(
    r"听得懂|读者|适合|面向|受众|针对|要求|字数|列举|举出|不少于|至少|以内|不超过|每[条段章句节]|标语|案例"
)
_COUNT_EN = re.compile(
    rf"(?<![\w.,$#:/-])(?P<number>{numerals.ARABIC}|{numerals.ENGLISH})"
    r"(?P<tail>(?:st|nd|rd|th)?(?:[\s-]+[A-Za-z]+)?)",
    re.IGNORECASE,
)
_FORM_NOUN = re.compile(
    r"(?:st|nd|rd|th)?[\s-]+(?:words?|lines?|paragraphs?|stanzas?|verses?|sentences?|pages?|parts?"
    r"|sections?|characters?|chapters?|acts?|scenes?|examples?|points?|tips?|questions?|reasons?"
    r"|slogans?|versions?|person|to|or|percent|syllables?|act|minute|rd|th)\b",
    re.IGNORECASE,
)
_FORM_BEFORE = re.compile(
    r"\b(?:about|at (?:least|most)|under|over|around|roughly|up to|fewer than|less than|more than"
    r"|no (?:more|fewer|less) than|for (?:ages|children)|grade)\s+$",
    re.IGNORECASE,
)
_LEAST_NUMBER = 3
"""One and two are said of too much: one day, two of them."""


def required_facts(text: str, language: Language) -> tuple[Fact, ...]:
    """Return what a draft has to keep, in the order of the prompt, each once.

    `language` is that of the prompt. Places are in `text`; no two facts overlap.
    """
    shown = without_references(numerals.plain(text))
    counted = _counts_zh if language is Language.ZH else _counts_en
    taken: list[Fact] = []
    for start, end, kind in (
        *_titles(shown),
        *_quotes(shown),
        *_times(shown),
        *((start, end, FactKind.NAME) for start, end in names_in(shown, language)),
        *counted(shown),
    ):
        if not any(fact.start < end and start < fact.end for fact in taken):
            taken.append(Fact(text[start:end], kind, start, end))
    found = {(fact.kind, _bare(fact.text)): fact for fact in reversed(taken)}
    return tuple(sorted(found.values(), key=lambda fact: fact.start))


_Place = tuple[int, int, FactKind]


def _titles(text: str) -> Iterator[_Place]:
    for match in _TITLE.finditer(text):
        before = re.sub("(?:《[^》]*》[、和与]?)+$", "", text[: match.start()])
        is_model = _MODEL.search(before[-_LONGEST_CUE:]) or _MODEL_TAIL.match(text, match.end())
        if not is_model:
            yield match.start(1), match.end(1), FactKind.TITLE


def _quotes(text: str) -> Iterator[_Place]:
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        before = text[max(0, match.start() - _LONGEST_CUE) : match.start()]
        if _QUOTE_CUE.search(before) or _QUOTE_TAIL.match(text, match.end()):
            yield match.start(group), match.end(group), FactKind.QUOTE


def _times(text: str) -> Iterator[_Place]:
    for match in DATE.finditer(text):
        yield match.start(), match.end(), FactKind.DATE
    for match in TIME.finditer(text):
        if is_clock(match):
            yield match.start(), match.end(), FactKind.TIME


def _counts_zh(text: str) -> Iterator[_Place]:
    for match in _COUNT_ZH.finditer(text):
        if re.compile("左右|上下|以上|以下").match(text, match.end()):
            continue
        value = numerals.number_value(match["number"])
        if value is None or value < _LEAST_NUMBER or match["number"][0] in "零百千万":
            continue
        if _VAGUE_BEFORE.search(text[: match.start()]) or _NOT_CONTENT.search(
            _clause(text, match.start())
        ):
            continue
        yield match.start(), match.end(), FactKind.NUMBER


def _counts_en(text: str) -> Iterator[_Place]:
    for match in _COUNT_EN.finditer(text):
        value = numerals.number_value(match["number"])
        if value is None or value < _LEAST_NUMBER or _FORM_NOUN.match(match["tail"]):
            continue
        if _FORM_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        yield match.start("number"), match.end("number"), FactKind.NUMBER


def _clause(text: str, place: int) -> str:
    """Return what stands between the marks around a place."""
    start = max(text.rfind(mark, 0, place) for mark in "，。；！？,;\n：:") + 1
    end = re.compile("[，。；！？,;\n：:]").search(text, place)
    return text[start : end.start() if end else len(text)]


def _states_number(text: str, told: str) -> bool:
    """Whether a text has the number, and its unit where one was told."""
    wanted = re.sub(r"\s|第", "", numerals.arabic(told))
    wanted = wanted.replace("个", "").replace("多", "")
    shown = re.sub(r"\s+(?=[\u3400-\u9fff])|第|个|多", "", numerals.arabic(text))
    return re.search(rf"(?<![\d.]){re.escape(wanted)}(?![\d])", shown) is not None


def _bare(text: str) -> str:
    """Return text by its letters and digits alone, with numbers spelled one way."""
    return "".join(char for char in numerals.arabic(text).casefold() if char.isalnum())
