"""Asks the writer for the files that sessions go to and come from."""

from __future__ import annotations

import re
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from writer_gui.exchange.session_files import FORMATS

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
        self._suffix = ".docx"

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
        file = self._ask(title, name)
        if file is not None:
            self._folder, self._suffix = file.parent, file.suffix.lower()
            self._workspace.files.export(file, with_plan=with_plan)

    def _ask(self, title: str, name: str) -> Path | None:
        """Ask where to; the name follows the format that is chosen, and the other way round."""
        kinds = self._kinds()
        dialog = QFileDialog(self._window, title, str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds))
        dialog.selectNameFilter(next(k for k, suffix in kinds.items() if suffix == self._suffix))
        dialog.selectFile(name + self._suffix)
        dialog.filterSelected.connect(
            lambda kind: dialog.selectFile(_named(_chosen(dialog), kinds[kind]).name)
        )
        accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
        file, kind = _chosen(dialog), dialog.selectedNameFilter()
        dialog.deleteLater()
        if not accepted:
            return None
        return file if file.suffix.lower() in FORMATS else _free(_named(file, kinds[kind]))

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


def _chosen(dialog: QFileDialog) -> Path:
    return Path(dialog.selectedFiles()[0])


def _named(file: Path, suffix: str) -> Path:
    """Return a file name that ends in a suffix, which takes the place of one of ours."""
    stem = file.stem if file.suffix.lower() in FORMATS else file.name
    return file.with_name(stem + suffix)


def _free(file: Path) -> Path:
    """Return a name nothing has: whether to replace a file was not asked for this one."""
    names = (file.with_stem(f"{file.stem} {n}") for n in count(2))
    return next(name for name in chain([file], names) if not name.exists())


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
