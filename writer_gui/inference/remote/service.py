"""The loop of the remote engine: requests of the program in, events out, passages side by side."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from writer_gui.domain.generation import (
    EngineFailure,
    FailureKind,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
)
from writer_gui.errors import UserError
from writer_gui.inference.protocol import (
    AskPrice,
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
    ProtocolError,
    Request,
    Started,
    Write,
    decode_request,
    encode,
    kind_and_id,
)
from writer_gui.inference.remote.address import parse_address
from writer_gui.inference.remote.answers import Piece, RemoteError
from writer_gui.inference.remote.asking import THOUGHT_TOKENS, body
from writer_gui.inference.remote.client import Client, Patience, RefusedRequestError, silence
from writer_gui.inference.remote.keys import read_key
from writer_gui.inference.worker.tokens import TextStream
from writer_gui.text.thinking import CLOSING_MARKS, OPENING_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

log = logging.getLogger(__name__)

CHUNK_SECONDS = 0.05
SEQUENCES = 4
LONGEST_TOKEN = 64
"""Characters a token has at most on average; a server that sends more does not count them."""

_NO_SERVER = EngineFailure(FailureKind.NO_MODEL, "No server is connected; turn one on first.")


@dataclass(slots=True)
class Speech:
    """One passage under way."""

    id: str
    passage: Passage
    text: TextStream
    began: float = field(default_factory=time.monotonic)
    said: list[str] = field(default_factory=list)
    waiting: str = ""
    sent_at: float = 0.0
    first_s: float | None = None
    pieces: int = 0
    characters: int = 0
    is_apart: bool = False  # thinking, and the server tells that apart from the text
    usage: Piece = field(default_factory=Piece)

    def hear(self, piece: Piece) -> PassageEnd | None:
        """Take in a part of the answer; return why the passage is over if it is."""
        if piece.prompt_tokens or piece.tokens:
            self.usage = piece
        told = self._told(piece)
        if told:
            self.pieces += 1
            self.characters += len(told)
            if self.first_s is None:
                self.first_s = time.monotonic() - self.began
            self.waiting += self.text.feed(told.encode("utf-8", "replace"))
        if self.text.stopped:
            return PassageEnd.STOP_STRING
        room = self.passage.max_tokens + (THOUGHT_TOKENS if self.text.has_thought else 0)
        if self.characters > room * LONGEST_TOKEN:
            return PassageEnd.LENGTH
        return None

    def _told(self, piece: Piece) -> str:
        """Return thought and text of a part as models write them, the thought in its marks.

        What is thought behind the first word of the text is left out.
        """
        told = ""
        if piece.thought and not self.text.length:
            told = piece.thought.replace(CLOSING_MARKS[0], "")
            if not self.is_apart and not self.text.is_thinking:
                told = OPENING_MARKS[0] + told
            self.is_apart = True
        if piece.text and self.is_apart:
            told += CLOSING_MARKS[0]
            self.is_apart = False
        return told + piece.text

    def news(self, *, final: bool = False) -> str:
        """Return text to be sent, or nothing while the last sending is too recent."""
        if final:
            self.waiting += self.text.feed(b"", final=True)
        now = time.monotonic()
        if not self.waiting or (not final and now - self.sent_at < CHUNK_SECONDS):
            return ""
        text, self.waiting, self.sent_at = self.waiting, "", now
        self.said.append(text)
        return text

    def result(self, end: PassageEnd) -> PassageResult:
        """Return what came out, after the final news."""
        return PassageResult(
            "".join(self.said),
            end,
            self.usage.prompt_tokens or estimated_tokens(self.passage),
            self.usage.reused_tokens,
            self.usage.tokens or self.pieces,
            self.first_s,
            time.monotonic() - self.began,
        )


class Service:
    """Serves one program until its input ends."""

    def __init__(
        self, requests: BinaryIO, events: BinaryIO, patience: Patience | None = None
    ) -> None:
        self._input = requests
        self._output = events
        self._patience = patience or Patience()
        self._client: Client | None = None
        self._host = ""
        self._model = ""
        self._plain = False
        self._thinks = False
        self._loading: asyncio.Task[None] | None = None
        self._load_id = ""
        self._speeches: dict[str, tuple[Speech, asyncio.Task[None]]] = {}

    async def serve(self) -> None:
        """Answer requests until the input ends."""
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[bytes] = asyncio.Queue()

        def read() -> None:
            for line in self._input:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, b"")

        threading.Thread(target=read, name="requests", daemon=True).start()
        self._emit(Started("server"))
        while line := await lines.get():
            self._take(line)
        await self._disconnect()

    def _take(self, line: bytes) -> None:
        try:
            self._handle(decode_request(line))
        except ProtocolError as error:
            log.error("a line is no request: %s", error)
            failure = EngineFailure(
                FailureKind.BAD_REQUEST, f"The engine cannot do this ({error}); correct it."
            )
            kind, request_id = kind_and_id(line)
            if kind == Load.__name__:
                self._emit(LoadFailed(failure, request_id))
            elif request_id:
                self._emit(Failed(request_id, failure))

    def _handle(self, request: Request) -> None:
        if isinstance(request, Load):
            self._stop_loading()
            self._load_id = request.id
            # At once, not when the task begins: what is asked by then waits for this server.
            farewell = self._disconnect()
            self._loading = _watched(
                self._load(request, farewell),
                lambda failure: self._emit(LoadFailed(failure, request.id)),
            )
        elif isinstance(request, Write):
            speech = Speech(request.id, request.passage, TextStream(request.passage.stop))
            task = _watched(self._write(speech), lambda failure: self._break(speech, failure))
            self._speeches[request.id] = speech, task
        elif isinstance(request, AskPrice):
            price = Price(estimated_tokens(request.passage), 0, 0.0)
            self._emit(Priced(request.id, price))
        elif request.id:
            self._cancel(request)
        elif self._stop_loading():
            self._fail_loading("Connecting to the server was stopped; turn it on to try again.")

    def _stop_loading(self) -> bool:
        """Give up connecting; return whether that was under way."""
        task, self._loading = self._loading, None
        return task is not None and not task.done() and task.cancel()

    def _fail_loading(self, message: str, kind: FailureKind = FailureKind.SERVER) -> None:
        self._emit(LoadFailed(EngineFailure(kind, message), self._load_id))

    async def _load(self, request: Load, farewell: asyncio.Task[None]) -> None:
        await asyncio.shield(farewell)
        try:
            address = parse_address(request.model.path)
            key = await asyncio.to_thread(read_key, address.base)
            async with Client(address, key, self._patience).kept() as client:
                entry = _chosen(await client.models(), request.model.name, address.host)
        except UserError as error:
            self._fail_loading(str(error), FailureKind.BAD_OPTIONS)
            return
        except RemoteError as error:
            self._emit(LoadFailed(error.failure, request.id))
            return
        self._client, self._host, self._model = client, address.host, str(entry["id"])
        self._plain = self._thinks = False
        context = _context(entry) or request.options.context
        self._emit(
            Loaded(
                LoadedModel(
                    self._model,
                    request.model.path,
                    context=context,
                    sequences=SEQUENCES,
                ),
                request.id,
            )
        )

    async def _write(self, speech: Speech) -> None:
        if self._loading is not None:
            await asyncio.wait([self._loading])
        if self._client is None:
            self._fail(speech, _NO_SERVER)
            return
        try:
            end = await self._hear(speech, self._client)
        except RemoteError as error:
            self._fail(speech, error.failure)
        except TimeoutError:
            self._fail(speech, silence(self._host).failure)
        else:
            self._finish(speech, end)

    async def _hear(self, speech: Speech, client: Client) -> PassageEnd:
        """Listen to the answer to its end and return why it ended. Raises RemoteError."""
        if not self._plain:
            try:
                return await self._hear_answer(speech, client, plain=False)
            except RefusedRequestError:
                log.info("the server refuses what is beyond the original interface")
        end = await self._hear_answer(speech, client, plain=True)
        self._plain = True
        return end

    async def _hear_answer(self, speech: Speech, client: Client, *, plain: bool) -> PassageEnd:
        """Listen to the answer; one that ended in its thought is asked for with room to think."""
        knew = self._thinks
        end = await self._hear_once(speech, client, plain=plain)
        self._thinks = self._thinks or speech.text.has_thought
        if speech.text.is_thinking and not knew:
            log.info("the server's model thinks; from now on it is given room for that")
            end = await self._hear_once(speech, client, plain=plain)
        return end

    async def _hear_once(self, speech: Speech, client: Client, *, plain: bool) -> PassageEnd:
        finish = ""
        asked = body(speech.passage, self._model, plain=plain, thinks=self._thinks)
        async with aclosing(client.pieces(asked)) as pieces:
            while True:
                # A server may stay silent, or keep the line alive, for longer than a writer waits.
                async with asyncio.timeout(self._patience.silence_s):
                    piece = await anext(pieces, None)
                if piece is None:
                    return PassageEnd.LENGTH if finish == "length" else PassageEnd.MODEL
                finish = piece.finish or finish
                end = speech.hear(piece)
                if end is not None:
                    return end
                if text := speech.news():
                    self._emit(Chunk(speech.id, text))

    def _cancel(self, request: Cancel) -> None:
        entry = self._speeches.get(request.id)
        if entry is not None:
            speech, task = entry
            task.cancel()
            self._finish(speech, PassageEnd.STOPPED)

    def _finish(self, speech: Speech, end: PassageEnd) -> None:
        self._say_the_rest(speech)
        self._emit(Finished(speech.id, speech.result(end)))

    def _fail(self, speech: Speech, failure: EngineFailure) -> None:
        self._say_the_rest(speech)
        self._emit(Failed(speech.id, failure))

    def _break(self, speech: Speech, failure: EngineFailure) -> None:
        """Answer for a passage that ended in a bug, and touch no more of it than that needs."""
        self._speeches.pop(speech.id, None)
        self._emit(Failed(speech.id, failure))

    def _say_the_rest(self, speech: Speech) -> None:
        del self._speeches[speech.id]
        if text := speech.news(final=True):
            self._emit(Chunk(speech.id, text))

    def _disconnect(self) -> asyncio.Task[None]:
        """Give up the server and what is under way; the task returned closes what is left."""
        tasks = [task for _, task in self._speeches.values()]
        for task in tasks:
            task.cancel()
        self._speeches.clear()
        client, self._client = self._client, None
        return asyncio.create_task(_closed(tasks, client))

    def _emit(self, event: Event) -> None:
        self._output.write(encode(event))
        self._output.flush()


async def _closed(tasks: list[asyncio.Task[None]], client: Client | None) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
    if client is not None:
        await client.close()


def _watched(
    work: Coroutine[Any, Any, None], tell: Callable[[EngineFailure], None]
) -> asyncio.Task[None]:
    """Start a task. Whatever it raises is logged and told: somebody waits for its answer."""

    def ended(task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("a request ended in a bug", exc_info=error)
            name = type(error).__name__
            sentence = f"The engine for servers met a fault of its own ({name}); try again."
            tell(EngineFailure(FailureKind.SERVER, sentence))

    task = asyncio.create_task(work)
    task.add_done_callback(ended)
    return task


def estimated_tokens(passage: Passage) -> int:
    """Return about how many tokens a prompt has: one a Chinese character, one for 4 others."""
    text = "".join([*(m.content for m in passage.messages), *passage.opening])
    wide = sum(char > "\u2e7f" for char in text)
    return wide + (len(text) - wide) // 4


def _chosen(models: list[dict[str, Any]], wanted: str, host: str) -> dict[str, Any]:
    """Return the entry of the model that was asked for, or the only one. Raises RemoteError."""
    known = [entry for entry in models if isinstance(entry.get("id"), str)]
    for entry in known:
        if entry["id"] == wanted or not wanted:
            return entry
    if not known and wanted:
        return {"id": wanted}
    if not wanted:
        raise RemoteError(f"The server {host} names no model; enter the name of one.")
    names = ", ".join(str(entry["id"])[:40] for entry in known[:5])
    raise RemoteError(f"The server {host} has no model {wanted}; it has {names}.")


def _context(entry: dict[str, Any]) -> int:
    """Return the context a server tells of, in tokens, or 0."""
    meta = entry.get("meta")
    told = entry.get("max_model_len") or (meta.get("n_ctx") if isinstance(meta, dict) else 0)
    return told if isinstance(told, int) and 0 < told < 2**31 else 0
