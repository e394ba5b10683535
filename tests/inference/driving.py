"""Drives an engine's process as the program does: lines in, lines out."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from writer_gui.domain.generation import ChatMessage, ModelFile, Passage, Role
from writer_gui.inference.protocol import (
    EngineOptions,
    Event,
    Failed,
    Finished,
    Load,
    Loaded,
    LoadedModel,
    LoadFailed,
    Request,
    Write,
    decode_event,
    encode,
)

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from writer_gui.domain.generation import EngineFailure, PassageResult

    T = TypeVar("T")

PATIENCE_S = 120.0


def ask(text: str = "Tell me about the sea.", run: str = "run", **more: object) -> Passage:
    messages = (ChatMessage(Role.USER, text),)
    return Passage(run, messages, **{"max_tokens": 8, **more})  # type: ignore[arg-type]


class Worker:
    """An engine's process. Leaving the block ends its input, and it has to end by that."""

    def __init__(self, *command: str, **environment: str) -> None:
        self._command = command or ("-m", "writer_gui.inference.worker")
        self._environment = environment

    def __enter__(self) -> Worker:
        self.process = subprocess.Popen(
            [sys.executable, *self._command],
            env={**os.environ, **self._environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._events: queue.Queue[Event | None] = queue.Queue()
        self._count = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        assert error is not None or code == 0

    def send(self, request: Request) -> None:
        self.send_line(encode(request))

    def send_line(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def wait_for(self, *kinds: type[T], passage_id: str = "") -> T:
        """Return the next event of these kinds, about this passage if one is named."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            assert event is not None, "the worker has died"
            if isinstance(event, kinds) and passage_id in ("", getattr(event, "id", "")):
                return event

    def end_of_load(self) -> Loaded | LoadFailed:
        """Return how the next load to end has ended."""
        event = self.wait_for(Loaded, LoadFailed)
        assert isinstance(event, Loaded | LoadFailed)
        return event

    def load(
        self, path: Path, options: EngineOptions | None = None, contexts: str = ""
    ) -> LoadedModel:
        options = options or EngineOptions(context=768)
        self.send(Load(ModelFile(path.name, str(path)), options, contexts))
        event = self.wait_for(Loaded, LoadFailed)
        assert isinstance(event, Loaded), event
        return event.model

    def refusal(self, path: Path, options: EngineOptions | None = None) -> EngineFailure:
        """Have a file loaded that cannot be, and return what is said of it."""
        self.send(Load(ModelFile(path.name, str(path)), options or EngineOptions()))
        event = self.wait_for(Loaded, LoadFailed)
        assert isinstance(event, LoadFailed), event
        return event.failure

    def submit(self, passage: Passage) -> str:
        self._count += 1
        self.send(Write(str(self._count), passage))
        return str(self._count)

    def result(self, passage_id: str) -> PassageResult:
        event = self.wait_for(Finished, Failed, passage_id=passage_id)
        assert isinstance(event, Finished), event
        return event.result

    def write(self, passage: Passage) -> PassageResult:
        return self.result(self.submit(passage))

    def failure(self, passage: Passage) -> EngineFailure:
        event = self.wait_for(Finished, Failed, passage_id=self.submit(passage))
        assert isinstance(event, Failed), event
        return event.failure

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._events.put(decode_event(line))
        self._events.put(None)
