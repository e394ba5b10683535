"""Looking for a word in a stored text itself, where no index knows it: a function of SQL."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from writer_gui.store.codec import unpacked
from writer_gui.store.search_text import first_hits, longest_piece, read_query

if TYPE_CHECKING:
    from writer_gui.store.search_text import Term


def holds_word(body: bytes, packed: int, word: str) -> int:
    """Tell whether a stored text has a word of `read_query`, or one without letters as it is.

    A damaged text has none: it must not keep the others from being found.
    """
    try:
        return _holds(unpacked(body, packed=bool(packed)), word)
    except (zlib.error, ValueError, TypeError):
        return 0


def _holds(plain: bytes, word: str) -> int:
    terms, piece = _read(word)
    if piece.isascii():
        if plain.isascii() and piece not in plain.lower():
            return 0
    elif piece not in plain:
        return 0  # most texts end here, before the dear part of it
    value = json.loads(plain)
    if not isinstance(value, str):
        return 0
    return int(bool(first_hits(terms, value)) if terms else word in value)


@lru_cache(maxsize=32)
def _read(word: str) -> tuple[tuple[Term, ...], bytes]:
    """Return the word as it is looked for, and what must stand in the bytes of JSON in any case."""
    return read_query(word), longest_piece(word).encode()
