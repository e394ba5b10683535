"""What becomes of the result where stdout does not take it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAYS = (
    "import sys; from types import SimpleNamespace as N; from writer_gui import cli;"
    "result = {'file': sys.argv[1], 'long': 'x' * int(sys.argv[2])};"
    "run = lambda args, console: console.result(result, sys.argv[1]) or 0;"
    "sys.exit(cli.run(N(json=True, run=run)))"
)
FULL = Path("/dev/full")


def _started(name: str | bytes, length: int, stdout: int, encoding: str = "utf-8") -> list[object]:
    """Return the exit code, and what came on stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", SAYS, name, str(length)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        check=False,
    )
    return [done.returncode, done.stdout, done.stderr.decode()]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no such device")
def test_a_full_disk_is_a_sentence_and_an_error_of_the_world() -> None:
    with FULL.open("w") as full:
        code, _, told = _started("a", 9, full.fileno())
    assert (code, told) == (
        3,
        "The command did its work, but what it found could not be printed "
        "(No space left on device); send its output somewhere else.\n",
    )


@pytest.mark.parametrize("length", [9, 1_000_000])
def test_a_reader_who_has_enough_is_no_error(length: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    assert _started("a", length, writing) == [0, None, ""]
    os.close(writing)


@pytest.mark.skipif(sys.platform != "linux", reason="names are text on this system")
@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii:strict", "cp1252"])
def test_json_is_sound_whatever_the_name_and_the_encoding(encoding: str) -> None:
    name = "é信\U0001f600".encode() + b"\xc4\xe3"
    code, out, told = _started(name, 9, subprocess.PIPE, encoding)
    assert (code, told) == (0, "")
    assert isinstance(out, bytes)
    assert json.loads(out.decode("cp1252" if encoding == "cp1252" else "utf-8"))["file"] == (
        os.fsdecode(name)
    )
