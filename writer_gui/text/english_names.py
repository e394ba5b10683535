"""Which words of an English text are names: capital letters where no sentence asks for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?"
_NAME = re.compile(rf"\b{_WORD}(?:[ ]{_WORD}){{0,2}}\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)]*\s+|\n\s*|[“\"]|[-–—•]\s+)$")
_PLAIN_WORDS = """
    a about across after again all almost alone along already also although always among an and
    another any as at away back because before behind below beneath beside between beyond both
    but by chapter could despite did does down during each early end ending even every everyone
    everything finally first for from he her here hers his how however i if in inside instead
    into it its just last late later let like many maybe meanwhile more most mr mrs ms my near
    never next no nobody not nothing now of off old on once one only open or other our out
    outside over past perhaps quiet quietly readers second set she should show since slowly
    small so some someone somehow something soon start step still story such suddenly tell that
    the their them then there these they third this those though three through throughout till
    to together tonight too toward towards two under until up upon use very was we were what
    when where whether which while who whole why with within without would write yet you young
    your dear
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_NAMES_AND_WORDS = """
    will may mark rose grace hope faith joy dawn summer april june august art bill chase drew
    frank grant guy hunter jack lance miles nick pat peg pierce ray rob skip sue victor wade
    penny ruby ivy iris violet daisy lily ginger robin heath cliff glen reed stone hazel olive
    sky star autumn page cole gene jean dean
"""
_WORDS_TOO = frozenset(_NAMES_AND_WORDS.split())
"""Names that are words as well; at a sentence's start a capital says nothing about them."""

_NOT_AFTER_NAME = re.compile(
    r"\s+(?:I|you|he|she|it|we|they|there|this|that|these|those|the|a|an|my|your|his|her|its|our|their|"
    r"anyone|someone|everyone|from|up|out|upon|for|of)\b"
)
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Aa]|[Aa]n)\s+$")
_FIRST_NAME_BEFORE = re.compile(r"\b([A-Z][a-z]+)\s+$")
_TITLES = frozenset(
    ("Mr", "Mrs", "Ms", "Dr", "Miss", "Captain", "Old", "Young", "Professor", "Sir")
)


def names_in(text: str, context: str) -> list[tuple[int, int]]:
    """Return where names stand in a text, in order.

    At the start of a sentence only those that `context` has in the middle of one as well, or that
    no text has in small letters.
    """
    return [
        (start, end)
        for start, end in _candidates(text)
        if not starts_sentence(text, start) or _is_known(text[start:end], context)
    ]


def has_name_shape(words: str) -> bool:
    """Whether words are one to three with capital letters, none of which is a plain one."""
    plain = any(word.casefold() in _PLAIN for word in words.split(" "))
    return _NAME.fullmatch(words) is not None and not plain


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(text):
        start, words = match.start(), match.group().split(" ")
        while words and (words[0].casefold() in _PLAIN or words[0] in _TITLES):
            start += len(words.pop(0)) + 1
        if words:
            yield start, match.end()


def _is_known(name: str, context: str) -> bool:
    found = re.finditer(rf"\b{re.escape(name)}\b", context)
    if any(not starts_sentence(context, match.start()) for match in found):
        return True
    first = name.split(" ", 1)[0]
    if " " in name:
        return True
    small = re.search(rf"\b{re.escape(first.lower())}\b", context)
    return (
        small is None
        and first.lower() not in _WORDS_TOO
        and not first.endswith(("ing", "ed", "ly"))
    )


def starts_sentence(text: str, at: int) -> bool:
    """Whether a word that begins there would have a capital letter whatever it is."""
    return _SENTENCE_START.search(text[max(0, at - 8) : at]) is not None


def is_name_at(text: str, start: int, end: int) -> bool:
    """Whether the word there is meant as a name: `Will` in `Will she come?` is not."""
    word = text[start:end]
    if word == "May" and re.match(r"\s+\d", text[end:]):
        return False
    if word.casefold() in _WORDS_TOO and starts_sentence(text, start):
        return _NOT_AFTER_NAME.match(text, end) is None
    return True


def is_surname_at(text: str, start: int, surname: str, first: str) -> bool:
    """Whether a surname there is of somebody called by it, and not of the family or a relative."""
    before = text[max(0, start - 24) : start]
    if _DETERMINER.search(before):
        return False
    match = _FIRST_NAME_BEFORE.search(before)
    if match is None or match.group(1) in _TITLES or match.group(1) == first:
        return True
    return match.group(1).casefold() in _PLAIN


def possessive_end(text: str, end: int) -> int:
    """Return where the apostrophe ends of a name in `James' hat`; the place itself without one."""
    bare = text[end : end + 1] in ("'", "’") and not text[end + 1 : end + 2].isalpha()
    return end + 1 if bare and text[end - 1 : end] == "s" else end
