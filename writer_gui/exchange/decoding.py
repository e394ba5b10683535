"""Text files in the encodings people have: UTF-8 with or without a mark, UTF-16, GB18030."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, TextIO

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")
UNREADABLE = re.compile("[\udc80-\udcff]")
"""What a byte that fits no encoding becomes in text read by `open_text`."""


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file, by its mark or by reading it through.

    A file that is valid in none is UTF-8 with some damage.
    """
    with path.open("rb") as file:
        head = file.read(4)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if len(head) >= 2 and 0 in head[:2] and head[:2] != b"\0\0":
        return "utf-16-le" if head[1] == 0 else "utf-16-be"
    return next((e for e in ("utf-8", "gb18030") if _is_valid(path, e)), "utf-8")


def open_text(path: Path) -> TextIO:
    """Open a text file, lines ending at line feeds alone.

    Bytes that fit no encoding become characters that `UNREADABLE` finds. Raises UserError.
    """
    try:
        encoding = detect_encoding(path)
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        return path.open(encoding=encoding, errors=errors, newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} could not be read ({reason}); choose another file.") from error


def read_text(path: Path) -> str:
    """Return a text file whole, with unreadable bytes as U+FFFD. Raises UserError."""
    with open_text(path) as file:
        return without_surrogates(file.read())


def without_surrogates(text: str) -> str:
    """Return a text that UTF-8 can hold: each lone surrogate as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
