"""The scripted engine: says what a file tells it to, for tests and for trying the window.

The file holds JSON lines, one per passage in order and from the top again at its end:
`{"text": "…"}` streams that text as the whole answer, with `"chunk"` characters at a time and
`"delay_ms"` between; `{"error": "…"}` fails; `{"crash": 9}` kills this process with that signal
after its `"text"`.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from writer_gui.domain.generation import (
    EngineFailure,
    FailureKind,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
)
from writer_gui.inference.protocol import (
    Cancel,
    Chunk,
    Event,
    Failed,
    Finished,
    Load,
    Loaded,
    LoadedModel,
    LoadFailed,
    Priced,
    Reading,
    Request,
    Started,
    Write,
    decode_request,
    encode,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the script."""

    text: str = ""
    chunk: int = 8
    delay_ms: int = 0
    error: str = ""
    crash: int = 0


def read_script(path: Path) -> list[Answer]:
    """Read a script. Raises ValueError that says what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise ValueError(f"The script {path.name} cannot be read ({error}).") from error
    answers = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answers.append(Answer(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise ValueError(f"Line {number} of the script {path.name}: {error}.") from error
    if not answers:
        raise ValueError(f"The script {path.name} is empty.")
    return answers


class ScriptedEngine:
    """Answers passages one after another; several at once take turns chunk by chunk."""

    def __init__(self, script: Path, requests: BinaryIO, events: BinaryIO) -> None:
        self._script = script
        self._input = requests
        self._output = events
        self._queue: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._answers: list[Answer] = []
        self._next = 0
        self._active: list[_Speech] = []

    def serve(self) -> None:
        """Answer until the input ends."""
        threading.Thread(target=self._read_requests, daemon=True).start()
        self._emit(Started("scripted"))
        while self._handle_waiting():
            for speech in list(self._active):
                self._speak(speech)

    def _read_requests(self) -> None:
        for line in self._input:
            self._queue.put(decode_request(line))
        self._queue.put(None)

    def _handle_waiting(self) -> bool:
        while True:
            timeout = None if not self._active else min(s.wait() for s in self._active)
            try:
                request = self._queue.get(timeout=timeout)
            except queue.Empty:
                return True
            if request is None:
                return False
            self._handle(request)
            if self._active:
                return True

    def _handle(self, request: Request) -> None:
        if isinstance(request, Load):
            self._load(request)
        elif isinstance(request, Write):
            self._begin(request.id, request.passage)
        elif isinstance(request, Cancel):
            for speech in [s for s in self._active if s.id == request.id]:
                self._end(speech, PassageEnd.STOPPED)
        else:
            tokens = _length(request.passage)
            self._emit(Priced(request.id, Price(tokens, tokens // 2, tokens / 200)))

    def _load(self, request: Load) -> None:
        try:
            self._answers = read_script(self._script)
        except ValueError as error:
            failure = EngineFailure(FailureKind.BAD_MODEL, f"{error} Correct WRITER_ENGINE.")
            self._emit(LoadFailed(failure, request.id))
            return
        model = request.model
        loaded = LoadedModel(model.name, model.path, model.sha256, varies=False)
        self._emit(Loaded(loaded, request.id))

    def _begin(self, passage_id: str, passage: Passage) -> None:
        if not self._answers:
            failure = EngineFailure(FailureKind.NO_MODEL, "No script is loaded; load one first.")
            self._emit(Failed(passage_id, failure))
            return
        answer = self._answers[self._next % len(self._answers)]
        self._next += 1
        tokens = _length(passage)
        self._emit(Reading(passage_id, tokens, tokens))
        self._active.append(_Speech(passage_id, answer, tokens))

    def _speak(self, speech: _Speech) -> None:
        """Say the next chunk, or do what comes after the last."""
        if speech.wait() > 0:
            return
        answer = speech.answer
        text = answer.text[speech.said : speech.said + max(1, answer.chunk)]
        if text:
            self._emit(Chunk(speech.id, text))
            speech.said += len(text)
            speech.due = time.monotonic() + answer.delay_ms / 1000
        elif answer.crash:
            os.kill(os.getpid(), answer.crash)
        elif answer.error:
            self._active.remove(speech)
            self._emit(Failed(speech.id, EngineFailure(FailureKind.SERVER, answer.error)))
        else:
            self._end(speech, PassageEnd.MODEL)

    def _end(self, speech: _Speech, end: PassageEnd) -> None:
        self._active.remove(speech)
        seconds = time.monotonic() - speech.began
        result = PassageResult(
            speech.answer.text[: speech.said],
            end,
            speech.prompt_tokens,
            0,
            speech.said,
            0.0,
            seconds,
        )
        self._emit(Finished(speech.id, result))

    def _emit(self, event: Event) -> None:
        self._output.write(encode(event))
        self._output.flush()


class _Speech:
    """An answer being given."""

    def __init__(self, passage_id: str, answer: Answer, prompt_tokens: int) -> None:
        self.id = passage_id
        self.answer = answer
        self.prompt_tokens = prompt_tokens
        self.said = 0
        self.began = time.monotonic()
        self.due = self.began

    def wait(self) -> float:
        """Return the seconds until the next chunk is due."""
        return max(0.0, self.due - time.monotonic())


def _length(passage: Passage) -> int:
    """Count a passage's prompt as one token a character."""
    return sum(len(m.content) for m in passage.messages) + sum(map(len, passage.opening))


if __name__ == "__main__":
    ScriptedEngine(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer).serve()
