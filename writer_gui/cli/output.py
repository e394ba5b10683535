"""What commands print: data to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
from typing import TextIO


class Console:
    """Where a command writes. With `as_json` stdout holds exactly one JSON value."""

    def __init__(
        self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._progress_shown = False

    def result(self, value: object, text: str) -> None:
        """Print the outcome of the command: `value` as JSON, or `text` for people."""
        shown = json.dumps(value, ensure_ascii=False, indent=1) if self.as_json else text
        self._out.write(shown.rstrip("\n") + "\n")
        self._out.flush()

    def note(self, text: str) -> None:
        """Say something beside the result."""
        self._end_progress()
        self._err.write(text + "\n")
        self._err.flush()

    def progress(self, text: str) -> None:
        """Show where the work stands on one line that is overwritten; only on a terminal."""
        if not self._err.isatty():
            return
        self._err.write("\r\x1b[K" + text)
        self._err.flush()
        self._progress_shown = True

    def _end_progress(self) -> None:
        if self._progress_shown:
            self._err.write("\r\x1b[K")
            self._progress_shown = False
