"""The language a prompt asks for by name."""

from __future__ import annotations

import re

from writer_gui.domain.language import Language
from writer_gui.text.clauses import clauses

_NAMES = {
    "英": Language.EN,
    "中": Language.ZH,
    "汉": Language.ZH,
    "english": Language.EN,
    "chinese": Language.ZH,
    "mandarin": Language.ZH,
}
_SAID = re.compile(
    r"(?:用|使用|以|全文使?用?|语言[是为：:]?)(?:简体|纯|地道的?|流利的?)?(?P<zh>[英中汉])[文语](?!的?(?:口吻|腔|老师|课|名|诗歌的))"
    r"|写(?:成|一?[篇首封段则份]?)(?P<kind>英)[文语]|(?P<version>[英中])文版"
    r"|\bin\s+(?:simplified\s+|plain\s+|simple\s+|traditional\s+)?(?P<en>English|Chinese|Mandarin)\b",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(
    r"^\W*(?:(?:全文|请|要求|务必)*(?:使?用|以)|语言|(?:please\s+)?(?:answer|respond|language|all)?\s*in\s)",
    re.IGNORECASE,
)
_OF_CONTENT = re.compile(r"\b(?:who|that|which|where|about)\b|[的主]角|[他她它]", re.IGNORECASE)
"""What stands behind these is told of: a girl who sings in Chinese."""

_NOT = re.compile(
    r"(?:不要|别|不用|不得|不能|避免|do not|don['’]t|not|never)\s*(?:\w+\s)?$", re.IGNORECASE
)


def wanted_language(text: str) -> tuple[Language, int, int] | None:
    """Return the language that is asked for by name, None for none, another one, or two."""
    found: list[tuple[Language, int, int]] = []
    for clause in clauses(text):
        is_request = clause.asks is not None or _BY_ITSELF.match(clause.text)
        for match in _SAID.finditer(clause.text) if is_request else ():
            before = clause.text[: match.start()]
            if not _NOT.search(before) and not _OF_CONTENT.search(before):
                name = next(filter(None, match.groups())).lower()
                place = clause.start
                found.append((_NAMES[name], place + match.start(), place + match.end()))
    return found[0] if len({language for language, *_ in found}) == 1 else None
