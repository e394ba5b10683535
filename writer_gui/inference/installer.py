"""Work on model files as a process of its own: install NAME, add FILE or verify NAME.

It prints one JSON object a line: `progress` (done, total), `note` (text), and at the end one of
`finished` (model), `failed` (message) and `stopped` (message). The end of its input stops it, so
it does not outlive the window.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.inference.collection import ModelCollection
from writer_gui.inference.transfer import InstallStopped, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.inference.model_info import ModelInfo

VERBS = ("install", "add", "verify")


def main(arguments: Sequence[str]) -> int:
    """Do what is asked and say how it went; the exit code is that of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("subject")
    parsed = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window to handle
    end_of_input = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(end_of_input,), daemon=True).start()
    watch = Watch(
        lambda done, total: _say("progress", done=done, total=total),
        lambda text: _say("note", text=text),
        end_of_input.is_set,
    )
    try:
        info = _work(parsed.verb, parsed.subject, watch)
    except InstallStopped as stop:
        _say("stopped", message=str(stop))
        return 130
    except UserError as error:
        _say("failed", message=str(error))
        return 3
    _say("finished", model=asdict(info))
    return 0


def _work(verb: str, subject: str, watch: Watch) -> ModelInfo:
    collection = ModelCollection.open()
    if verb == "install":
        return collection.install(subject, watch)
    if verb == "add":
        return collection.add(Path(subject), watch)
    return collection.verify(subject, watch)


def _wait_for_the_end(reached: threading.Event) -> None:
    """Wait until the window closes our input, or is gone."""
    # Not through sys.stdin: a thread that holds its lock aborts the interpreter at its end.
    while os.read(0, 4096):
        pass
    reached.set()


def _say(event: str, **fields: object) -> None:
    line = json.dumps({"event": event, **fields}).encode("ascii") + b"\n"
    try:
        os.write(1, line)
    except BrokenPipeError:  # nobody listens any more
        raise InstallStopped("Stopped.") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
