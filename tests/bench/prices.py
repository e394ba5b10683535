"""What a rewrite was said to cost before its first word, against what it then took.

    python -m tests.bench.prices

In the real window on a virtual display, with the default model: a plan and its story are written,
then the plan is edited and stale sections, those from one on, and all are rewritten. Prints one
JSON object: for each rewrite the price, the seconds from the click to the first characters in the
window, and their ratio. Below a second no number is shown, so the ratio of those does not count.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.bench.desk import pause, virtual_display
from writer_gui.app import open_program
from writer_gui.background.engine import EnginePhase
from writer_gui.domain.plan import StepKind
from writer_gui.domain.session import Prompt
from writer_gui.state.commands import Scope
from writer_gui.store import sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.app import Program
    from writer_gui.domain.generation import Price

PROMPT = Prompt("写一个灯塔看守人的故事：三十年前寄出的一封信，今天才送到岛上。", length=240)
EDITS = ("他听见门外有人。", "风把窗推开了。", "灯忽然灭了。")
LEAST_SHOWN = 1.0


class Payer:
    """Asks for prices, pays them, and notes both."""

    def __init__(self, program: Program) -> None:
        self._drafting = program.core.drafting
        self.workspace = program.window._workspace
        self.paid: list[dict[str, object]] = []

    def until(self, signal: object, act: Callable[[], object]) -> object:
        """Do something and return what a signal then says."""
        told: list[object] = []
        loop = QEventLoop()

        def on_told(*what: object) -> None:
            told.append(what[-1] if what else None)
            loop.quit()

        signal.connect(on_told)  # type: ignore[attr-defined]  # a bound Signal
        act()
        if not told:
            loop.exec()
        signal.disconnect(on_told)  # type: ignore[attr-defined]  # a bound Signal
        return told[0]

    def write(self, act: Callable[[], object]) -> None:
        """Have something written to its end."""
        self.until(self._drafting.ended, act)

    def pay(self, scope: Scope, place: int, act: Callable[[], object]) -> None:
        """Ask for a price, have the text written, and note when its first words came."""
        pause(700)  # until the window has asked for the price of what is stale by itself
        price: Price = self.until(  # type: ignore[assignment]  # what that signal carries
            self._drafting.pricing.priced, lambda: self.workspace.commands.price(scope, place)
        )
        begun = time.monotonic()
        first: list[float] = []
        grew = self._drafting.stream.story_grew
        noting = grew.connect(lambda *_: first.append(time.monotonic() - begun))
        self.write(act)
        grew.disconnect(noting)
        taken = first[0]
        self.paid.append(
            {
                "what": scope.value,
                "kept": price.reused_tokens,
                "of": price.prompt_tokens,
                "price_s": round(price.seconds, 2),
                "taken_s": round(taken, 2),
                "ratio": round(price.seconds / taken, 2),
            }
        )


def prices(program: Program) -> dict[str, object]:
    """Return what was said and what was taken, for each rewrite."""
    payer = Payer(program)
    commands, desk = payer.workspace.commands, payer.workspace.desk
    with program.core.database.transaction() as tx:
        session_id = sessions.create_session(tx, PROMPT)
    payer.until(desk.opened, lambda: desk.open(session_id))
    payer.write(commands.write_plan)
    payer.pay(Scope.ALL, 0, commands.write_story)
    beats = [step for step in desk.draft.plan.steps if step.kind is StepKind.DEVELOPMENT]
    for step, edit in zip((beats[-1], beats[1], beats[0]), EDITS, strict=True):
        payer.workspace.steps.edit(step.id, step.text + edit)
        payer.pay(Scope.STALE, 0, commands.rewrite_stale)
    for place in (2, 1):
        payer.pay(Scope.FROM_HERE, place, partial(commands.rewrite_from, place))
    payer.workspace.steps.edit(desk.draft.plan.steps[0].id, "守灯的人其实是个孩子。")
    payer.pay(Scope.ALL, 0, commands.write_story)
    payer.pay(Scope.ALL, 0, commands.write_story)
    shown = [float(str(p["ratio"])) for p in payer.paid if float(str(p["price_s"])) >= LEAST_SHOWN]
    return {
        "prices": payer.paid,
        "median_ratio": round(statistics.median(shown), 2),
        "least_and_greatest_ratio": [min(shown), max(shown)],
    }


def measure_here() -> None:
    """Measure in this process, which has a library of its own."""
    program = open_program(QApplication([]))
    QTest.qWaitForWindowExposed(program.window)
    while program.core.engine.state.phase is not EnginePhase.READY:
        pause(50)
        if program.core.engine.state.phase is EnginePhase.BROKEN:
            raise SystemExit("The model cannot be loaded.")
    sys.stdout.write(json.dumps(prices(program)))
    program.close()


def main() -> int:
    """Measure on a virtual display."""
    if sys.argv[1:] == ["here"]:
        measure_here()
    elif not shutil.which("Xvfb"):
        sys.stdout.write("Prices are not measured: install Xvfb (make SETUP_ARGS=--display).\n")
    else:
        with virtual_display() as display, tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "DISPLAY": display,
                "QT_QPA_PLATFORM": "xcb",
                "WRITER_HOME": folder,
            }
            command = [sys.executable, "-m", "tests.bench.prices", "here"]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        sys.stdout.write(json.dumps(json.loads(done.stdout), indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
