"""What a prompt says about the text it asks for, found by rules: what is not said is not guessed.

Two findings that contradict each other: of two lengths the last one stated with a word such as
约, 不少于, at least counts, as people correct themselves at the end; of two genres or persons none
does. Nothing is read from what stands behind 参考资料.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.text import numerals
from writer_gui.text.clauses import without_references
from writer_gui.text.language import detect_language
from writer_gui.writing.findings import Finding, FindingKind, PromptReading
from writer_gui.writing.wanted_genre import wanted_genre
from writer_gui.writing.wanted_language import wanted_language
from writer_gui.writing.wanted_length import wanted_length
from writer_gui.writing.wanted_person import wanted_person

if TYPE_CHECKING:
    from writer_gui.domain.language import Language


def read_prompt(text: str) -> PromptReading:
    """Return what a prompt says about length, genre, language, person and form."""
    shown = without_references(numerals.plain(text))
    length, genre = wanted_length(shown), wanted_genre(shown)
    language, person = wanted_language(shown), wanted_person(shown)
    return PromptReading(
        length and Finding(FindingKind.LENGTH, *length),
        genre and Finding(FindingKind.GENRE, *genre),
        language and Finding(FindingKind.LANGUAGE, *language),
        person and Finding(FindingKind.PERSON, *person),
        _form(shown),
    )


def language_of(text: str) -> Language:
    """Return the language a text is to be in: the one asked for, else that of the prompt."""
    found = wanted_language(numerals.plain(text))
    return found[0] if found else detect_language(text)


_TITLE = re.compile(
    r"(?:题目|标题|题名|篇名|(?<!主)题)(?:叫做?|名为|定为|是|为|：|:)?\s?[《“「](?P<a>[^《》“”「」\n]{1,40})[》”」]"
    r"|以[《“「](?P<b>[^《》“”「」\n]{1,40})[》”」]为(?:题|标题|题目)"
    r"|\b(?:titled|entitled|(?:the )?title(?: is"
    r"| should be)?:?)\s[“\"'‘](?P<c>[^“”\"\n]{1,60}?)[,.]?[”\"'’]",
    re.IGNORECASE,
)
_LINES = re.compile(
    rf"(?:不少于|不得少于|至少|最少|不低于)(?P<a>\d+|{numerals.CHINESE})行"
    rf"|(?P<b>\d+|{numerals.CHINESE})行(?:以上|的?诗)"
    rf"|\b(?:at least|no fewer than|not less than|no less than|a minimum of)\s+(?P<c>\d+"
    rf"|{numerals.ENGLISH})\s+lines\b"
    rf"|\b(?P<d>\d+|{numerals.ENGLISH})[- ]line(?=\s+(?:poem|verse|sonnet|ballad))",
    re.IGNORECASE,
)
_PLAIN_FORMS = (
    (
        FindingKind.SALUTATION,
        re.compile(r"称呼|抬头|称谓|\bsalutation\b|\bgreeting line\b", re.IGNORECASE),
    ),
    (
        FindingKind.SIGNATURE,
        re.compile(r"落款|署名|\bsign[- ]off\b|\bsigned by\b|\bsignature\b", re.IGNORECASE),
    ),
    (
        FindingKind.LETTER,
        re.compile(
            r"(?:书信|信件|公开信|感谢信)的?(?:格式|形式|体)|写一?封[^，。；]{0,20}?信"
            r"|\b(?:write|compose|draft)\s+(?:\w+\s+){1,4}?letter\b|\bin the form of a letter\b",
            re.IGNORECASE,
        ),
    ),
    (
        FindingKind.ENDING,
        re.compile(
            r"(?:结尾|文末|最后一段|末尾)(?:处)?(?:要|需|应|必须|请|留|点|以|用)[^，。；！\n]{1,30}"
            r"|\b(?:end|ends|finish|close)\s+(?:it\s+|the \w+\s+)?with\s+[^,.;\n]{3,60}",
            re.IGNORECASE,
        ),
    ),
)


def _form(text: str) -> tuple[Finding[str] | Finding[int], ...]:
    found: list[Finding[str] | Finding[int]] = []
    if title := _TITLE.search(text):
        group = title.lastgroup or ""
        found.append(Finding(FindingKind.TITLE, title[group], *title.span(group)))
    if lines := _LINES.search(text):
        value = numerals.number_value(lines[lines.lastgroup or ""])
        if value:
            found.append(Finding(FindingKind.LINES, int(value), *lines.span()))
    for kind, pattern in _PLAIN_FORMS:
        if match := pattern.search(text):
            found.append(Finding(kind, match[0], *match.span()))
    return tuple(found)
