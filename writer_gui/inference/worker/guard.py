"""Tokens a passage may not use: other scripts, and its end before it is long enough.

A guard is a vector added to the logits in place (0 or minus infinity), so it costs the same
however many tokens it bans.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from writer_gui.domain.generation import Passage
    from writer_gui.inference.worker.model import Model

Bias: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float32]]"

CODE_MARKS = "{}[]<>|\\=_^~`"
"""Characters that belong to code, not to prose; models trained on code fall into it."""

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003ffff]")
_CJK_MARKS = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
_LATIN_END = 0x250


class Guard:
    """The bias vectors of one model, made when first needed."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._containing: dict[bytes, list[int]] = {}

    def vectors(self, passage: Passage) -> tuple[Bias, Bias]:
        """Return what to add before `min_chars` and from then on."""
        later = self._script(passage)
        early = later.copy()
        early[list(self._model.end_tokens)] = -np.inf
        for stop in passage.stop:
            early[self._tokens_containing(_key(stop))] = -np.inf
        return early, later

    def _script(self, passage: Passage) -> Bias:
        if passage.script is None:
            return np.zeros(self._model.vocab_size, np.float32)
        vector = np.zeros(self._model.vocab_size, np.float32)
        vector[self._foreign[passage.script]] = -np.inf
        for mark in CODE_MARKS:
            if mark not in passage.allowed:
                vector[self._tokens_containing(mark.encode())] = -np.inf
        for word in set(_WORD.findall(passage.allowed)):
            for spelling in (word, f" {word}"):
                vector[self._model.tokenize(spelling)] = 0
        return vector

    @cached_property
    def _foreign(self) -> dict[Language, list[int]]:
        texts = [piece.decode("utf-8", "ignore") for piece in self._model.pieces]
        return {
            Language.ZH: [t for t, text in enumerate(texts) if _foreign_to_chinese(text)],
            Language.EN: [t for t, text in enumerate(texts) if _foreign_to_english(text)],
        }

    def _tokens_containing(self, part: bytes) -> list[int]:
        if part not in self._containing:
            self._containing[part] = [
                token for token, piece in enumerate(self._model.pieces) if part in piece
            ]
        return self._containing[part]


def _key(stop: str) -> bytes:
    """Return the part of a stop string by which its tokens are known.

    A line must not be forbidden because a mark that stops the passage follows it.
    """
    mark = stop.lstrip("\n") or stop
    return mark[:2].encode()


def _foreign_to_chinese(text: str) -> bool:
    return any(char.isalpha() and not _HAN.match(char) for char in text)


def _foreign_to_english(text: str) -> bool:
    return any(char.isalpha() and ord(char) >= _LATIN_END for char in text) or bool(
        _CJK_MARKS.search(text)
    )
