"""Speaks HTTP with one server: no redirects, no compression, nothing without an end."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from writer_gui.domain.generation import FailureKind
from writer_gui.inference.remote.address import no_address
from writer_gui.inference.remote.answers import (
    EventLines,
    Piece,
    RemoteError,
    no_answer,
    read_json,
    read_piece,
    told,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from writer_gui.inference.remote.address import Address

LONGEST_ANSWER = 4 << 20
"""Bytes read of an answer that is no stream."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: for a connection, and for the next word. A long prompt takes minutes."""

    connect_s: float = 10.0
    silence_s: float = 300.0


class Client:
    """One server and its key."""

    def __init__(self, address: Address, key: str, patience: Patience) -> None:
        """Connect to nothing yet. Raises RemoteError when the key must not be sent like this."""
        _check_key(key, address)
        self._address = address
        self._key = key
        timeout = httpx.Timeout(patience.silence_s, connect=patience.connect_s)
        headers = {"Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            # A proxy is for what is far away.
            self._http = httpx.AsyncClient(
                headers=headers, timeout=timeout, trust_env=not address.is_local
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            raise RemoteError(
                f"The proxy set in the environment cannot be used ({error}); correct or unset it.",
                FailureKind.BAD_OPTIONS,
            ) from error

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[Client]:
        """Close all connections if what is done with them fails or is stopped."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.close)
            yield self
            stack.pop_all()

    async def models(self) -> list[dict[str, Any]]:
        """Return the models the server has; nothing where it does not tell. Raises RemoteError."""
        async with self._request("GET", "/models", None) as response:
            if response.status_code in (404, 405, 501):
                return []
            value = read_json(await self._accepted(response))
        found = value.get("data")
        if not isinstance(found, list):
            raise no_answer()
        return [entry for entry in found if isinstance(entry, dict)]

    async def pieces(self, body: dict[str, object]) -> AsyncGenerator[Piece, None]:
        """Yield an answer as it comes, to its end. Raises RemoteError."""
        lines, has_ended = EventLines(), False
        async with self._request("POST", "/chat/completions", body) as response:
            if response.status_code != 200:
                await self._accepted(response)
            if "event-stream" not in response.headers.get("content-type", ""):
                raise no_answer()
            async for data in response.aiter_raw():
                for line in lines.feed(data):
                    if line == b"[DONE]":
                        return
                    piece = read_piece(line)
                    has_ended = has_ended or bool(piece.finish)
                    yield piece
        if not has_ended:
            raise RemoteError(
                f"The connection to {self._address.host} broke off; what had come is kept, try "
                "again."
            )

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    @asynccontextmanager
    async def _request(
        self, method: str, path: str, body: dict[str, object] | None
    ) -> AsyncIterator[httpx.Response]:
        content = None if body is None else json.dumps(body).encode("ascii")
        headers = {} if body is None else {"Content-Type": "application/json"}
        url = self._address.base + path
        host = self._address.host
        try:
            async with self._http.stream(method, url, content=content, headers=headers) as response:
                self._refuse_redirect(response)
                yield response
        except httpx.ConnectError as error:
            raise RemoteError(
                f"The server {host} cannot be reached; check the address and that it is running."
            ) from error
        except httpx.TimeoutException as error:
            raise silence(host) from error
        except (httpx.InvalidURL, UnicodeError) as error:  # a name that names no host
            said = str(no_address(self._address.base))
            raise RemoteError(said, FailureKind.BAD_OPTIONS) from error
        except httpx.HTTPError as error:
            raise RemoteError(
                f"The connection to {host} broke off; what had come is kept, try again."
            ) from error

    def _refuse_redirect(self, response: httpx.Response) -> None:
        if 300 <= response.status_code < 400:
            raise RemoteError(
                f"The server {self._address.host} sends on to another address, where the text is "
                "not sent; enter the final address if you trust it."
            )

    async def _accepted(self, response: httpx.Response) -> bytes:
        """Return the whole of a good answer. Raises RemoteError for any other."""
        data = b""
        async for part in response.aiter_raw():
            data += part
            if len(data) > LONGEST_ANSWER:
                raise no_answer()
        if response.status_code == 200:
            return data
        raise self._refusal(response.status_code, data)

    def _refusal(self, status: int, data: bytes) -> RemoteError:
        try:
            said = told(json.loads(data))
        except (ValueError, RecursionError):
            said = ""
        if self._key:
            said = said.replace(self._key, "…")
        host = self._address.host
        if status in (401, 403):
            return RemoteError(f"The server {host} wants another key{said}; enter the right one.")
        if status == 404:
            return RemoteError(f"The server {host} has no such model or address{said}; check both.")
        if status in (400, 422):
            return RefusedRequestError(
                f"The server {host} does not take this request{said}; shorten it or choose "
                "another model."
            )
        if status == 429:
            return RemoteError(f"The server {host} has too much to do{said}; try again later.")
        return RemoteError(f"The server {host} failed with {status}{said}; try again later.")


def _check_key(key: str, address: Address) -> None:
    problem = ""
    if not (key.isascii() and key.isprintable()):
        problem = "The key holds characters no key has; enter it again."
    elif key and not address.is_private:
        problem = (
            "The key would travel so that anyone on the way can read it; use an address that "
            "begins with https."
        )
    if problem:
        raise RemoteError(problem, FailureKind.BAD_OPTIONS)


class RefusedRequestError(RemoteError):
    """The server does not understand the request, or does not want it."""


def silence(host: str) -> RemoteError:
    """Return the error for a server that says nothing any more."""
    return RemoteError(
        f"The server {host} has said nothing for too long; what had come is kept, try again."
    )
