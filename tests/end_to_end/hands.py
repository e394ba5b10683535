"""Eyes and hands on the real window: what stands on the desk, and keys and clicks that change it.

`QtHands` works on a window of this process. `OtherWindow` looks at one of a process of its own, and
`ScreenHands` works on one, on a virtual display, with the key events that a keyboard would send.

    python -m tests.end_to_end.hands

opens the program, answers `look` and `where NAME` on stdin with a line of JSON, and closes the
window on `close`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Protocol, Self

from PySide6.QtCore import QPoint, QSocketNotifier, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QTextEdit, QWidget

from writer_gui import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from pytestqt.qtbot import QtBot

    from writer_gui.app import Program

KEY_MS = 12
ANSWER_S = 60.0


class Hands(Protocol):
    """What a walk through the window needs."""

    def look(self) -> dict[str, Any]: ...
    def click(self, name: str) -> None: ...
    def write(self, text: str) -> None: ...
    def press(self, keys: str) -> None: ...
    def wait(self, until: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any]: ...


def look(program: Program) -> dict[str, Any]:
    """Return what a writer sees on the desk."""
    workspace = program.window._workspace
    session, draft = workspace.desk.session, workspace.desk.draft
    story = program.window.findChild(QTextEdit, "storyEdit")
    return {
        "busy": program.core.drafting.busy,
        "plan": [step.text for step in draft.plan.steps],
        "locked": [n for n, step in enumerate(draft.plan.steps, start=1) if step.locked],
        "sections": [section.text for section in draft.story.sections],
        "stale": [stale.place for stale in workspace.desk.stale],
        "reasons": [stale.reason.value for stale in workspace.desk.stale],
        "shown": story.toPlainText() if story is not None else "",
        "plans": 0 if session is None else len(session.plans),
        "stories": 0 if session is None else len(session.stories),
        "focus": _focus(),
        "session": workspace.desk.session_id,
        "message": _words(program, "messageText"),
        "labels": {name: _words(program, name) for name in ("staleLabel", "planStale")},
        "price": _words(program, "rewriteStaleButton"),
        "diffs": {name: _words(program, name) for name in ("planChangeText", "candidate1Text")},
    }


def _focus() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def _words(program: Program, name: str) -> str:
    widget = program.window.findChild(QWidget, name)
    if widget is None or not widget.isVisible():
        return ""
    if isinstance(widget, QLabel | QPushButton):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, QTextEdit) else ""


def _found(program: Program, name: str) -> QWidget:
    found = program.window.findChild(QWidget, name)
    assert found is not None, f"there is no {name}"
    above = found.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(found)
        QApplication.processEvents()
    return found


class QtHands:
    """On a window of this process; key events are made by Qt."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self._program = program
        self._qtbot = qtbot

    def look(self) -> dict[str, Any]:
        return look(self._program)

    def click(self, name: str) -> None:
        widget = _found(self._program, name)
        target = widget.viewport() if isinstance(widget, QTextEdit) else widget
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))

    def write(self, text: str) -> None:
        QTest.keyClicks(self._receiver(), text)

    def press(self, keys: str) -> None:
        QTest.keySequence(self._receiver(), QKeySequence(keys))

    def wait(self, until: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any]:
        self._qtbot.waitUntil(lambda: bool(until(self.look())), timeout=int(seconds * 1000))
        return self.look()

    def _receiver(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        return popup or QApplication.focusWidget() or self._program.window


class OtherWindow:
    """A window of another process, to look at."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.hands"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            self._process.communicate("close\n", timeout=ANSWER_S)
        finally:
            self._process.kill()
            self._process.communicate()

    def look(self) -> dict[str, Any]:
        return dict(self._ask("look"))

    def wait(self, until: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while not until(seen := self.look()):
            assert time.monotonic() < end, seen
            time.sleep(0.05)  # another process cannot signal
        return seen

    def _ask(self, question: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class ScreenHands(OtherWindow):
    """On the window of another process, on a display of its own, through xdotool."""

    def __init__(self, display: str, environment: dict[str, str]) -> None:
        super().__init__({**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})

    def click(self, name: str) -> None:
        x, y = self._ask(f"where {name}")
        self._xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def write(self, text: str) -> None:
        self._xdotool("type", "--delay", str(KEY_MS), text)

    def press(self, keys: str) -> None:
        *modifiers, key = keys.split("+")
        name = key.lower() if len(key) == 1 else key
        self._xdotool("key", "--delay", str(KEY_MS), "+".join([*map(str.lower, modifiers), name]))

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True, timeout=60)


def _answer(program: Program, question: str) -> None:
    if question == "close":
        program.window.close()
    elif question == "look":
        _say(look(program))
    elif question.startswith("where "):
        widget = _found(program, question.removeprefix("where "))
        at = widget.mapToGlobal(QPoint(min(8, widget.width() // 2), min(8, widget.height() // 2)))
        ratio = widget.devicePixelRatioF()
        _say([round(at.x() * ratio), round(at.y() * ratio)])


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> int:
    opened = app.open_program

    def watched(application: QApplication) -> Program:
        program = opened(application)
        notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
        notifier.activated.connect(lambda: _answer(program, _line()))
        return program

    app.open_program = watched
    return app.run()


def _line() -> str:
    """Read one line without a buffer, which would hide the next one from the notifier."""
    read = b""
    while not read.endswith(b"\n"):
        more = os.read(sys.stdin.fileno(), 1)
        if not more:
            return "close"
        read += more
    return read.decode().strip()


if __name__ == "__main__":
    sys.exit(main())
