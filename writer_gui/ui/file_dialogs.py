"""Asks the writer for the files that sessions go to and come from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from writer_gui.state.workspace import Workspace

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class FileDialogs(QObject):
    """Forwards the answers; a dialog that is closed without one changes nothing."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._folder = _documents()

    @Slot()
    def export(self) -> None:
        """Export the story."""
        self._export(self.tr("Export the story"), with_plan=False)

    @Slot()
    def export_with_plan(self) -> None:
        """Export the story with prompt and plan."""
        self._export(self.tr("Export story and plan"), with_plan=True)

    def _export(self, title: str, *, with_plan: bool) -> None:
        session = self._workspace.desk.session
        if session is None:
            return
        name = _NOT_IN_NAMES.sub(" ", session.summary.title).strip(" .") or self.tr("Untitled")
        kinds = self._kinds()
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, title, str(self._folder / f"{name}.docx"), ";;".join(kinds)
        )
        if chosen:
            file = _suffixed(Path(chosen), kinds.get(kind, ".docx"))
            self._folder = file.parent
            self._workspace.files.export(file, with_plan=with_plan)

    def _kinds(self) -> dict[str, str]:
        """Return what the dialog calls each format, and its suffix."""
        names = {
            ".docx": self.tr("Word document"),
            ".pdf": self.tr("PDF"),
            ".epub": self.tr("E-book"),
            ".md": self.tr("Markdown"),
            ".txt": self.tr("Plain text"),
            ".html": self.tr("Web page"),
        }
        return {f"{name} (*{suffix})": suffix for suffix, name in names.items()}


def _suffixed(file: Path, suffix: str) -> Path:
    return file if file.suffix else file.with_name(file.name + suffix)


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
