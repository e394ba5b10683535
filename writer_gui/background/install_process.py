"""Install, add or verify a model in a child process, so that the window waits for nothing."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from writer_gui.inference.catalog import Role
from writer_gui.inference.model_info import ModelInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

GRACE_MS = 5000
"""How long the child may take to end its download after it was told to."""
UNEXPECTED = "The installation ended unexpectedly; what has arrived is kept. Install again."
COMMAND = (sys.executable, "-m", "writer_gui.inference.installer")


class InstallProcess(QObject):
    """Does one thing with one model at a time; each start ends in `finished` or `failed`.

    Cancelling keeps what has arrived, so it is a pause as well as an end.
    """

    progress = Signal(object, object)
    """Bytes done and in all; as objects, because a model has more bytes than a C int."""
    finished = Signal(object)
    """The ModelInfo."""
    failed = Signal(str)
    """A sentence with the next step; also after `cancel`."""

    def __init__(self, command: Sequence[str] = COMMAND, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._outcome: dict[str, Any] | None = None
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_errors)
        self._process.finished.connect(self._on_ended)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def install(self, name: str) -> None:
        """Start installing a model of the catalogue."""
        self._start("install", name)

    def add(self, path: str) -> None:
        """Start adding a file of the writer's."""
        self._start("add", path)

    def verify(self, name: str) -> None:
        """Start checking an installed model."""
        self._start("verify", name)

    def cancel(self) -> None:
        """Ask the child to stop; `failed` follows."""
        if self.running:
            self._process.closeWriteChannel()

    def close(self) -> None:
        """End the child at once, for good."""
        self.cancel()
        if self.running and not self._process.waitForFinished(GRACE_MS):
            self._process.kill()
            self._process.waitForFinished(GRACE_MS)

    def _start(self, verb: str, subject: str) -> None:
        if self.running:
            raise RuntimeError("one thing at a time")
        self._outcome = None
        self._process.start(self._command[0], [*self._command[1:], verb, subject])

    @Slot()
    def _on_output(self) -> None:
        while self._process.canReadLine():
            self._take(bytes(self._process.readLine().data()))

    def _take(self, line: bytes) -> None:
        try:
            event = json.loads(line)
            kind = event["event"]
        except (ValueError, KeyError, TypeError):
            log.warning("the installer said something odd: %.200r", line)
            return
        if kind == "progress":
            self.progress.emit(event["done"], event["total"])
        elif kind == "note":
            log.info("installer: %s", event["text"])
        else:
            self._outcome = event

    @Slot()
    def _on_errors(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        log.info("installer: %s", text.strip())

    @Slot()
    def _on_ended(self) -> None:
        """Tell the outcome only now, so that whoever hears of it can start the next thing."""
        self._on_output()
        outcome = self._outcome or {"event": "failed", "message": UNEXPECTED}
        if outcome["event"] == "finished":
            fields = outcome["model"]
            known = {"languages": tuple(fields["languages"]), "role": Role(fields["role"])}
            self.finished.emit(ModelInfo(**{**fields, **known}))
        else:
            self.failed.emit(outcome["message"])

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(
                f"The installation cannot be started ({self._process.errorString()}). "
                "Start the program again."
            )
