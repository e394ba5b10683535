"""The real program in a process of its own, typing and drafting by itself, and telling of it.

    python -m tests.end_to_end.driven_window [SECONDS [FULL]]
    python -m tests.end_to_end.driven_window idle

From word FULL, if it is given, the disk is full until a save has failed and 20 more words are
typed; it closes 3 s after that.
Each line on stdout is a JSON list: `["typed", words so far, time]`, `["saved", words of which the
database has said that it has them]`, `["grew", stage, run, its characters so far, time]`,
`["unsaved", sentence]`. Times are those of the monotonic clock, which processes share. Without
SECONDS it goes on until it is killed; else it closes its window then. Idle, it says
`["idle"]` once all that a start brings is over, and does nothing by itself.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from tests.store.faults import LARGE, full_disk
from writer_gui import app
from writer_gui.domain.run import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.app import Program
    from writer_gui.domain.session import Draft, SessionSummary
    from writer_gui.state.autosave import SaveStatus
    from writer_gui.state.drafting import DraftEnded

KEY_MS = 40
WORDS_BEFORE_DRAFTING = 8
START_MS = 3000


class Driver:
    """Types numbered words into the prompt and has plan and story written over and over."""

    def __init__(self, program: Program, seconds: float | None, full: int | None) -> None:
        self._program = program
        self._full = full
        self._room: int | None = None  # the word from which on there is room again
        self._disk = ExitStack()
        prompt = program.window.findChild(QTextEdit, "promptEdit")
        assert prompt is not None
        self._prompt = prompt
        self._words = 0
        self._runs = 0
        self._grown = 0  # characters of this run
        drafting = program.core.drafting
        drafting.stream.plan_grew.connect(lambda _s, _step, text: self._tell(Stage.PLAN, text))
        drafting.stream.story_grew.connect(lambda *told: self._tell(Stage.STORY, told[-1]))
        drafting.ended.connect(self._on_ended)
        autosave = program.window._workspace.desk.autosave
        autosave.status_changed.connect(self._on_save_status)
        autosave._on_saved = partial(self._on_saved, autosave._on_saved)  # type: ignore[method-assign]
        self._timer = QTimer(program.window)
        self._timer.timeout.connect(self._type)
        self._timer.start(KEY_MS)
        if seconds is not None:
            QTimer.singleShot(int(seconds * 1000), program.window, program.window.close)

    def _type(self) -> None:
        if not self._prompt.isVisible():  # closed
            return
        self._words += 1
        if self._words == self._full:
            self._disk.enter_context(full_disk(self._program.core.database))
            # Words alone would fit into pages there are; in short lines, which are laid out fast.
            lines = (LARGE[n : n + 60] for n in range(0, 30_000, 60))
            self._prompt.insertPlainText("\n".join(lines) + "\n")
        if self._words == self._room:
            self._disk.close()
            closing = QTimer(self._program.window)
            closing.timeout.connect(self._program.window.close)
            closing.start(3000)  # again where it would not, as something was not saved yet
        QTest.keyClicks(self._prompt, f"w{self._words} ")
        say("typed", self._words, time.monotonic())
        if self._words == WORDS_BEFORE_DRAFTING:
            self._program.window._workspace.commands.write_story()

    def _on_saved(
        self, go_on: Callable[[Draft, SessionSummary], None], draft: Draft, summary: SessionSummary
    ) -> None:
        say("saved", draft.prompt.text.count("w"))
        go_on(draft, summary)

    def _on_save_status(self, status: SaveStatus) -> None:
        if status.problem:
            say("unsaved", status.problem)
            self._room = self._room or self._words + 20

    def _tell(self, stage: Stage, text: str) -> None:
        self._grown += len(text)
        say("grew", str(stage), self._runs, self._grown, time.monotonic())

    def _on_ended(self, ended: DraftEnded) -> None:
        if ended.stage is Stage.STORY:
            QTimer.singleShot(0, self._program.window._workspace.commands.write_plan)
        self._runs += 1
        self._grown = 0


def say(*words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def go_idle() -> None:
    """Leave not even a caret that blinks."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    say("idle")


def main() -> int:
    is_idle = sys.argv[1:] == ["idle"]
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 and not is_idle else None
    full = int(sys.argv[2]) if len(sys.argv) > 2 else None
    opened = app.open_program

    def drive(application: QApplication) -> Program:
        program = opened(application)
        desk = program.window._workspace.desk
        if is_idle:
            desk.opened.connect(lambda: QTimer.singleShot(START_MS, go_idle))
            return program
        desk.opened.connect(
            lambda: (
                setattr(program.window, "driver", Driver(program, seconds, full))
                if not hasattr(program.window, "driver")
                else None
            )
        )
        return program

    app.open_program = drive
    return app.run()


if __name__ == "__main__":
    sys.exit(main())
