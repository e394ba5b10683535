"""Servers on this computer that answer as a test wants, however badly."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Act = Callable[["Handler"], None]

MODELS = {"data": [{"id": "big", "meta": {"n_ctx": 9000}}, {"id": "small"}]}


class Handler(BaseHTTPRequestHandler):
    """One request. `act` answers what is asked of the chat."""

    server: FakeServer
    body: dict[str, Any]

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.list_models(self)

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.asked.append(self.body)
        self.server.act(self)

    def log_message(self, *_args: object) -> None:
        pass

    def answer(self, status: int, value: object, **headers: str) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, content in headers.items():
            self.send_header(name.replace("_", "-"), content)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()

    def say(self, text: str, finish: str | None = None) -> None:
        choice = {"delta": {"content": text}, "finish_reason": finish}
        self.say_line("data: " + json.dumps({"choices": [choice]}))

    def say_line(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\n\n")
        self.wfile.flush()

    def stall(self) -> None:
        """Say nothing more until the test is over or the other side has gone."""
        self.server.over.wait(20)


class FakeServer(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self, act: Act, list_models: Act) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.act = act
        self.list_models = list_models
        self.asked: list[dict[str, Any]] = []
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_args: object) -> None:
        """Say nothing of connections that the other side has closed."""


def tell_models(handler: Handler) -> None:
    handler.answer(200, MODELS)


@contextmanager
def serving(act: Act, list_models: Act = tell_models) -> Iterator[FakeServer]:
    server = FakeServer(act, list_models)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()
