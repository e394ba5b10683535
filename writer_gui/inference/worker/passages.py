"""Writes passages: reads their prompts in chunks and samples those under way in one batch."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import llama_cpp
import numpy as np

from writer_gui.domain.generation import (
    EngineFailure,
    FailureKind,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
)
from writer_gui.inference.protocol import MAX_SEED, Chunk, Event, Failed, Finished, Reading
from writer_gui.inference.worker.chat import ChatTokens, TemplateError
from writer_gui.inference.worker.guard import Guard
from writer_gui.inference.worker.runs import RunMemory
from writer_gui.inference.worker.sampling import Sampler
from writer_gui.inference.worker.sequences import Sequences
from writer_gui.inference.worker.tokens import TextStream

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.inference.worker.guard import Bias
    from writer_gui.inference.worker.model import AbortFlag, Model
    from writer_gui.inference.worker.sequences import Sequence

CHUNK_SECONDS = 0.05
"""New text is sent at most this often per passage."""

FIRST_GUESS_TOKENS_PER_SECOND = 60.0
ABORTED = 2


class PassageError(Exception):
    """A passage cannot be written; carries the failure to report."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.failure = EngineFailure(kind, message)


@dataclass(slots=True)
class _Active:
    """A passage under way."""

    id: str
    passage: Passage
    sequence: Sequence
    unread: list[int]
    sampler: Sampler
    early: Bias
    later: Bias
    text: TextStream
    prompt_tokens: int
    reused: int
    submitted: float
    pieces: list[str] = field(default_factory=list)
    waiting: str = ""
    sent_at: float = 0.0
    sampled: list[int] = field(default_factory=list)
    first_token_s: float | None = None
    row: int = -1


class Passages:
    """The passages of one model. `step` does one piece of work; `emit` takes the events."""

    def __init__(self, model: Model, abort: AbortFlag, emit: Callable[[Event], None]) -> None:
        self._model = model
        self._abort = abort
        self._emit = emit
        self._chat = ChatTokens(model)
        self._guard = Guard(model)
        self._runs = RunMemory(model)
        self._sequences = Sequences(model)
        self._active: list[_Active] = []
        self._waiting: list[tuple[str, Passage, float]] = []
        self._read_rate = FIRST_GUESS_TOKENS_PER_SECOND
        room = max(model.options.read_chunk, model.options.sequences)
        self._batch = llama_cpp.llama_batch_init(room, 0, 1)

    @property
    def busy(self) -> bool:
        """Whether there is anything to do."""
        return bool(self._active or self._waiting)

    def submit(self, passage_id: str, passage: Passage) -> None:
        """Begin a passage, or let it wait for a free sequence."""
        self._waiting.append((passage_id, passage, time.monotonic()))
        self._admit()

    def cancel(self, passage_id: str) -> None:
        """End a passage where it stands."""
        for active in list(self._active):
            if active.id == passage_id:
                self._finish(active, PassageEnd.STOPPED)
        for entry in list(self._waiting):
            if entry[0] == passage_id:
                self._waiting.remove(entry)
                self._emit(Finished(passage_id, PassageResult("", PassageEnd.STOPPED)))

    def price(self, passage: Passage) -> Price:
        """Return what a passage would cost now. Raises PassageError."""
        tokens = self._tokens(passage)
        kept = self._sequences.kept(tokens, self._alignment(passage))
        return Price(len(tokens), kept, (len(tokens) - kept) / self._read_rate)

    def step(self) -> None:
        """Read one chunk of one prompt, or sample one token for every passage under way."""
        reading = next((active for active in self._active if active.unread), None)
        if reading is not None:
            self._read(reading)
        elif self._active:
            self._sample_all()
        self._admit()

    def close(self) -> None:
        """Free what is native."""
        for active in self._active:
            active.sampler.close()
        llama_cpp.llama_batch_free(self._batch)

    def _admit(self) -> None:
        while self._waiting:
            passage_id, passage, submitted = self._waiting[0]
            try:
                active = self._begin(passage_id, passage, submitted)
            except PassageError as error:
                self._waiting.pop(0)
                self._emit(Failed(passage_id, error.failure))
                continue
            if active is None:
                return
            self._waiting.pop(0)
            self._active.append(active)

    def _begin(self, passage_id: str, passage: Passage, submitted: float) -> _Active | None:
        tokens = self._tokens(passage)
        sequence = self._sequences.take(tokens, self._alignment(passage))
        if sequence is None:
            return None
        early, later = self._guard.vectors(passage)
        return _Active(
            id=passage_id,
            passage=passage,
            sequence=sequence,
            unread=tokens[len(sequence.tokens) :],
            sampler=Sampler(self._model, passage.sampling, passage.seed, tokens),
            early=early,
            later=later,
            text=TextStream(passage.stop),
            prompt_tokens=len(tokens),
            reused=len(sequence.tokens),
            submitted=submitted,
        )

    def _tokens(self, passage: Passage) -> list[int]:
        if not 0 <= passage.seed <= MAX_SEED or passage.max_tokens < 1 or not passage.messages:
            raise PassageError(
                FailureKind.BAD_REQUEST,
                f"The seed must lie between 0 and {MAX_SEED:,} and the length above 0.",
            )
        try:
            tokens = self._chat.tokens(passage.messages)
        except TemplateError as error:
            raise PassageError(
                FailureKind.BAD_TEMPLATE,
                f"The chat template of this model cannot be used ({error}); choose another model.",
            ) from error
        for part in passage.opening:
            tokens += self._runs.tokens(passage.run, part)
        room = self._model.context_tokens
        if len(tokens) >= room - 8:
            raise PassageError(
                FailureKind.PROMPT_TOO_LONG,
                f"The prompt and what is already written take {len(tokens):,} tokens and the model "
                f"holds {room:,}; shorten the prompt or the plan, or ask for a shorter text.",
            )
        return tokens

    def _alignment(self, passage: Passage) -> int:
        """Return the grid the reuse is cut to: the first passage of a run reads its prompt in the
        same chunks whatever is in memory, so the same seed gives the same text.
        """
        return 1 if self._runs.knows(passage.run) else self._model.options.read_chunk

    def _read(self, active: _Active) -> None:
        start = len(active.sequence.tokens)
        grid = self._model.options.read_chunk
        chunk = active.unread[: grid - start % grid]
        last = len(chunk) == len(active.unread)
        for row, token in enumerate(chunk):
            self._put(row, token, start + row, active, wants_logits=last and row == len(chunk) - 1)
        self._batch.n_tokens = len(chunk)
        began = time.monotonic()
        if not self._decode([active]):
            return
        self._measure(len(chunk), time.monotonic() - began)
        active.sequence.tokens += chunk
        del active.unread[: len(chunk)]
        total = active.prompt_tokens - active.reused
        self._emit(Reading(active.id, total - len(active.unread), total))
        if last:
            active.row = len(chunk) - 1
            self._choose(active)

    def _sample_all(self) -> None:
        """Decode the newest token of every passage in one batch and choose the next ones."""
        group = list(self._active)
        for row, active in enumerate(group):
            self._put(
                row, active.sampled[-1], len(active.sequence.tokens), active, wants_logits=True
            )
            active.row = row
        self._batch.n_tokens = len(group)
        if not self._decode(group):
            return
        for active in group:
            active.sequence.tokens.append(active.sampled[-1])
        for active in group:
            self._choose(active)

    def _put(
        self, row: int, token: int, position: int, active: _Active, *, wants_logits: bool
    ) -> None:
        batch = self._batch
        batch.token[row] = token
        batch.pos[row] = position
        batch.n_seq_id[row] = 1
        batch.seq_id[row][0] = active.sequence.number
        batch.logits[row] = 1 if wants_logits else 0

    def _decode(self, group: list[_Active]) -> bool:
        code = llama_cpp.llama_decode(self._model.context, self._batch)
        if code == 0:
            return True
        for active in group:
            self._sequences.trim(active.sequence)
        if code != ABORTED:
            for active in group:
                self._fail(active, f"The model stopped working on this text (code {code}).")
        return False

    def _choose(self, active: _Active) -> None:
        """Sample the next token of a passage and see whether it ends there."""
        passage = active.passage
        logits = np.ctypeslib.as_array(
            llama_cpp.llama_get_logits_ith(self._model.context, active.row),
            (self._model.vocab_size,),
        )
        logits += active.early if active.text.length < passage.min_chars else active.later
        token = active.sampler.sample(active.row)
        if active.first_token_s is None:
            active.first_token_s = time.monotonic() - active.submitted
        if token in self._model.end_tokens:
            self._finish(active, PassageEnd.MODEL)
            return
        active.sampled.append(token)
        self._say(active, active.text.feed(self._model.piece(token)))
        if active.text.stopped:
            self._finish(active, PassageEnd.STOP_STRING)
        elif (
            len(active.sampled) >= passage.max_tokens
            or len(active.sequence.tokens) + 1 >= self._model.context_tokens
        ):
            self._finish(active, PassageEnd.LENGTH)

    def _say(self, active: _Active, text: str, *, now: bool = False) -> None:
        active.waiting += text
        time_now = time.monotonic()
        if active.waiting and (now or time_now - active.sent_at >= CHUNK_SECONDS):
            self._emit(Chunk(active.id, active.waiting))
            active.pieces.append(active.waiting)
            active.waiting, active.sent_at = "", time_now

    def _finish(self, active: _Active, end: PassageEnd) -> None:
        self._say(active, active.text.feed(b"", final=True), now=True)
        text = "".join(active.pieces)
        self._runs.remember(active.passage.run, text, list(active.sampled))
        self._release(active)
        result = PassageResult(
            text=text,
            end=end,
            prompt_tokens=active.prompt_tokens,
            reused_tokens=active.reused,
            tokens=len(active.sampled),
            first_token_s=active.first_token_s,
            seconds=time.monotonic() - active.submitted,
        )
        self._emit(Finished(active.id, result))

    def _fail(self, active: _Active, message: str) -> None:
        self._release(active)
        self._emit(Failed(active.id, EngineFailure(FailureKind.INTERNAL, message)))

    def _release(self, active: _Active) -> None:
        active.sampler.close()
        active.sequence.busy = False
        self._active.remove(active)

    def _measure(self, tokens: int, seconds: float) -> None:
        """Keep a running mean of how fast prompts are read; short rests say little."""
        if tokens >= self._model.options.read_chunk // 2 and seconds > 0:
            self._read_rate += 0.3 * (tokens / seconds - self._read_rate)
