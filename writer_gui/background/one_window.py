"""One window for each data directory: a second start brings the first window to the front."""

from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING

import psutil
from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from writer_gui.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

ANSWER_MS = 5000
_LOCK_NAME = "window.lock"
_ANSWER = b"here"


class OneWindow(QObject):
    """Holds the data directory for this process. A lock left by a crash is taken over."""

    called = Signal()  # another start wants to see the window

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / _LOCK_NAME))
        self._lock.setStaleLockTime(0)  # stale when its process is gone, however long it runs
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)

    def take(self) -> bool:
        """Take the data directory; False where a window of this computer has come to the front.

        Raises UserError where another process holds it and does not answer.
        """
        if not self.hold():
            return False
        # A folder that cannot be written has no lock; the database says it better.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def hold(self) -> bool:
        """Take the data directory as `take` does, for work without a window."""
        self._make_folder()
        if self._locked():
            return True
        if self._call():
            return False
        raise self._held()

    def close(self) -> None:
        """Give the data directory free."""
        self._server.close()
        self._lock.unlock()

    def _locked(self) -> bool:
        """Take the lock; true as well where none can be made."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return True
        return self._is_left_behind() and self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def _is_left_behind(self) -> bool:
        """Whether the process the lock names is a later one that was given the same number."""
        process, host, _ = self._lock.getLockInfo()
        try:
            made = (self._folder / _LOCK_NAME).stat().st_mtime
            return host == socket.gethostname() and psutil.Process(process).create_time() > made
        except (OSError, psutil.Error):
            return False

    @property
    def _name(self) -> str:
        where = str(self._folder.resolve()).encode("utf-8", "surrogateescape")
        return f"writer-gui-{hashlib.sha256(where).hexdigest()[:16]}"

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The folder {self._folder} cannot be made ({error.strerror}); choose another "
                "with --data-dir."
            ) from error

    def _call(self) -> bool:
        first = QLocalSocket()
        first.connectToServer(self._name)
        return first.waitForReadyRead(ANSWER_MS) and first.readAll().data() == _ANSWER

    def _held(self) -> UserError:
        process, host, _ = self._lock.getLockInfo()
        return UserError(
            f"{self._folder} is open in another Writer GUI (process {process} on {host}), which "
            "does not answer; close it there, or choose another folder with --data-dir."
        )

    @Slot()
    def _on_connected(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        caller.write(_ANSWER)
        caller.flush()
        self.called.emit()
