from __future__ import annotations

import subprocess
import sys

ENDS_TOO_EARLY = """
import sys
from threading import Event
from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid
from writer_gui.background.errands import Errands

application = QCoreApplication([])
root = QObject()
errands = Errands(root)
started = Event()

def work():
    started.set()
    while isValid(errands):
        pass
    {ending}

errands.run(work, print)
started.wait()
del root  # as at the end of the program; what is under way is waited for
"""


def _end_during(ending: str) -> subprocess.CompletedProcess[str]:
    script = ENDS_TOO_EARLY.replace("{ending}", ending)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
    )


def test_work_that_outlives_the_program_is_told_to_nobody() -> None:
    for ending in ("return 1", "raise ValueError"):
        outcome = _end_during(ending)
        assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")
