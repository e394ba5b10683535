"""Where a model has done with the story and closes with talk about it.

Instruction-tuned models like to close with a word on their own work: that the story ends here,
what it shows, what readers should feel. A story may say the same of a poem that is read in it, and
a figure may read a "Note:". So talk is only what nothing but talk follows, up to the very end, and
in doubt it is the writer's story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE_ZH = (
    r"(?:故事|短剧|剧本|诗歌|诗|散文|文章|短文|文案|作品|版本|演讲稿|演讲|公开信|童话|寓言|小说)"
)
_PIECE_EN = r"(?:story|poem|essay|text|letter|piece|version|script|scene|speech|play|tale|ending)"
_VERB_EN = (
    r"(?:ends|shows|captures|explores|highlights|follows|is\s+(?:about|written)|conveys|aims|tells"
    r"|illustrates|demonstrates|serves|has\s+been\s+written)"
)

_MARKED_END = {
    Language.ZH: re.compile(
        r"""[（(【\[]\s*(?:全[文剧书]|正文|剧本|故事|本[篇文])?\s*
        (?:完|终|结束|完结|剧终)\s*[）)】\]]
        | (?:—+|-+)\s*(?:全[文剧]|正文)?(?:完|终|结束|剧终)\s*(?:—+|-+)""",
        re.VERBOSE,
    ),
    Language.EN: re.compile(
        rf"[(\[]\s*(?:the\s+)?end(?:\s+of\s+(?:the\s+)?{_PIECE_EN})?\s*[.)\]]+"
        rf"|[-—]+\s*(?:the\s+)?end\s*[-—]+",
        re.IGNORECASE,
    ),
}
"""Set apart by brackets or dashes, so that no figure can mean it."""

_SAID_END = {
    Language.ZH: re.compile(
        rf"""(?:全文|全剧|正文|{_PIECE_ZH})(?:[到至就]此|就这样)?(?:结束|完结|完毕|终)了?[。！]?$
        | 故事以(?:这样|此)的
        | 本(?:篇|文)?{_PIECE_ZH}(?:旨在|通过|讲述|表达|展[现示]|体现|传达)
        | 请注意[，：]以上(?:内容|正文|文字|文本)?(?:是|为)?(?:我)?(?:根据|按照)""",
        re.VERBOSE,
    ),
    Language.EN: re.compile(
        rf"""(?:the\s+end|end\s+of\s+(?:the\s+)?{_PIECE_EN})\s*[.!]?$
        | (?:and\s+)?(?:that(?:['’]s|\s+is)|this\s+is)\s+(?:how|where)\s+
          (?:the|this|our|my)\s+{_PIECE_EN}\s+ends?\b""",
        re.VERBOSE | re.IGNORECASE,
    ),
}
"""Words that say the piece has ended; talk may go on from there in the same paragraph."""

_ABOUT = {
    Language.ZH: re.compile(
        rf"""(?:这|本|以上)(?:一|就是)?(?:个|篇|首|段|则|部|场|份)?(?P<piece>{_PIECE_ZH})
          (?:以[^。\n]{{0,12}}结[尾束]|通过|不仅|旨在|展[现示]|体现|表达|传达|讲述|描[述绘]
          |告诉我们|保持)
        | 通过(?:这|以上)(?:一)?(?:个|篇|首|段|则|部|些|份)?
          (?P<means>{_PIECE_ZH}|细节|描写|描述)
        | 以上(?:内容|正文|文字|文本)?(?:是|为)?(?:我)?(?:根据|按照)
        | 我们希望(?:观众|读者)
        | (?:让|使)(?:读者|观众)(?:能够?|可以)?(?:感受|体会|理解)""",
        re.VERBOSE,
    ),
    Language.EN: re.compile(
        rf"this\s+(?P<piece>{_PIECE_EN})\s+{_VERB_EN}\b"
        rf"|the\s+(?P<means>{_PIECE_EN})\s+ends\s+with\b",
        re.IGNORECASE,
    ),
}
"""What is said of a piece: of this one, or of one that the story speaks of."""

_CHATTER = {
    Language.ZH: re.compile(
        rf"""希望(?:您|你|大家|读者|观众)(?:们)?(?:能够?|会)?(?:喜欢|满意)
          (?:(?:这|本|我|以上)[^。\n]{{0,10}}(?:{_PIECE_ZH}|内容|回答|续写))?[。！!~]?$
        | 希望(?:这|本|以上)[^。\n]{{0,12}}(?:{_PIECE_ZH}|内容|回答|续写)[^。\n]*
          (?:喜欢|满意|帮助|有用|要求|需求|启发|启示)[^。\n]*[。！!]?$
        | (?:如果|若|如)(?:您|你)?(?:还|有|需要|想)[^。\n]{{0,12}}
          (?:修改|调整|改动|补充|意见|进一步|其他(?:要求|需求|需要))[^。\n]{{0,12}}
          (?:请|欢迎|可以)[^。\n]*[。！!]?$
        | (?:感谢|谢谢)(?:您|你|大家)?(?:的)?(?:阅读|观看|收看)[。！!]?$
        | [（(【\[]?\s*(?:全文|本文|正文|以上)?(?:共计|共|约|字数)[:：]?\s*(?:约|共)?\s*\d+\s*
          (?:个)?(?:汉)?字(?:左右)?[。]?\s*[）)】\]]?[。]?$""",
        re.VERBOSE,
    ),
    Language.EN: re.compile(
        rf"""i\s+hope\s+you\s+(?:enjoyed\s+(?:it|this)
          |(?:like|enjoy(?:ed)?)\s+(?:this|the|my)\s+(?:\w+\s+)?{_PIECE_EN})[.!]?$
        | i\s+hope\s+(?:this|it)\s+(?:helps|meets\s+your\s+\w+)[.!]?$
        | i\s+hope\s+this\s+helps[.!]\s+(?:please\s+)?let\s+me\s+know[^\n]*$
        | (?:please\s+)?let\s+me\s+know\s+if\s+you(?:['’]d|\s+(?:would|need|want|have))[^\n]*
          \b(?:changes?|revis|adjust|edit|modif|further|anything\s+else|version)[^\n]*$
        | feel\s+free\s+to\s+(?:ask|modify|adjust|edit|change)\b[^\n.,]*[.!]?$
        | thank\s+you\s+for\s+reading[.!]?$
        | [(\[]?\s*(?:total\s+)?word\s+count\s*[:=][^\n]*$
        | [(\[]\s*(?:about|approx(?:imately|\.)?)?\s*\d+\s+words\s*[)\]][.]?$""",
        re.VERBOSE | re.IGNORECASE,
    ),
}
"""A helper's goodbye to who asked for the text, and counts of its words."""

_NOTE = {
    Language.ZH: re.compile(r"[（(]?(?:注|备注|说明)[:：]"),
    Language.EN: re.compile(r"[(\[]?(?:author['’]s\s+)?note:", re.IGNORECASE),
}
_CRAFT = {
    Language.ZH: re.compile(
        rf"{_PIECE_ZH}|读者|观众|主题|情感|情节|作者|人物形象|表达|体现|展[现示]|传达|描写|刻画"
        r"|告诉我们|提醒我们|启示|本文|全文|字数|虚构|以上|根据|人性"
    ),
    Language.EN: re.compile(
        rf"\b(?:{_PIECE_EN}|readers?|audience|themes?|narrative|characters?|authors?|prompt"
        r"|fiction(?:al)?|named\s+after|based\s+on|reminds\s+us|teaches\s+us|words)\b",
        re.IGNORECASE,
    ),
}
"""Words of which a note or a further sentence of talk holds one."""

_TOLD = {
    Language.ZH: re.compile(
        r"[，；：,]\s*(?:他|她|我(?!们))(?:们)?[^，。；]{0,20}[了着过说道](?:[，。；：！？]|$)|[“”]"
    ),
    Language.EN: re.compile(
        r"\b(?:it|he|she|they|I)\s+(?:said|says|read|thought|asked|told|wept|cried|smiled)\b|[“”\"]",
        re.IGNORECASE,
    ),
}
"""A figure acts or speaks: what holds this is told, not talk."""

_CLOSERS = "”’」』）》)】\\]\"'"
_SENTENCE = re.compile(
    rf"[^\s][^\n]*?(?:[。！？!?…]+[{_CLOSERS}]*|\.+[{_CLOSERS}]*(?=\s|$)|(?=\n|$))"
)
_EMPHASIS = " \t\u3000*_>#"
_RULE = re.compile(r"(?:[-*_=—]{3,})")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence where it stands; `text` without emphasis around it."""

    start: int
    text: str
    opens: bool  # its paragraph


def without_closing_talk(text: str, language: Language) -> str:
    """Return the text of a whole piece without the talk about it that closes it, if any does.

    That is the last paragraphs that are all talk, or what follows words that say the end. Talk in
    the middle stays, and so does what may be meant of a piece that the story has spoken of.
    """
    sentences = list(_sentences(text))
    start = None
    for sentence in reversed(sentences):
        if _is_said_end(sentence, language) or _begins_talk(sentence, text, language):
            start = sentence.start
        elif not _may_follow(sentence, language):
            break
    return text if start is None else _up_to(text, start, sentences)


def without_end_mark(text: str, language: Language) -> str:
    """Return a section without "(The End)" and the like at its end, of which no figure speaks."""
    sentences = list(_sentences(text))
    start = None
    for sentence in reversed(sentences):
        if not _MARKED_END[language].fullmatch(sentence.text):
            break
        start = sentence.start
    return text if start is None else _up_to(text, start, sentences)


def is_chatter(line: str, language: Language) -> bool:
    """Return whether a line is a helper's goodbye, or a count of words."""
    return _CHATTER[language].match(line.strip(_EMPHASIS)) is not None


def _sentences(text: str) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        told = match[0].strip(_EMPHASIS) or match[0].strip()
        yield _Sentence(match.start(), told, opens=not line.strip())


def _is_said_end(sentence: _Sentence, language: Language) -> bool:
    is_marked = _MARKED_END[language].fullmatch(sentence.text) is not None
    return is_marked or _SAID_END[language].match(sentence.text) is not None


def _begins_talk(sentence: _Sentence, text: str, language: Language) -> bool:
    """Return whether a paragraph opens with talk that cannot be meant of anything in the story."""
    if not sentence.opens or _TOLD[language].search(sentence.text):
        return False
    if _is_note(sentence, language) or _CHATTER[language].match(sentence.text):
        return True
    about = _ABOUT[language].match(sentence.text)
    if about is None:
        return False
    piece = about["piece"] or about["means"]
    return not piece or piece.casefold() not in text[: sentence.start].casefold()


def _may_follow(sentence: _Sentence, language: Language) -> bool:
    """Return whether a sentence can go on with talk that has begun before it."""
    if _RULE.fullmatch(sentence.text) or _CHATTER[language].match(sentence.text):
        return True
    is_craft = _CRAFT[language].search(sentence.text) is not None
    return is_craft and _TOLD[language].search(sentence.text) is None


def _is_note(sentence: _Sentence, language: Language) -> bool:
    is_note = _NOTE[language].match(sentence.text) is not None
    return is_note and _CRAFT[language].search(sentence.text) is not None


def _up_to(text: str, start: int, sentences: list[_Sentence]) -> str:
    """Return the text before a place, without a ruled line right before it."""
    before = [sentence for sentence in sentences if sentence.start < start]
    while before and before[-1].opens and _is_rule(text, before[-1].start):
        start = before.pop().start
    return text[:start].rstrip()


def _is_rule(text: str, start: int) -> bool:
    return _RULE.fullmatch(text[start:].split("\n", 1)[0].strip()) is not None
