"""Which language a text is in, and how purely."""

from __future__ import annotations

import re

from writer_gui.domain.language import Language

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff]")
_LATIN_END = 0x250


def detect_language(text: str) -> Language:
    """Return Chinese when at least a fifth of the letters are Han, else English."""
    han = len(HAN.findall(text))
    return Language.ZH if han and han * 5 >= sum(map(str.isalpha, text)) else Language.EN


def is_own_letter(char: str, language: Language) -> bool:
    """Return whether a letter belongs to the language's own script."""
    if language is Language.ZH:
        return bool(HAN.match(char))
    return ord(char) < _LATIN_END


def script_purity(text: str, language: Language, allowed: str = "") -> float:
    """Return the share of letters, 0 to 1, that are of the language's own script.

    Foreign words that also occur in `allowed` (names and quotes that were asked for) count as
    own. A text without letters is pure.
    """
    known = {word.casefold() for word in foreign_words(allowed, language)}
    letters = sum(map(str.isalpha, text))
    words = foreign_words(text, language)
    foreign = sum(len(word) for word in words if word.casefold() not in known)
    return 1.0 if not letters else 1 - foreign / letters


def foreign_words(text: str, language: Language) -> list[str]:
    """Return the runs of letters that are not of the language's own script."""
    foreign = "".join(
        char if char.isalpha() and not is_own_letter(char, language) else " " for char in text
    )
    return foreign.split()
