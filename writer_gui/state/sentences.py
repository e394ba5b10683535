"""Sentences of the layers that know no Qt, in the language of the interface.

An error is raised as a finished English sentence, so it is recognised by the template it was made
from (`assets/translations/sentences_zh.json`) and told again in Chinese.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from writer_gui import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEEPEST = 3
"""How many levels of reasons within reasons are told in Chinese too."""
LONGEST = 2_000
"""Characters; what is longer is a report of another program and not worth the search."""
_PLACE = re.compile(r"\{\d\}")


def localized(sentence: str) -> str:
    """Return a known sentence or reason in Chinese where the interface is, else as it is."""
    if QLocale().language() is not QLocale.Language.Chinese:
        return sentence
    return _shipped().chinese(sentence)


def in_a_row(sentences: Iterable[str]) -> str:
    """Return sentences as one text. A Chinese one carries its space in its full stop."""
    between = "" if QLocale().language() is QLocale.Language.Chinese else " "
    return between.join(sentences)


@cache
def _shipped() -> Sentences:
    file = paths.assets_dir() / "translations" / "sentences_zh.json"
    return Sentences(json.loads(file.read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class _Template:
    """The fixed ends are looked at first: that is quick, and most templates fall out there."""

    opening: str
    ending: str
    pattern: re.Pattern[str]
    chinese: str

    def values(self, sentence: str) -> tuple[str, ...] | None:
        """Return what varies, or None for a sentence of another template."""
        if not (sentence.startswith(self.opening) and sentence.endswith(self.ending)):
            return None
        matched = self.pattern.fullmatch(sentence)
        return matched and matched.groups()


class Sentences:
    """Templates with places {0}, {1} … and their Chinese, which may have the places elsewhere."""

    def __init__(self, chinese: Mapping[str, str]) -> None:
        self._fixed = {text: told for text, told in chinese.items() if not _PLACE.search(text)}
        varying = [text for text in chinese if text not in self._fixed]
        varying.sort(key=lambda text: len(_PLACE.sub("", text)), reverse=True)
        self._varying = [_template(text, chinese[text]) for text in varying]

    def chinese(self, sentence: str, depth: int = DEEPEST) -> str:
        """Return a sentence in Chinese, with the reasons in it; the most specific template wins."""
        if sentence in self._fixed:
            return self._fixed[sentence]
        if len(sentence) > LONGEST:
            return sentence
        for template in self._varying:
            values = template.values(sentence)
            if values is not None:
                told = (self._value(value, depth - 1) for value in values)
                return template.chinese.format(*told)
        return sentence

    def _value(self, value: str, depth: int) -> str:
        """Return a value in Chinese where it is a reason; a single word is a name and stays."""
        if depth < 0 or " " not in value:
            return value
        told = self.chinese(value, depth)
        return self._by_source(value, depth) if told == value else told

    def _by_source(self, value: str, depth: int) -> str:
        """Return "who: reason; who: reason" with its reasons in Chinese."""
        parts = value.split("; ")
        told = [self._reasoned(part, depth) for part in parts]
        return value if told == parts else "；".join(told)

    def _reasoned(self, part: str, depth: int) -> str:
        who, _, reason = part.partition(": ")
        told = self.chinese(reason, depth)
        return part if told == reason else f"{who}：{told}"


def _template(text: str, chinese: str) -> _Template:
    fixed = _PLACE.split(text)
    pattern = re.compile("(.*?)".join(map(re.escape, fixed)), re.DOTALL)
    return _Template(fixed[0], fixed[-1], pattern, chinese)
