"""The worker's loop: a thread reads requests, the main thread runs the model."""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING, BinaryIO

from writer_gui.domain.generation import EngineFailure, FailureKind
from writer_gui.inference.protocol import (
    AskPrice,
    Cancel,
    Event,
    Failed,
    Load,
    Loaded,
    LoadFailed,
    Loading,
    Priced,
    ProtocolError,
    Request,
    Started,
    Write,
    decode_request,
    encode,
    kind_and_id,
)
from writer_gui.inference.worker.contexts import open_files
from writer_gui.inference.worker.load_wishes import LoadWishes
from writer_gui.inference.worker.loading import LoadError
from writer_gui.inference.worker.model import Model
from writer_gui.inference.worker.native import AbortFlag, LogTail
from writer_gui.inference.worker.passages import Passages
from writer_gui.inference.worker.prompts import PassageError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

END = None

IDLE_S = 3.0
"""How long nothing has been asked for when what is in memory is put on disk as well."""


class Server:
    """Serves one program until its input ends."""

    def __init__(self, requests: BinaryIO, events: BinaryIO) -> None:
        self._input = requests
        self._output = events
        self._queue: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._abort = AbortFlag()
        self._wishes = LoadWishes()
        self._tail = LogTail()
        self._model: Model | None = None
        self._passages: Passages | None = None
        self._is_kept = True
        self._ending = threading.Event()
        self._writing = threading.Lock()

    def serve(self) -> None:
        """Answer requests until the input ends."""
        threading.Thread(target=self._read_requests, name="requests", daemon=True).start()
        self._emit(Started("llama.cpp"))
        while not self._ending.is_set():
            busy = self._passages is not None and self._passages.busy
            if not self._handle_waiting(wait=not busy):
                break
            if self._passages is not None and self._passages.busy:
                self._passages.step()
        self._keep_context()

    def _keep_context(self) -> None:
        """Put one context on disk, and remember when there is none left."""
        self._is_kept = self._passages is None or not self._passages.contexts.keep()

    def _read_requests(self) -> None:
        """Queue what comes in. A wish to stop takes effect in the middle of the graph."""
        for line in self._input:
            try:
                request = decode_request(line)
            except ProtocolError as error:
                self._refuse(line, error)
                continue
            self._take_note(request)
            self._queue.put(request)
        self._ending.set()
        self._abort.set()
        self._wishes.give_up()
        self._queue.put(END)

    def _take_note(self, request: Request) -> None:
        """Have a wish take effect on what is under way, before its turn in the queue comes."""
        if isinstance(request, Load):
            self._wishes.add()
        elif isinstance(request, Cancel) and request.id:
            # Before it is queued: else it could be answered, and the flag cleared, before the
            # flag is set, and nothing would be computed ever after.
            self._abort.set()
        elif isinstance(request, Cancel):
            self._wishes.give_up()

    def _refuse(self, line: bytes, error: ProtocolError) -> None:
        """Answer a line that is no request, so that nobody waits for it."""
        log.error("a line is no request: %s", error)
        sentence = f"The engine cannot do this ({error}). Correct the settings and try again."
        kind, request_id = kind_and_id(line)
        if kind == Load.__name__:
            self._emit(LoadFailed(EngineFailure(FailureKind.BAD_OPTIONS, sentence), request_id))
        elif request_id:
            self._emit(Failed(request_id, EngineFailure(FailureKind.BAD_REQUEST, sentence)))

    def _handle_waiting(self, *, wait: bool) -> bool:
        """Handle all requests that have come; False when there will be no more."""
        while True:
            try:
                request = self._queue.get(block=wait, timeout=None if self._is_kept else IDLE_S)
            except queue.Empty:
                if wait:
                    self._keep_context()
                return True
            if request is END:
                return False
            self._handle(request)
            wait = self._is_kept = False

    def _handle(self, request: Request) -> None:
        if isinstance(request, Load):
            self._load(request)
        elif isinstance(request, Cancel):
            self._cancel(request)
        elif self._passages is None:
            failure = EngineFailure(
                FailureKind.NO_MODEL, "No model is loaded; choose a model first."
            )
            self._emit(Failed(request.id, failure))
        elif isinstance(request, Write):
            self._passages.submit(request.id, request.passage)
        else:
            self._answer_price(request, self._passages)

    def _cancel(self, request: Cancel) -> None:
        if not request.id:
            return  # it took effect when it was read
        self._abort.clear()
        if self._passages is not None:
            self._passages.cancel(request.id)

    def _answer_price(self, request: AskPrice, passages: Passages) -> None:
        try:
            self._emit(Priced(request.id, passages.price(request.passage)))
        except PassageError as error:
            self._emit(Failed(request.id, error.failure))

    def _load(self, request: Load) -> None:
        self._unload()
        self._wishes.begin()
        progress = self._progress(request.id)
        try:
            self._model = Model(request.model, request.options, self._wishes, self._tail, progress)
        except LoadError as error:
            self._emit(LoadFailed(error.failure, request.id))
            return
        self._abort.attach(self._model.context)
        files = open_files(request.contexts, request.model, self._model)
        self._passages = Passages(self._model, self._emit, files)
        self._emit(Loaded(self._model.loaded, request.id))

    def _progress(self, load_id: str) -> Callable[[float], None]:
        """Return a function that reports every whole percent once."""
        last = -1

        def report(value: float) -> None:
            nonlocal last
            if round(value * 100) > last:
                last = round(value * 100)
                self._emit(Loading(value, load_id))

        return report

    def _unload(self) -> None:
        if self._passages is not None:
            self._passages.close()
        if self._model is not None:
            self._model.close()
        self._passages = self._model = None

    def _emit(self, event: Event) -> None:
        line = encode(event)
        try:
            with self._writing:
                self._output.write(line)
                self._output.flush()
        except BrokenPipeError:
            self._ending.set()
