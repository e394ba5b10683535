"""How long a text is, as its readers count."""

from __future__ import annotations

import re

from writer_gui.domain.language import Language
from writer_gui.text.language import HAN

_ENGLISH_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OTHER_WORD = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff]+")


def count_words(text: str, language: Language) -> int:
    """Count as the language does: Han characters plus each foreign word or number; or words."""
    if language is Language.EN:
        return len(_ENGLISH_WORD.findall(text))
    return len(HAN.findall(text)) + len(_OTHER_WORD.findall(text))


def count_characters(text: str) -> int:
    """Count the characters that are not white space."""
    return sum(1 for char in text if not char.isspace())
