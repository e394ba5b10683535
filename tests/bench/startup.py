"""Measures how long it takes from the start of the process to a window that can be used.

Run by `make bench`: the files are warm after the first start, which does not count.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

STARTS = 7
PROBE = """
import gc; gc.disable()
from writer_gui import app
from PySide6.QtCore import QTimer
opened = app.open_program
def open_and_leave(application):
    program = opened(application)
    QTimer.singleShot(0, lambda: (print("usable", flush=True), application.quit()))
    return program
app.open_program = open_and_leave
app.run()
"""


def main() -> int:
    """Start, wait for the first idle moment of the window, report the median."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "WRITER_HOME": home,
            "WRITER_MODELS": home,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "PYTHONPYCACHEPREFIX": home,
        }
        # Where this is set, as on many build machines, every start would compile all modules.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times = [_start(environment) for _ in range(STARTS + 1)][1:]
    sys.stdout.write(f"start to a usable window: {statistics.median(times):.2f} s ")
    sys.stdout.write(f"(of {STARTS}, {min(times):.2f} to {max(times):.2f})\n")
    return 0


def _start(environment: dict[str, str]) -> float:
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", PROBE], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # it was asked for
        process.stdout.readline()
        return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
