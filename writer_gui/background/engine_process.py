"""The child process of an engine: its pipes, its lines, its end."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Qt, QTimer, Signal, Slot

from writer_gui.inference.protocol import ProtocolError, Request, decode_event, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

GRACE_MS = 3000
"""How long a child may take to end after its input has ended."""

HUGE_PAGES = "glibc.malloc.hugetlb=1"
"""Has the memory of a model come in pages of 2 MiB, which Linux gives to those that ask for them.

Much of what a token takes is reading weights, and larger pages are found faster: 1.4 to 2.5 % less
for each token of the default model on 2 cores (`tests/bench/RESULTS.md`), for 0.4 s more at each
load. Other C libraries do not know the word and pass over it.
"""


class EngineProcess(QObject):
    """Starts the process with the first request, and again with the first after its death."""

    told = Signal(object)  # Event
    died = Signal(bool, int)  # whether a signal ended it; exit code, or that signal
    not_started = Signal()

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._process: QProcess | None = None
        self._buffer = b""

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    def send(self, request: Request) -> None:
        """Send a request, starting the process where there is none."""
        if self._process is None:
            self._process = self._start()
        self._process.write(encode(request))

    def use(self, command: Sequence[str]) -> None:
        """Run another program from the next request on; one that runs is let go."""
        if self._command == list(command):
            return
        self._command = list(command)
        process, self._process = self._process, None
        if process is not None:
            self._disconnect(process)
            process.finished.connect(process.deleteLater)
            process.closeWriteChannel()
            QTimer.singleShot(GRACE_MS, process, process.kill)

    def kill(self) -> None:
        """End the process by force; it tells of its death."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process: the end of its input first, then by force. Safe to call again."""
        process, self._process = self._process, None
        if process is None:
            return
        self._disconnect(process)
        process.closeWriteChannel()
        if not process.waitForFinished(GRACE_MS):
            process.kill()
            process.waitForFinished(GRACE_MS)
        process.deleteLater()

    def _disconnect(self, process: QProcess) -> None:
        process.readyReadStandardOutput.disconnect()
        process.finished.disconnect()
        process.errorOccurred.disconnect()

    def _start(self) -> QProcess:
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(self._on_finished)
        # Queued: it can come from within `start`, before the request that asked for it is noted.
        process.errorOccurred.connect(self._on_error, Qt.ConnectionType.QueuedConnection)
        self._buffer = b""
        process.start(self._command[0], self._command[1:])
        return process

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        data = self._buffer + self._process.readAllStandardOutput().data()
        *lines, self._buffer = data.split(b"\n")
        for line in lines:
            try:
                event = decode_event(line)
            except ProtocolError as error:
                log.error("the engine sent a line that is no event: %s", error)
                continue
            self.told.emit(event)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        """Tell of a start that failed, which ends without `finished`."""
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            log.error("the engine cannot be started: %s", self._process.errorString())
            self._process.deleteLater()
            self._process = None
            self.not_started.emit()

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is not None:
            self._on_output()
            self._process.deleteLater()
            self._process = None
        self.died.emit(status is QProcess.ExitStatus.CrashExit, code)


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONUTF8", "1")
    own = environment.value("GLIBC_TUNABLES")
    environment.insert("GLIBC_TUNABLES", f"{HUGE_PAGES}:{own}" if own else HUGE_PAGES)
    return environment
