"""Offline is a property, not a promise: what is no download opens no connection."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WATCHED = """
import json, sys
asked = []
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        if event != "socket.connect" or args[1] and isinstance(args[1], tuple):
            asked.append([event, repr(args[1:])])
sys.addaudithook(hook)
"""
COMMAND = "from writer_gui.__main__ import main; main({arguments!r})"
WINDOW = """
from PySide6.QtCore import QTimer
from writer_gui import app
opened = app.open_program
def open_and_quit(application):
    QTimer.singleShot(1500, application.quit)
    return opened(application)
app.open_program = open_and_quit
assert app.run() == 0
"""
REPORT = """
import psutil
open_ = [str(c) for c in psutil.Process().net_connections(kind="inet")]
sys.stderr.write("asked: " + json.dumps(asked + open_) + chr(10))
"""


def connections_of(code: str) -> list[object]:
    """Run code in a fresh interpreter and return what it tried to reach."""
    outcome = subprocess.run(
        [sys.executable, "-c", WATCHED + code + REPORT],
        check=True,
        capture_output=True,
        text=True,
    )
    (line,) = [line for line in outcome.stderr.splitlines() if line.startswith("asked: ")]
    found = json.loads(line.removeprefix("asked: "))
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    "arguments", [["models", "list", "--json"], ["sessions", "--json"]], ids=" ".join
)
def test_a_command_reaches_for_nothing(arguments: list[str]) -> None:
    assert connections_of(COMMAND.format(arguments=arguments)) == []


def test_the_window_reaches_for_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WRITER_MODELS", str(tmp_path))
    assert connections_of(WINDOW) == []


def test_the_watch_sees_a_connection() -> None:
    code = "import socket\ntry: socket.create_connection(('127.0.0.1', 1))\nexcept OSError: pass\n"
    assert connections_of(code)
