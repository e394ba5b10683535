"""Start the model worker: requests on standard input, events on what was standard output."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

NICENESS = 5
OOM_SCORE = b"800"

SPIN_COUNT = "4000"
"""How long threads of llama.cpp wait for each other awake before they sleep, in turns of a loop.

OpenMP's own choice, 300,000, costs a computer that does something else as well dearly: each of
the two threads burns its share of time while it waits for the other. Measured with the default
model on 2 cores: a token takes 32 ms on an idle machine with either; at a load of 14 it took
540 ms, and 140 ms with 4,000. Without any spinning 50 ms, but 42 on the idle machine.
"""


def main() -> None:
    """Serve until the input ends."""
    events = os.fdopen(os.dup(1), "wb")
    # What native code prints must not get between the events.
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _step_back()
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN_COUNT)
    # ggml looks for libraries in the working directory.
    os.chdir(tempfile.gettempdir())
    sys.excepthook = _end_on_bug
    from writer_gui.inference.worker.server import Server

    Server(sys.stdin.buffer, events).serve()
    with contextlib.suppress(BrokenPipeError):
        events.close()
    # Leaving through the interpreter would run destructors of native code in a bad order.
    os._exit(0)


def _end_on_bug(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show a bug and end at once: the thread that waits for input would turn it into an abort."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    os._exit(1)


def _step_back() -> None:
    """Let the window go first: lower our priority and be the first to go when memory is short."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICENESS)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(OOM_SCORE)


if __name__ == "__main__":
    main()
