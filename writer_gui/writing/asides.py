"""Where a model stops telling the story and begins to talk about it.

Instruction-tuned models like to close with a word on their own work: that the story ends here,
what it shows, what readers should feel. None of it belongs to the piece, and nothing good follows.
"""

from __future__ import annotations

import re

from writer_gui.domain.language import Language

_PIECE_ZH = (
    r"(?:故事|短剧|剧本|诗歌|诗|散文|文章|短文|文案|作品|版本|演讲稿|演讲|公开信|童话|寓言|小说)"
)
_PIECE_EN = r"(?:story|poem|essay|text|letter|piece|version|script|scene|speech|play|tale|ending)"

_ASIDES = {
    Language.ZH: re.compile(
        rf"""
        [（(【\[]\s*(?:全[文剧书]|正文|剧本|故事|本[篇文])?\s*(?:完|终|结束|完结|剧终)\s*[）)】\]]
        | (?:全文|全剧|正文|{_PIECE_ZH})(?:[到至就]此|就这样)?(?:结束|完结|完毕|终)了?[。！\n]
        | (?:这|本|以上)(?:一|就是)?(?:个|篇|首|段|则|部|场|份)?{_PIECE_ZH}
          (?:以[^。\n]{{0,12}}结[尾束]|通过|不仅|旨在|展[现示]|体现|表达|传达|讲述|描[述绘]
          |告诉我们|保持)
        | 通过(?:这|以上)(?:一)?(?:个|篇|首|段|则|部|些|份)?(?:{_PIECE_ZH}|细节|描写|描述)
        | 故事以(?:这样|此)的
        | (?:请注意[，：])?以上(?:内容|正文|文字|文本)?(?:是|为)?(?:我)?(?:根据|按照)
        | (?:—+|-+)\s*(?:全[文剧]|正文)?(?:完|终|结束|剧终)\s*(?:—+|-+)
        | 希望(?:这|本)(?:个|篇|首|段|份)?{_PIECE_ZH}
        | 我们希望(?:观众|读者)
        | (?:让|使)(?:读者|观众)(?:能够?|可以)?(?:感受|体会|理解)
        | 注[:：]|（注[:：]
        """,
        re.VERBOSE,
    ),
    Language.EN: re.compile(
        rf"""
        [(\[]\s*(?:the\s+)?end(?:\s+of\s+(?:the\s+)?{_PIECE_EN})?\s*[.)\]]
        | the\s+end\b\s*[.!]?\s*(?:$|\n)
        | end\s+of\s+(?:the\s+)?{_PIECE_EN}\b
        | (?:that(?:['’]s|\s+is)|and\s+that(?:['’]s|\s+is)|this\s+is)\s+(?:how|where)\s+
          (?:the|this|our|my)\s+{_PIECE_EN}\s+ends?\b
        | this\s+{_PIECE_EN}\s+(?:ends|shows|captures|explores|highlights|follows
          |is\s+(?:about|written)|conveys|aims|tells|illustrates|demonstrates|serves|has\s+been\s+written)\b
        | the\s+{_PIECE_EN}\s+ends\s+with\b
        | \(?note:|\(?word\s+count
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
}
_SENTENCE_START = re.compile(
    r"(?:^|(?<=[。！？!?\n”」』]))[ \t\u3000*_>#-]*|(?<=[.!?][\"”’'\s])\s*"
)


def aside_start(text: str, language: Language) -> int | None:
    """Return where the first sentence about the text itself begins, or None.

    Only whole sentences count, so that a figure who says "这个故事" goes on speaking.
    """
    for start in _SENTENCE_START.finditer(text):
        if _ASIDES[language].match(text, start.end()):
            return start.start()
    return None
