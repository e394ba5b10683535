"""The server that may write: when it is on, where its key goes, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest

from tests.inference.remote.shelf import Shelf
from writer_gui.domain.generation import ModelFile
from writer_gui.inference.remote.keys import SERVICE, VARIABLE
from writer_gui.state.preferences import PreferencesState
from writer_gui.state.remote import RemoteState, far_host, server_at, server_model

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from writer_gui.state.notice import Notice

URL = "https://example.org/v1"


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.delenv(VARIABLE, raising=False)
    made = Shelf()
    monkeypatch.setattr(keyring.core, "_keyring_backend", made)
    return made


@pytest.fixture
def preferences(tmp_path: Path, qtbot: QtBot) -> PreferencesState:
    return PreferencesState(tmp_path / "settings.json")


def test_it_is_off_until_it_is_turned_on(preferences: PreferencesState) -> None:
    remote = RemoteState(preferences)
    assert (remote.is_on, remote.host) == (False, "")
    assert server_model(preferences.settings) is None
    changes: list[None] = []
    remote.changed.connect(lambda: changes.append(None))
    remote.turn_on(" https://example.org ", " big ", "")
    assert (remote.is_on, remote.host) == (True, "example.org")
    assert server_model(preferences.settings) == ModelFile("big", URL)
    remote.turn_off()
    assert (remote.is_on, remote.host, remote.url) == (False, "", URL)
    assert len(changes) == 2


def test_the_key_goes_to_the_keyring_and_into_no_file(
    preferences: PreferencesState, shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    remote = RemoteState(preferences)
    with qtbot.waitSignal(remote.changed):
        remote.turn_on(URL, "", "sk-1")
    assert shelf.kept == {(SERVICE, URL): "sk-1"}
    assert "sk-1" not in (tmp_path / "settings.json").read_text()
    with qtbot.waitSignal(remote.notice) as told:
        remote.forget_key()
    assert "forgotten" in told.args[0].text
    assert not shelf.kept
    assert remote.is_on


def test_without_a_keyring_it_stays_off(
    preferences: PreferencesState, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from keyring.backends.fail import Keyring

    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())
    remote = RemoteState(preferences)
    with qtbot.waitSignal(remote.notice) as told:
        remote.turn_on(URL, "", "sk-1")
    assert VARIABLE in told.args[0].text
    assert not remote.is_on


def test_what_is_no_address_is_said_and_changes_nothing(preferences: PreferencesState) -> None:
    remote = RemoteState(preferences)
    notices: list[Notice] = []
    remote.notice.connect(notices.append)
    remote.turn_on("somewhere", "", "")
    assert "no address" in notices[0].text
    assert not remote.is_on


def test_only_what_leaves_the_computer_has_a_host() -> None:
    assert far_host("/models/a.gguf") == ""
    assert far_host("http://127.0.0.1:8080/v1") == ""
    assert far_host("http://192.168.1.5:8080/v1") == "192.168.1.5:8080"
    assert server_at("http://192.168.1.5:8080") == ModelFile("", "http://192.168.1.5:8080/v1")


def test_other_settings_are_nothing_to_it(preferences: PreferencesState) -> None:
    remote = RemoteState(preferences)
    changes: list[None] = []
    remote.changed.connect(lambda: changes.append(None))
    preferences.change(font_size=20)
    assert not changes
