"""Asks llama.cpp's own server for the speeds, and the waiting after an edit, that it would have."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from writer_gui.background.benchmark import (
    BACK_TOKENS,
    LONG_TOKENS,
    PROMPT_TOKENS,
    SHORT_TOKENS,
    WRITTEN_TOKENS,
    EditFigures,
    SpeedFigures,
)
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.background.benchmark import Texts
    from writer_gui.domain.generation import Passage

START_S = 120
ANSWER_S = 600
CONTEXT = 4096


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready, on this computer."""

    address: str

    def speed(self, texts: Texts) -> SpeedFigures:
        """Return its speeds over prompts of the same sizes as ours. Raises UserError."""
        read = self._complete(texts.passage(PROMPT_TOKENS, 1))
        short = self._complete(texts.passage(SHORT_TOKENS, WRITTEN_TOKENS))
        long = self._complete(texts.passage(LONG_TOKENS, WRITTEN_TOKENS))
        return SpeedFigures(
            float(read["prompt_per_second"]),
            float(short["predicted_per_second"]),
            float(long["predicted_per_second"]),
        )

    def edit(self, texts: Texts) -> EditFigures:
        """Return what it reads again after an edit and on the way back. Raises UserError."""
        passage = texts.passage(LONG_TOKENS, 1)
        cold = self._complete(passage)
        edited = self._complete(texts.edited(passage))
        first = texts.passage(BACK_TOKENS, 1)
        back_cold = self._complete(first)
        self._complete(texts.passage(BACK_TOKENS, 1))
        back = self._complete(first)
        return EditFigures(
            int(edited["prompt_n"]) + int(edited.get("cache_n", 0)),
            int(edited.get("cache_n", 0)),
            *(float(timings["prompt_ms"]) / 1000 for timings in (edited, cold, back, back_cold)),
        )

    def _complete(self, passage: Passage) -> dict[str, Any]:
        """Return the timings of one answer, reading included."""
        body = {
            "prompt": passage.messages[-1].content,
            "n_predict": passage.max_tokens,
            "ignore_eos": True,
            "cache_prompt": True,
            "seed": passage.seed,
        }
        request = urllib.request.Request(
            f"{self.address}/completion",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
                timings: dict[str, Any] = json.load(answer)["timings"]
        except (OSError, ValueError, KeyError) as error:
            raise _unusable(str(error)) from error
        return timings


@contextmanager
def running(program: str, model: str, threads: int) -> Iterator[Server]:
    """Run llama-server with one slot until the end of the block. Raises UserError."""
    port = _free_port()
    command = [program, "-m", model, "-t", str(threads), "-c", str(CONTEXT), "-np", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    try:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise _unusable(str(error)) from error
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, address)
        yield Server(address)
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except OSError:  # not listening yet, or still loading
            time.sleep(0.1)
    raise _unusable("it ended at once" if process.poll() is not None else "it is never ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unusable(reason: str) -> UserError:
    return UserError(
        f"llama-server could not be used ({reason}); set LLAMA_SERVER to its path, or unset it."
    )
