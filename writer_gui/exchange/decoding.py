"""Text files in the encodings people have: UTF-8, marked or not, UTF-16, GB18030 and cp1252."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, TextIO

from writer_gui.errors import UserError
from writer_gui.exchange.files import is_special

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
_HIGH = re.compile(rb"[\x80-\xff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
UNREADABLE = re.compile("[\udc80-\udcff]")
"""What a byte that fits no encoding becomes in text read by `open_text`."""


def require_file(path: Path) -> None:
    """Refuse what can be read only once, as it comes: files are opened again. Raises UserError."""
    if is_special(path):
        raise UserError(
            f"{path} is no regular file; save what comes out of it as a file, and choose that."
        )


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
        require_file(path)
        encoding = detect_encoding(path)
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        return path.open(encoding=encoding, errors=errors, newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} could not be read ({reason}); choose another file.") from error


def read_text(path: Path) -> str:
    """Return a text file whole, with unreadable bytes as U+FFFD. Raises UserError.

    Unlike lines of records, which are never in it, a text may be in the cp1252 of old Windows.
    """
    with open_text(path) as file:
        data, encoding, errors = file.buffer.read(), file.encoding, file.errors or "strict"
    if encoding in {"utf-8", "gb18030"} and _is_western(data):
        encoding = "cp1252"
    return without_surrogates(data.decode(encoding, errors))


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


def _is_western(data: bytes) -> bool:
    """Whether most high bytes stand alone among ASCII, as cp1252 has its quotes and accents.

    Those of UTF-8 and, but for rare characters, of GB18030 never do.
    """
    runs = _HIGH.findall(data)
    alone = sum(len(run) == 1 for run in runs)
    if 3 * alone <= 2 * len(runs) or 3 * sum(map(len, runs)) > len(data):
        return False
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True
