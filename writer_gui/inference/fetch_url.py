"""Download a file from an address, going on where an earlier attempt ended."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from writer_gui import __version__
from writer_gui.inference.gguf import MAGIC
from writer_gui.inference.transfer import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.inference.catalog import UrlSource
    from writer_gui.inference.transfer import Partial, Watch

log = logging.getLogger(__name__)

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a source is waited for. `retries` counts only attempts that brought nothing."""

    connect_s: float = 6.0
    silence_s: float = 30.0
    retries: int = 2
    pause_s: float = 2.0


def fetch_url(
    source: UrlSource, partial: Partial, watch: Watch, patience: Patience | None = None
) -> None:
    """Append the rest of the file to `partial`. Raises SourceError, InstallStopped, OSError."""
    patience = patience or Patience()
    fruitless = 0
    with _client(patience) as client:
        while not partial.complete:
            before = partial.size
            try:
                _attempt(client, source.url, partial, watch)
            except httpx.InvalidURL as error:
                raise SourceError("its address is none") from error
            except httpx.HTTPError as error:
                fruitless = 0 if partial.size > before else fruitless + 1
                if fruitless > patience.retries or isinstance(error, httpx.ConnectError):
                    raise SourceError(_reason(error)) from error
                log.info("download broke off at %d: %s", partial.size, error)
                watch.pause(patience.pause_s)


def _client(patience: Patience) -> httpx.Client:
    timeout = httpx.Timeout(patience.silence_s, connect=patience.connect_s)
    headers = {"User-Agent": f"writer-gui/{__version__}", "Accept-Encoding": "identity"}
    try:
        return httpx.Client(timeout=timeout, follow_redirects=True, headers=headers)
    except (ImportError, ValueError, httpx.InvalidURL) as error:  # a SOCKS proxy, or none at all
        raise SourceError("the proxy of this computer's settings cannot be used") from error


def _attempt(client: httpx.Client, url: str, partial: Partial, watch: Watch) -> None:
    with client.stream("GET", url, headers=_range(url, partial)) as response:
        _check(response, url, partial)
        _remember_tag(response, url, partial)
        for chunk in response.iter_raw():  # a chunk size would lose the last one when it breaks off
            if partial.size == 0 and chunk[: len(MAGIC)] != MAGIC[: len(chunk)]:
                raise SourceError("it sends something else")
            partial.append(chunk)
            watch.at(partial.size, partial.total)
    if not partial.complete:
        raise httpx.ReadError("the connection was closed too early")


def _check(response: httpx.Response, url: str, partial: Partial) -> None:
    """Make sure that what follows is the rest of the file, or its beginning again."""
    if url.startswith("https:") and response.url.scheme != "https":
        raise SourceError("it leads to an address that is not protected")
    if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        partial.clear()
        raise httpx.ReadError("the file has changed")
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        _check_range(response, partial)
        return
    if response.status_code in (429, *range(500, 600)):
        raise httpx.ReadError(f"it answers {response.status_code}")
    if response.status_code != httpx.codes.OK:
        raise SourceError(f"it answers {response.status_code}")
    partial.clear()
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) != partial.total:
        raise SourceError("it has another file")


def _check_range(response: httpx.Response, partial: Partial) -> None:
    matched = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if not matched or int(matched[1]) != partial.size:
        raise SourceError("it sends another piece than was asked for")
    if matched[2] not in ("*", str(partial.total)):
        raise SourceError("it has another file")


def _range(url: str, partial: Partial) -> dict[str, str]:
    """Ask for the rest only; from the same address only if the file there is still the same."""
    if partial.size == 0:
        return {}
    wanted = {"Range": f"bytes={partial.size}-"}
    tag = _remembered_tag(url, partial)
    return {**wanted, "If-Range": tag} if tag else wanted


def tag_path(part: Path) -> Path:
    """Return where the address and tag of a download under way are noted."""
    return part.with_name(part.name + ".tag")


def _remember_tag(response: httpx.Response, url: str, partial: Partial) -> None:
    tag = response.headers.get("ETag", "")
    noted = {"url": url, "tag": "" if tag.startswith("W/") else tag}
    tag_path(partial.path).write_text(json.dumps(noted), "utf-8")


def _remembered_tag(url: str, partial: Partial) -> str:
    try:
        noted = json.loads(tag_path(partial.path).read_text("utf-8"))
        return str(noted["tag"]) if noted["url"] == url else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "it does not answer"
    if isinstance(error, httpx.ConnectError):
        return "it cannot be reached"
    return str(error) or "the connection broke off"
