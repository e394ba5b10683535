from __future__ import annotations

import contextlib

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inference.remote.shelf import Shelf
from writer_gui.errors import UserError
from writer_gui.inference.remote.address import parse_address
from writer_gui.inference.remote.answers import EventLines, RemoteError, read_piece
from writer_gui.inference.remote.keys import SERVICE, VARIABLE, read_key, store_key

BASE = "https://example.org/v1"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        (" http://localhost:1234/v1/ \n", "http://localhost:1234/v1"),
        ("https://Example.org/api/v1/chat/completions", "https://example.org/api/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
    ],
)
def test_addresses_are_understood_as_people_write_them(text: str, base: str) -> None:
    assert parse_address(text).base == base


@pytest.mark.parametrize(
    ("text", "is_local", "is_private"),
    [
        ("http://127.0.0.1", True, True),
        ("http://localhost:1", True, True),
        ("http://192.168.1.4", False, True),
        ("http://box.local", False, True),
        ("http://example.org", False, False),
        ("https://example.org", False, True),
        ("http://127.0.0.1.example.org", False, False),
        ("http://localhost.example.org", False, False),
    ],
)
def test_what_leaves_the_computer_and_who_can_read_it(
    text: str, is_local: bool, is_private: bool
) -> None:
    address = parse_address(text)
    assert (address.is_local, address.is_private) == (is_local, is_private)


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org", "file:///etc/passwd", "http://", "http://a b", "http://[::1"),
        *("http://host:99999", "http://host:x", "http://u:secret@host", "http://host?key=secret"),
        "http://ho\x00st",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_a_secret(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_address(text)
    assert "secret" not in str(refused.value)


@given(st.text(max_size=30).map("http://{}".format) | st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse_address(text)
    except UserError:
        return
    assert parse_address(address.base) == address


@given(st.lists(st.binary(max_size=30), max_size=6))
def test_any_stream_is_read_or_refused(parts: list[bytes]) -> None:
    lines = EventLines()
    with contextlib.suppress(RemoteError):
        for part in parts:
            for data in lines.feed(part):
                read_piece(data)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.delenv(VARIABLE, raising=False)
    made = Shelf()
    monkeypatch.setattr(keyring.core, "_keyring_backend", made)
    return made


def test_a_key_is_kept_by_the_keyring_alone(shelf: Shelf) -> None:
    store_key(BASE, "sk-1")
    assert shelf.kept == {(SERVICE, BASE): "sk-1"}
    assert read_key(BASE) == "sk-1"
    assert read_key("https://other.org/v1") == ""
    store_key(BASE, "")
    store_key(BASE, "")
    assert read_key(BASE) == ""


def test_the_environment_goes_first(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    store_key(BASE, "sk-1")
    monkeypatch.setenv(VARIABLE, "sk-2")
    assert read_key(BASE) == "sk-2"


def test_without_a_keyring_there_is_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.fail import Keyring

    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())
    assert read_key(BASE) == ""
    with pytest.raises(UserError, match=VARIABLE):
        store_key(BASE, "sk-1")


@pytest.mark.parametrize("key", ["a b", "a\nb", "schlüssel"])
def test_what_is_no_key_is_refused(shelf: Shelf, key: str) -> None:
    with pytest.raises(UserError, match="copy it again"):
        store_key(BASE, key)
    assert not shelf.kept
