"""The window on a library of many sessions: what the writer waits for, and what a key costs.

    python -m tests.bench.library_window DIR

DIR holds a library that `tests.bench.library --at DIR` made. Prints one JSON object; times are in
milliseconds. Times of searching leave out the pause after the last key, in which nothing is done.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from tests.bench.library import ASKED
from writer_gui.app import open_program

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.app import Program

KEYS = 300


def waited(program: Program, start: Callable[[], None]) -> float:
    """Return how long it takes from a wish until the list shows what it asks for."""
    library = program.window._library
    loop = QEventLoop()
    library.reset.connect(loop.quit)
    QTimer.singleShot(60_000, loop.quit)
    begun = time.perf_counter()
    start()
    loop.exec()
    library.reset.disconnect(loop.quit)
    QApplication.processEvents()  # paints
    return round((time.perf_counter() - begun) * 1000, 1)


def searched(program: Program, text: str) -> float:
    """Return how long a search takes without the pause after the last key."""
    library = program.window._library
    library._search = text
    return waited(program, library.refresh)


def typed(program: Program) -> dict[str, float]:
    """Return what a key press and a save cost on the GUI thread."""
    story = program.window.findChild(QTextEdit, "storyEdit")
    assert story is not None
    spent = []
    for n in range(KEYS):
        begun = time.perf_counter()
        QTest.keyClicks(story, "a")
        spent.append((time.perf_counter() - begun) * 1000)
        if n % 20 == 0:
            QApplication.processEvents()
    begun = time.perf_counter()
    program.window._workspace.desk.save_now()
    saving = (time.perf_counter() - begun) * 1000
    ranked = sorted(spent)
    return {
        "key_ms_95th": round(ranked[len(ranked) * 95 // 100], 2),
        "key_ms_worst": round(ranked[-1], 2),
        "save_on_gui_thread_ms": round(saving, 2),
    }


def memory() -> int:
    return int(psutil.Process().memory_info().rss // 2**20)


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1])
    script = folder / "script.jsonl"
    script.write_text('{"text": "x"}\n')
    os.environ |= {"WRITER_HOME": str(folder), "WRITER_ENGINE": f"scripted:{script}"}
    application = QApplication([])
    begun = time.perf_counter()
    program = open_program(application)
    figures: dict[str, object] = {}
    figures["list_after_start_ms"] = waited(program, lambda: None)
    figures["start_ms"] = round((time.perf_counter() - begun) * 1000, 1)
    figures["memory_mib"] = memory()
    figures["list_ms"] = waited(program, program.window._library.refresh)
    figures["search_ms"] = {text: searched(program, text) for text in ASKED}
    searched(program, "")
    figures |= typed(program)
    program.core.lane.drain()
    figures["memory_after_mib"] = memory()
    program.close()
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
