"""What was found about a triplet: remarks, and the triplets it resembles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from writer_gui.ui.triplets.names import finding_text, twin_text
from writer_gui.ui.widgets import label, named

if TYPE_CHECKING:
    from writer_gui.state.review import Checked
    from writer_gui.store.resemblance import Twin

_MOST_TWINS = 3


class Findings(QWidget):
    """A list of sentences. A resemblance can be looked at side by side."""

    twin_wanted = Signal(object)  # Twin

    def __init__(self) -> None:
        super().__init__()
        named(self, "tripletChecks", self.tr("Checks"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_checked(self, checked: Checked) -> None:
        """Show what was found."""
        self.clear()
        for finding in checked.findings:
            self._say(finding_text(finding))
        for twin in checked.twins[:_MOST_TWINS]:
            self._offer(twin)
        if not checked.findings and not checked.twins:
            self._say(self.tr("Nothing stands out."))

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _say(self, text: str) -> None:
        line = label("· " + text, tone="muted")
        line.setWordWrap(True)
        self._column.addWidget(line)

    def _offer(self, twin: Twin) -> None:
        button = named(
            QPushButton(twin_text(twin)), "twinButton", self.tr("Show both side by side")
        )
        button.setToolTip(self.tr("Show both side by side"))
        button.setProperty("link", "true")
        button.clicked.connect(lambda: self.twin_wanted.emit(twin))
        self._column.addWidget(button)
