"""The server that may write instead of a model on this computer: off until it is turned on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from writer_gui.domain.generation import ModelFile
from writer_gui.errors import UserError
from writer_gui.inference.remote.address import is_address, parse_address
from writer_gui.inference.remote.keys import store_key
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.settings import Settings
    from writer_gui.state.preferences import PreferencesState


def server_model(settings: Settings) -> ModelFile | None:
    """Return the server as the model to load, or None while it is off."""
    if not settings.remote_on:
        return None
    return ModelFile(settings.remote_model, settings.remote_url)


def server_at(url: str) -> ModelFile:
    """Return the first model of a server as the model to load. Raises UserError."""
    return ModelFile("", parse_address(url).base)


def far_host(path: str) -> str:
    """Return the computer a text goes to with the model at this path; "" while it stays here."""
    if not is_address(path):
        return ""
    try:
        address = parse_address(path)
    except UserError:
        return path
    return "" if address.is_local else address.host


class RemoteState(QObject):
    """Turns the server on and off. Its key goes to the keyring, in another thread: it may ask."""

    changed = Signal()
    notice = Signal(object)  # Notice
    _kept = Signal(str, str)  # address, model
    _forgotten = Signal()
    _refused = Signal(str)  # a sentence

    def __init__(self, preferences: PreferencesState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._shown = server_model(preferences.settings)
        preferences.changed.connect(self._on_preferences)
        queued = Qt.ConnectionType.QueuedConnection
        self._kept.connect(self._switch_on, queued)
        self._forgotten.connect(self._tell_forgotten, queued)
        self._refused.connect(self._tell, queued)

    @property
    def is_on(self) -> bool:
        """Whether the server writes."""
        return self._preferences.settings.remote_on

    @property
    def url(self) -> str:
        """The address that was entered last."""
        return self._preferences.settings.remote_url

    @property
    def model(self) -> str:
        """The model on the server that was entered last; "" is the first it has."""
        return self._preferences.settings.remote_model

    @property
    def host(self) -> str:
        """The computer texts go to, or "" while they stay on this one."""
        return far_host(self.url) if self.is_on else ""

    def turn_on(self, url: str, model: str, key: str) -> None:
        """Have a server write from now on; an empty key leaves the one that is kept."""
        try:
            base = parse_address(url).base
        except UserError as error:
            self._tell(str(error))
            return
        wanted, secret = model.strip(), key.strip()
        if secret:
            self._ask_keyring(base, secret, lambda: self._kept.emit(base, wanted))
        else:
            self._switch_on(base, wanted)

    @Slot()
    def turn_off(self) -> None:
        """Have the model on this computer write again."""
        self._preferences.change(remote_on=False)

    @Slot()
    def forget_key(self) -> None:
        """Take the key out of the keyring."""
        if self.url:
            self._ask_keyring(self.url, "", self._forgotten.emit)

    def _ask_keyring(self, base: str, key: str, then: Callable[[], None]) -> None:
        def ask() -> None:
            try:
                store_key(base, key)
            except UserError as error:
                self._refused.emit(str(error))
            else:
                then()

        QThreadPool.globalInstance().start(ask)

    @Slot(str, str)
    def _switch_on(self, base: str, model: str) -> None:
        self._preferences.change(remote_on=True, remote_url=base, remote_model=model)

    @Slot()
    def _tell_forgotten(self) -> None:
        self.notice.emit(Notice(self.tr("The key is forgotten."), passing=True))

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self.notice.emit(Notice(sentence))

    @Slot()
    def _on_preferences(self) -> None:
        now = server_model(self._preferences.settings)
        if now != self._shown:
            self._shown = now
            self.changed.emit()
