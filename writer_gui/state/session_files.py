"""Sessions out of the library as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from writer_gui.background.errands import Errands
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.errors import UserError
    from writer_gui.state.desk import DeskState


class SessionFiles(QObject):
    """Writes the open session as it lies on the desk, so also where it could not be saved."""

    exported = Signal(object)  # Path
    notice = Signal(object)  # Notice

    def __init__(self, desk: DeskState) -> None:
        super().__init__(desk)
        self._desk = desk
        self._errands = Errands(self)

    def export(self, file: Path, *, with_plan: bool = False) -> None:
        """Write the session; the suffix of the file's name says in which format."""
        self._desk.flush()
        session = self._desk.session
        if session is None:
            return

        # Not at the top: what only files need would lengthen every start.
        from writer_gui.exchange import session_files

        def done(_size: int) -> None:
            text = self.tr("Exported to {0}.").format(file)
            self.notice.emit(Notice(text, passing=True))
            self.exported.emit(file)

        self._errands.run(
            lambda: session_files.export_session(session, file, with_plan=with_plan),
            done,
            self._on_failed,
        )

    def drain(self) -> None:
        """Wait until everything asked for is written. Outcomes arrive afterwards."""
        self._errands.drain()

    def _on_failed(self, error: UserError) -> None:
        self.notice.emit(Notice(str(error)))
