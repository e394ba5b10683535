"""The part of the models view where a server is turned on to write instead of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from writer_gui.inference.remote.address import EXAMPLE
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named, restyle

if TYPE_CHECKING:
    from writer_gui.state.remote import RemoteState

FIELD_WIDTH = 48 * GRID


class RemoteSection(QWidget):
    """Shows whether a server writes, and turns it on and off."""

    def __init__(self, remote: RemoteState) -> None:
        super().__init__()
        self._remote = remote
        self._url = _field("remoteUrl", self.tr("Address of the server"), EXAMPLE)
        self._model = _field(
            "remoteModel", self.tr("Model on the server"), self.tr("the first it has")
        )
        self._key = _field("remoteKey", self.tr("Key"), self.tr("only if the server wants one"))
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setToolTip(
            self.tr("Kept in the keyring of this computer. Leave it empty to use the one kept.")
        )
        self._state = named(label(tone="muted"), "remoteState", self.tr("Whether a server writes"))
        self._button = named(QPushButton(), "remoteButton", "")
        self._forget = named(
            QPushButton(self.tr("Forget the key")), "remoteForget", self.tr("Forget the key")
        )
        self._build()
        remote.changed.connect(self.refresh)
        self._button.clicked.connect(self._on_clicked)
        self._forget.clicked.connect(remote.forget_key)
        for field in (self._url, self._model, self._key):
            field.returnPressed.connect(self._turn_on)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the server as it is now."""
        remote = self._remote
        self._url.setText(remote.url)
        self._model.setText(remote.model)
        self._key.clear()
        text = self.tr("Turn off") if remote.is_on else self.tr("Write with the server")
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._state.setText(self._told_state())
        restyle(self._state, "tone", "accent" if remote.host else "muted")

    def _told_state(self) -> str:
        if self._remote.host:
            return self.tr("on: texts go to {0}").format(self._remote.host)
        if self._remote.is_on:
            return self.tr("on: the server is on this computer")
        return self.tr("off")

    def _build(self) -> None:
        explanation = label(
            self.tr(
                "A server with an OpenAI-compatible interface can write instead of a model on this "
                "computer. While it is on, your prompts and texts are sent there."
            ),
            tone="muted",
        )
        explanation.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(_caption(self.tr("Address"), self._url), self._url)
        form.addRow(_caption(self.tr("Model"), self._model), self._model)
        form.addRow(_caption(self.tr("Key"), self._key), self._key)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        for widget in (self._button, self._forget, self._state):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("A server instead"), role="title"))
        column.addWidget(explanation)
        column.addLayout(form)
        column.addSpacing(GRID // 2)
        column.addLayout(buttons)

    @Slot()
    def _on_clicked(self) -> None:
        if self._remote.is_on:
            self._remote.turn_off()
        else:
            self._turn_on()

    @Slot()
    def _turn_on(self) -> None:
        self._remote.turn_on(self._url.text(), self._model.text(), self._key.text())


def _field(name: str, accessible: str, hint: str) -> QLineEdit:
    field = named(QLineEdit(), name, accessible)
    field.setPlaceholderText(hint)
    field.setMinimumWidth(FIELD_WIDTH)
    return field


def _caption(text: str, field: QLineEdit) -> QLabel:
    caption = label(text)
    caption.setBuddy(field)
    return caption
