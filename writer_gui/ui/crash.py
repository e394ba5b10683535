"""What a bug looks like to the writer: a report they can copy, and a program that goes on."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

from writer_gui import __version__

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


def report_text(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> str:
    """Return a report: versions and the traceback, nothing the writer wrote."""
    versions = (
        f"Writer GUI {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()}"
    )
    return versions + "\n\n" + "".join(traceback.format_exception(kind, bug, trace))


class CrashReporter(QObject):
    """Shows one report at a time; further bugs meanwhile only go to the log."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False

    def install(self) -> None:
        """Take over what Python does with an exception nobody caught."""
        sys.excepthook = self.report

    def report(
        self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None
    ) -> None:
        """Log a bug and show it."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        text = report_text(kind, bug, trace)
        log.error("a bug: %s", text)
        if self._showing:
            return
        self._showing = True
        CrashDialog(text).exec()
        self._showing = False


class CrashDialog(QDialog):
    """The report, with a button that copies it."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong in the program"))
        self.resize(640, 400)
        words = QLabel(
            self.tr(
                "This is a fault of the program, not yours. Your text is saved as you type. "
                "Copy this report and send it to us; then go on."
            )
        )
        words.setWordWrap(True)
        shown = QPlainTextEdit(report)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("Report"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(shown)
        layout.addWidget(buttons)
