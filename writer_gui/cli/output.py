"""What commands print: data to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TextIO

from writer_gui.errors import UserError


class Console:
    """Where a command writes. With `as_json` stdout holds exactly one JSON value."""

    def __init__(
        self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._progress_shown = False
        if isinstance(self._out, io.TextIOWrapper):  # a name of a file need not be UTF-8
            self._out.reconfigure(errors="backslashreplace")

    def result(self, value: object, text: str) -> None:
        """Print the outcome of the command: `value` as JSON, or `text` for people.

        A reader who has enough is no error. Raises UserError where it cannot be printed.
        """
        shown = self._json(value) if self.as_json else text
        try:
            self._out.write(shown.rstrip("\n") + "\n")
            self._out.flush()
        except BrokenPipeError:
            self._give_up()
        except OSError as error:
            self._give_up()
            reason = error.strerror or str(error)
            raise UserError(
                f"The command did its work, but what it found could not be printed ({reason}); "
                "send its output somewhere else."
            ) from error

    def _json(self, value: object) -> str:
        """Return JSON that stdout has all characters of."""
        shown = json.dumps(value, ensure_ascii=False, indent=1)
        try:
            shown.encode(self._out.encoding or "utf-8")
        except UnicodeEncodeError:
            return json.dumps(value, indent=1)
        return shown

    def _give_up(self) -> None:
        """Send what is left nowhere: Python would try to print it once more when it ends."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._out.fileno())
        os.close(nowhere)

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
