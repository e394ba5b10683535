"""The address of a server as a writer types it, checked before anything is sent there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from writer_gui.errors import UserError

EXAMPLE = "http://127.0.0.1:8080/v1"
_ENDPOINT = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server's interface begins. `is_local`: on this computer.

    `is_private`: what is sent cannot be read on the way by others, or stays in the own network.
    """

    base: str
    host: str
    is_local: bool
    is_private: bool


def parse_address(text: str) -> Address:
    """Return the address of a server. Raises UserError."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise no_address(text) from error
    is_clean = text.strip().isprintable() and " " not in text.strip()
    if parts.scheme not in ("http", "https") or not host or not is_clean:
        raise no_address(text)
    if parts.username is not None or parts.query or parts.fragment:
        raise UserError(
            "The address of the server holds more than an address; leave out everything but host, "
            "port and path, and put the key into its own field."
        )
    path = parts.path.rstrip("/").removesuffix(_ENDPOINT) or "/v1"
    shown_host = f"[{host}]" if ":" in host else host
    place = shown_host if port is None else f"{shown_host}:{port}"
    is_local, is_near = _is_local(host), _is_near(host)
    return Address(
        f"{parts.scheme}://{place}{path}", place, is_local, parts.scheme == "https" or is_near
    )


def is_address(path: str) -> bool:
    """Return whether the path of a model is the address of a server."""
    return path.startswith(("http://", "https://"))


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".lan", ".internal"))


def no_address(text: str) -> UserError:
    """Return the error for what is no address."""
    shown = "".join(char for char in text if char.isprintable())[:80]
    return UserError(f"“{shown}” is no address of a server; write one like {EXAMPLE}.")
