"""The program's side of an engine: starts the child process, sends requests, tells what happens."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from writer_gui.background.deaths import (
    NOT_STARTED,
    STUCK,
    explain_death,
    explain_loading_death,
)
from writer_gui.background.engine_process import EngineProcess
from writer_gui.background.engine_state import EnginePhase, EngineState, LoadWish
from writer_gui.background.restarts import Restarts
from writer_gui.domain.generation import EngineFailure, FailureKind
from writer_gui.errors import UserError
from writer_gui.inference.protocol import (
    AskPrice,
    Cancel,
    Chunk,
    EngineOptions,
    Event,
    Failed,
    Finished,
    Load,
    Loaded,
    LoadFailed,
    Loading,
    Priced,
    Reading,
    Started,
    Write,
)
from writer_gui.inference.remote.address import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from writer_gui.domain.generation import ModelFile, Passage

__all__ = ["Engine", "EnginePhase", "EngineState", "engine_command"]

log = logging.getLogger(__name__)

STOP_PATIENCE_MS = 10_000
"""How long a passage may take to stop. It takes milliseconds, unless the process is stuck."""


SERVER_COMMAND = [sys.executable, "-m", "writer_gui.inference.remote"]

_REPLACED = EngineFailure(
    FailureKind.NO_MODEL, "Another model was loaded meanwhile; write this again with it."
)


def engine_command(environment: Mapping[str, str]) -> list[str]:
    """Return how to start the engine: the model worker, or what WRITER_ENGINE names.

    Raises UserError when WRITER_ENGINE names no engine there is.
    """
    wanted = environment.get("WRITER_ENGINE", "")
    if not wanted:
        return [sys.executable, "-m", "writer_gui.inference.worker"]
    kind, _, file = wanted.partition(":")
    if kind != "scripted" or not file:
        raise UserError(
            f"WRITER_ENGINE is '{wanted}'; set it to scripted:FILE, or unset it for the real model."
        )
    script = str(Path(file).expanduser().absolute())
    return [sys.executable, "-m", "writer_gui.inference.scripted", script]


class Engine(QObject):
    """One engine process and the passages under way in it.

    Each submitted passage gets exactly one `finished` or `failed`, also when the process dies. A
    dead process is started again by itself, soon the first time and later each time after that
    (`Restarts`), or at once by the next `submit`; unless it died while loading: then only another
    `load` does.
    """

    state_changed = Signal(object)  # EngineState
    reading = Signal(str, int, int)  # passage, tokens read, tokens to read
    chunk = Signal(str, str)  # passage, new text
    finished = Signal(str, object)  # passage, PassageResult
    failed = Signal(str, object)  # passage, EngineFailure
    priced = Signal(str, object)  # request, Price

    def __init__(
        self,
        command: Sequence[str],
        parent: QObject | None = None,
        contexts: Path | None = None,
        usual: Callable[[ModelFile], EngineOptions] = lambda _model: EngineOptions(),
    ) -> None:
        """Start nothing yet. `contexts`: where to keep what a model has read for the next time.

        `usual` tells how a model is to be loaded where nothing else is said; it may raise
        UserError when that cannot be.
        """
        super().__init__(parent)
        self._usual = usual
        self._contexts = str(contexts or "")
        self._command = list(command)
        self._process = EngineProcess(command, self)
        self._process.told.connect(self._on_told)
        self._process.died.connect(self._on_died)
        self._process.not_started.connect(lambda: self._mourn(NOT_STARTED, is_loading=True))
        self._restarts = Restarts(self)
        self._restarts.due.connect(self._restart)
        self._is_stuck = False
        self._state = EngineState()
        self._wish = LoadWish()
        self._under_way: set[str] = set()
        self._count = 0
        self._handlers: dict[type[Event], Callable[..., None]] = {
            Started: lambda e: log.info("engine started: %s", e.engine),
            Loading: self._on_load_event,
            Loaded: self._on_load_event,
            LoadFailed: self._on_load_event,
            Reading: lambda e: self.reading.emit(e.id, e.done, e.total),
            Chunk: lambda e: self.chunk.emit(e.id, e.text),
            Finished: self._on_passage_finished,
            Failed: lambda e: self._settle(e.id, self.failed, e.failure),
            Priced: lambda e: self._settle(e.id, self.priced, e.price),
        }

    @property
    def state(self) -> EngineState:
        """Where the engine stands."""
        return self._state

    def load(self, model: ModelFile, options: EngineOptions | None = None) -> None:
        """Load a model; free when it is loaded or being loaded with these options already.

        A model whose path is the address of a server is spoken to by a process of its own kind.
        """
        try:
            options = options or self._usual(model)
        except UserError as error:
            self._wish.make(None)
            failure = EngineFailure(FailureKind.BAD_OPTIONS, str(error))
            self._set_state(EngineState(EnginePhase.BROKEN, failure=failure))
            return
        is_working = self._state.phase in (EnginePhase.LOADING, EnginePhase.READY)
        if is_working and self._wish.is_for(model, options):
            return
        wanted = Load(model, options, self._contexts, self._new_id())
        self._wish.make(wanted)
        self._restarts.call_off()
        self._fail_all(_REPLACED)
        self._process.use(SERVER_COMMAND if is_address(model.path) else self._command)
        self._set_state(EngineState(EnginePhase.LOADING, wanted=wanted))
        self._process.send(wanted)

    def submit(self, passage: Passage) -> str:
        """Have a passage written and return its id. While a model is loading it waits."""
        passage_id = self._new_id()
        self._request(Write(passage_id, passage))
        return passage_id

    def price(self, passage: Passage) -> str:
        """Ask what a passage would cost and return the id of the answer."""
        request_id = self._new_id()
        self._request(AskPrice(request_id, passage))
        return request_id

    def cancel(self, passage_id: str) -> None:
        """Stop a passage; it finishes with the text so far."""
        if passage_id in self._under_way:
            self._process.send(Cancel(passage_id))
            QTimer.singleShot(STOP_PATIENCE_MS, self, lambda: self._end_if_stuck(passage_id))

    def stop_loading(self) -> None:
        """Give up loading a model."""
        if self._state.phase is EnginePhase.LOADING:
            self._wish.give_up()
            self._process.send(Cancel(""))

    def close(self) -> None:
        """End the process and forget what is under way. Safe to call again."""
        self._restarts.call_off()
        self._process.close()
        self._under_way.clear()
        self._wish.make(None)
        self._set_state(EngineState())

    def _new_id(self) -> str:
        self._count += 1
        return str(self._count)

    def _request(self, request: Write | AskPrice) -> None:
        if not self._process.is_running:
            self._restart()
        self._under_way.add(request.id)
        self._process.send(request)

    @Slot()
    def _restart(self) -> None:
        wanted = self._wish.load
        if wanted is not None and self._state.phase is not EnginePhase.BROKEN:
            self._wish.make(None)
            self.load(wanted.model, wanted.options)

    def _end_if_stuck(self, passage_id: str) -> None:
        if passage_id in self._under_way and self._state.phase is EnginePhase.READY:
            self._is_stuck = True
            self._process.kill()

    def _on_load_event(self, event: Loading | Loaded | LoadFailed) -> None:
        state = self._wish.state_after(event)
        if state is not None:
            self._set_state(state)

    def _on_passage_finished(self, event: Finished) -> None:
        self._restarts.forget()
        self._settle(event.id, self.finished, event.result)

    def _settle(self, request_id: str, signal: object, value: object) -> None:
        if request_id in self._under_way:
            self._under_way.discard(request_id)
            signal.emit(request_id, value)  # type: ignore[attr-defined]  # a bound Signal

    @Slot(object)
    def _on_told(self, event: Event) -> None:
        self._handlers[type(event)](event)

    @Slot(bool, int)
    def _on_died(self, crashed: bool, code: int) -> None:
        failure = STUCK if self._is_stuck else explain_death(crashed=crashed, code=code)
        self._mourn(failure, is_loading=self._state.phase is EnginePhase.LOADING)

    def _mourn(self, failure: EngineFailure, *, is_loading: bool) -> None:
        """Tell everyone whom it concerns that the process is gone, and plan the next one."""
        log.info("the engine process ended: %s", failure.message)
        self._is_stuck = False
        if is_loading:
            failure = explain_loading_death(failure)
            self._set_state(EngineState(EnginePhase.BROKEN, failure=failure))
        else:
            self._restarts.plan()
            self._set_state(EngineState(EnginePhase.OFF, failure=failure))

    def _fail_all(self, failure: EngineFailure) -> None:
        for request_id in sorted(self._under_way, key=int):
            self._settle(request_id, self.failed, failure)

    def _set_state(self, state: EngineState) -> None:
        """Tell of a change; by one that is a failure all that is under way has failed too."""
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
        if state.failure is not None:
            self._fail_all(state.failure)
