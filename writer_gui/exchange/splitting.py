"""Where one JSON value ends and the next begins, in a file too long to hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_RECORD = 10_000_000
"""Characters of JSON. The longest text of COIG-Writer has 31,071 characters."""

_CHUNK = 1 << 18

_TOKEN = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+["\n]|[{}\[\],"]', re.DOTALL)
"""A bracket, a comma or a string. A string ends at the end of its line at the latest, so that
one missing quote costs one record and not the rest of the file."""

_IN_STRING = re.compile(r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+', re.DOTALL)
_ELEMENT = re.compile(r"[^\s,\]]")
_DEPTH = {"{": 1, "[": 1, "}": -1, "]": -1}

Value = tuple[int, str | None]
"""The line a value begins at, from 1, and its text; None where it is too large."""


def split_values(file: TextIO) -> Iterator[Value]:
    """Cut a file into values: the lines of JSONL, or the elements of an array.

    Objects spread over lines, one after another, are cut as the elements of an array are.
    """
    lines = 0
    while (head := file.readline(_CHUNK)) and not head.strip():
        lines += head.endswith("\n")
    if head.lstrip().startswith("[") or head.strip() == "{":
        yield from _Elements(file, head.replace("[", "", head.lstrip().startswith("[")), lines + 1)
    elif head:
        yield from _lines(file, head, lines + 1)


def _lines(file: TextIO, head: str, number: int) -> Iterator[Value]:
    if not head.endswith("\n"):
        head += file.readline(LARGEST_RECORD)
    while head:
        is_whole = len(head) <= LARGEST_RECORD
        if not is_whole and not head.endswith("\n"):
            _skip_line(file)
        if head.strip():
            yield number, head if is_whole else None
        number += 1
        head = file.readline(LARGEST_RECORD + 1)


def _skip_line(file: TextIO) -> None:
    while (rest := file.readline(_CHUNK)) and not rest.endswith("\n"):
        pass


class _Elements:
    """The elements of an array; holds one element and one chunk of the file at most."""

    def __init__(self, file: TextIO, head: str, line: int) -> None:
        self._file = file
        self._buffer = head
        self._start = 0  # where the present element begins
        self._at = 0  # how far it has been looked through
        self._line = line
        self._too_large = False

    def __iter__(self) -> Iterator[Value]:
        while self._skip_separators():
            line = self._line
            self._too_large = False
            end = self._find_end()
            text = self._buffer[self._start : end]
            self._leave(end)
            yield line, None if self._too_large or len(text) > LARGEST_RECORD else text

    def _skip_separators(self) -> bool:
        """Go to the next element; False at the end of the file."""
        while True:
            found = _ELEMENT.search(self._buffer, self._start)
            self._leave(found.start() if found else len(self._buffer))
            if found:
                return True
            if not self._more():
                return False

    def _find_end(self) -> int:
        """Return where the present element ends; the end of the file ends it anyhow."""
        depth = 0
        while True:
            match = _TOKEN.search(self._buffer, self._at)
            token = match.group() if match else ""
            if match is None or token == '"':
                self._at = match.start() if match else len(self._buffer)
                if not self._more():
                    return len(self._buffer)
                self._bound(in_string=token == '"')
                continue
            depth += _DEPTH.get(token, 0)
            self._at = match.end()
            if depth < 0 or (depth == 0 and token == ","):
                return match.start()
            if depth == 0 and token in _DEPTH:
                return match.end()

    def _bound(self, *, in_string: bool) -> None:
        """Forget what was read of an element that is too large."""
        if len(self._buffer) - self._start <= LARGEST_RECORD:
            return
        self._too_large = True
        self._at += in_string
        while in_string:
            end = self._at = _end_of(_IN_STRING, self._buffer, self._at)
            if end < len(self._buffer) and self._buffer[end] != "\\":
                self._at += 1
                break
            self._leave(end)
            in_string = self._more()
        self._leave(self._at)

    def _more(self) -> bool:
        """Read on, and let go of what was dealt with."""
        chunk = self._file.read(_CHUNK)
        self._buffer = self._buffer[self._start :] + chunk
        self._at -= self._start
        self._start = 0
        return bool(chunk)

    def _leave(self, end: int) -> None:
        """Begin anew at `end`."""
        self._line += self._buffer.count("\n", self._start, end)
        self._start = end
        self._at = max(self._at, end)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
