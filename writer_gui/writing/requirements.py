"""What a prompt requires, clause by clause: what happens, and how it is to be written.

A small model loses the prompt while it plans. So the program puts each clause into the step it
belongs to, word for word, and the model goes on from there: what happens into the development
steps, in order, and how it is written into the step on structure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_CHARS = {Language.ZH: 4, Language.EN: 12}
"""Characters that a clause needs to say something that can happen."""

LONGEST_MANNER = 70
"""Characters of an English sentence that only says how to write."""

LONGEST_STEP = {Language.ZH: 160, Language.EN: 420}
"""Characters of clauses that one step opens with; a longer prompt is read by itself anyway."""

_SENTENCE_ZH = re.compile(r"[。！？；\n]+")
_SENTENCE_EN = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAUSE_ZH = re.compile(r"，|：")
_CLAUSE_EN = re.compile(r",\s+(?=(?:and|but|where|until|when|then|who)\b)|;\s*")
_REQUEST_ZH = re.compile(
    r"^\s*(?:请|帮我|帮忙|麻烦|你来?|我想要?|我要|我需要|给我|为我|来)*"
    r"(?:以第[一二三]人称)?(?:写|创作|撰写|生成|编写|构思|来)(?:出)?"
    r"(?:[一两三几]?(?:个|篇|首|则|封|段|部|份|出|条))?"
)
_KIND_ZH = re.compile(
    r"^(?:关于|有关)?[^，。：:]{0,14}?(?:故事|小说|童话|寓言|散文|诗歌?|剧本|短剧|公开信|信|演讲稿"
    r"|文章|推理|武侠短篇|短篇|传记|文案)(?:[：:，]|$)"
)
_TAIL_ZH = re.compile(r"的(?:短?故事|小说|童话|寓言|散文|诗|文章)$")
_MANNER_ZH = re.compile(
    r"人称|语气|口吻|风格|文风|笔调|字数|字(?:左右|以内|以上)|不少于|不超过|约[0-9一二三四五六七八九十百千]+字"
    r"|题目|为题|主旨|注意|要求|语言|节奏|基调|体现|突出|营造|探讨|氛围|描写要|[一二三四五六七八九十]+行"
    r"|主题|格式|落款|称呼|听得懂|要好笑|线索|描写|修辞|结尾(?:不要|要|停|留)|细腻"
)
_REQUEST_EN = re.compile(
    r"^\s*(?:please\s+)?(?:write|create|compose|draft|tell)\s+(?:me\s+)?"
    r"(?:(?:a|an|the)\s+)?(?:[\w-]+\s+){0,4}?(?:story|mystery|fable|essay|speech|poem|letter|play"
    r"|tale|script|piece|scene|eulogy|review|email)\b"
    r"(?:\s+(?:in which|about|where|of|for))?[,:]?\s*",
    re.IGNORECASE,
)
_MANNER_EN = re.compile(
    r"\b(?:first|second|third)[- ]person\b|\btone\b|\bhumou?r\b|\bwords?\b|\bat least\b|\bstyle\b"
    r"|\bvoice\b|\bfair clue\b|\bno moral\b|\bmust end\b|\bend with\b|\bending\b|\blines\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Requirements:
    """The clauses of a prompt: what happens, in its order, and how it is to be written."""

    events: tuple[str, ...]
    manner: tuple[str, ...]


def requirements_of(prompt: str, language: Language) -> Requirements:
    """Return what a prompt requires. Words of request ("please write a story") are left out."""
    events: list[str] = []
    manner: list[str] = []
    for sentence in _sentences(prompt, language):
        own: list[str] = []
        for clause in _clauses(sentence, language):
            is_manner = _is_manner(clause, language)
            (manner if is_manner else own).append(clause)
        joined = ("，" if language is Language.ZH else ", ").join(own)
        if len(joined) >= LEAST_CHARS[language]:
            events.append(joined)
    return Requirements(tuple(events), tuple(manner))


def spread(events: Sequence[str], count: int, language: Language) -> tuple[str, ...]:
    """Return what each of `count` steps opens with: the events in order, joined; "" for none.

    The first event goes to the first step and the last to the last. Where there are fewer events
    than steps, the events are cut into their clauses first.
    """
    if count < 1:
        return ()
    parts = list(events)
    if len(parts) < count:
        parts = [clause for event in parts for clause in _parts(event, language)] or parts
    homes: list[list[str]] = [[] for _ in range(count)]
    for place, part in enumerate(parts):
        homes[_home(place, len(parts), count)].append(part)
    joint = "；" if language is Language.ZH else ". "
    return tuple(_bounded(joint.join(home), language) for home in homes)


def _home(place: int, parts: int, count: int) -> int:
    if parts >= count:
        return place * count // parts
    return round(place * (count - 1) / (parts - 1)) if parts > 1 else 0


def _sentences(prompt: str, language: Language) -> list[str]:
    cut = _SENTENCE_ZH if language is Language.ZH else _SENTENCE_EN
    return [sentence.strip() for sentence in cut.split(prompt) if sentence.strip()]


def _clauses(sentence: str, language: Language) -> list[str]:
    """Return the clauses of a sentence without the words of the request."""
    if language is Language.ZH:
        told = _REQUEST_ZH.sub("", sentence)
        if told != sentence:
            told = _TAIL_ZH.sub("", _KIND_ZH.sub("", told))
        return [part.strip() for part in _CLAUSE_ZH.split(told) if part.strip()]
    told = _REQUEST_EN.sub("", sentence).strip().rstrip(".;")
    return [told[:1].upper() + told[1:]] if told else []


def _parts(event: str, language: Language) -> list[str]:
    """Return the clauses of an event, the short ones with the one before."""
    cut = "，" if language is Language.ZH else _CLAUSE_EN
    pieces = event.split(cut) if isinstance(cut, str) else cut.split(event)
    found: list[str] = []
    for piece in (p.strip() for p in pieces):
        if found and len(piece) < LEAST_CHARS[language] * 2:
            found[-1] += ("，" if language is Language.ZH else ", ") + piece
        elif piece:
            found.append(piece)
    return found


def _bounded(text: str, language: Language) -> str:
    return text[: LONGEST_STEP[language]]


def _is_manner(clause: str, language: Language) -> bool:
    """Whether a clause says how to write; a long English one says what happens as well."""
    if language is Language.ZH:
        return _MANNER_ZH.search(clause) is not None
    return len(clause) <= LONGEST_MANNER and _MANNER_EN.search(clause) is not None
