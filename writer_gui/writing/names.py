"""Names for people the writer has not named, so that not every one is called what all are called.

Small models answer with a handful of names, the same in every draft. Where one of them comes, the
step is asked for again with the beginning of another name, drawn by the seed of the run.
"""

from __future__ import annotations

import re

from writer_gui.domain.language import Language

_WORN = {
    Language.ZH: re.compile(
        r"\s*[“\"「]?(?:小[明红华李王张芳丽刚强]|[李王张][明华伟芳强丽三四五]|李小?雷|韩梅梅|王小[明红])"
    ),
    Language.EN: re.compile(
        r"\s*(?:(?:a|an|the)\s+(?:\w+\s+){0,4}(?:named|called)\s+)?"
        r"(?:Sarah|Emily|Emma|Lily|Jack|John|Jane|Alex|Sam|Max|Mia|Sophia|Elara|Elena)\b"
    ),
}
_SURNAMES = "沈陆顾程许谢宋唐冯邓曹彭曾萧田董袁潘蒋蔡余杜叶魏苏吕丁任姚卢傅钟姜崔谭廖范汪金石"
_GIVEN_NAMES = """
    Agnes Ansel Beatrix Bram Calla Conrad Delia Edmund Esther Fergus Greta Harriet Idris Ines
    Jonah Juno Kit Leopold Lydia Magnus Marguerite Nell Odile Orson Petra Quentin Rhoda Rufus
    Silas Sunniva Tamsin Theo Una Viola Walter Winifred Yusuf Zelda
"""
_FRESH = {Language.ZH: tuple(_SURNAMES), Language.EN: tuple(_GIVEN_NAMES.split())}
"""Surnames in Chinese, where the model adds the given name; given names in English."""


def is_worn(text: str, language: Language, allowed: str) -> bool:
    """Whether a text begins with a name that every draft has and the writer did not ask for."""
    match = _WORN[language].match(text)
    return match is not None and match.group().split()[-1].strip('“"「') not in allowed


def fresh_name(language: Language, seed: int) -> str:
    """Return the beginning of a name, the same for the same seed."""
    names = _FRESH[language]
    return names[seed % len(names)]
