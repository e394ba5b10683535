"""Writes passages: reads their prompts in chunks and samples those under way in one batch."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.domain.generation import (
    EngineFailure,
    FailureKind,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
)
from writer_gui.inference.protocol import READ_BLOCK, Chunk, Event, Failed, Finished, Reading
from writer_gui.inference.worker.contexts import Contexts
from writer_gui.inference.worker.decoder import Decoder, Outcome, ReadingSpeed, Row
from writer_gui.inference.worker.guard import Guard
from writer_gui.inference.worker.prompts import PassageError, Prompts
from writer_gui.inference.worker.sampling import (
    Candidates,
    NoCandidateError,
    Sampler,
    SamplerParts,
)
from writer_gui.inference.worker.sequences import Sequences, Wanted, common_length
from writer_gui.inference.worker.speech import Speech
from writer_gui.inference.worker.tokens import TextStream
from writer_gui.inference.worker.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.inference.worker.context_files import ContextFiles
    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Numbers

PATIENCE = 32
"""Tokens written by sequences that are not neighbours before they are moved together: one that has
just ended goes on within a few of them when its run has more to write."""

MOST_TOGETHER = 3
"""Texts written in one batch: with four, other kernels give other last bits than alone."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A passage that has not begun."""

    id: str
    passage: Passage
    submitted: float


class Passages:
    """The passages of one model. `step` does one piece of work; `emit` takes the events."""

    def __init__(
        self, model: Model, emit: Callable[[Event], None], files: ContextFiles | None = None
    ) -> None:
        self._model = model
        self._emit = emit
        self._prompts = Prompts(model)
        self._guard = Guard(model)
        self._sequences = Sequences(model)
        self._parts = SamplerParts(model)
        self._candidates = Candidates(model.vocab_size)
        self._decoder = Decoder(model)
        self._active: list[Speech] = []
        self._waiting: list[_Waiting] = []
        self._speed = ReadingSpeed()
        self._trial = Trial(self._decoder, self._sequences, self._speed)
        self.contexts = Contexts(model, self._sequences, self._speed, files)
        self._has_just_read = False
        self._apart = 0

    @property
    def busy(self) -> bool:
        """Whether there is anything to do."""
        return bool(self._active or self._waiting)

    def submit(self, passage_id: str, passage: Passage) -> None:
        """Take a passage; it begins when there is a sequence for it."""
        self._waiting.append(_Waiting(passage_id, passage, time.monotonic()))

    def cancel(self, passage_id: str) -> None:
        """End a passage where it stands."""
        for speech in [s for s in self._active if s.id == passage_id]:
            self._finish(speech, PassageEnd.STOPPED)
        for entry in [w for w in self._waiting if w.id == passage_id]:
            self._waiting.remove(entry)
            self._emit(Finished(passage_id, PassageResult("", PassageEnd.STOPPED)))

    def price(self, passage: Passage) -> Price:
        """Return what a passage would cost now. Raises PassageError."""
        wanted = self._prompts.wanted(passage)
        count = len(wanted.tokens)
        kept, seconds = self.contexts.kept(wanted)
        if not kept and not self.busy:
            kept = self._trial.make(wanted.tokens)
        return Price(count, kept, seconds + self._speed.seconds(count - kept))

    def step(self) -> None:
        """Read a chunk of a prompt or write a token of every text; both by turns if both wait."""
        self._admit()
        reading = next((speech for speech in self._active if speech.unread), None)
        writing = [speech for speech in self._active if not speech.unread]
        if reading is not None and not (writing and self._has_just_read):
            self._has_just_read = True
            self._read(reading)
        elif writing:
            self._has_just_read = False
            self._write(writing)

    def close(self) -> None:
        """Free what is native."""
        for speech in self._active:
            speech.sampler.close()
        self._parts.close()
        self._decoder.close()

    def _admit(self) -> None:
        while self._waiting and self._sequences.has_idle:
            entry = self._waiting[0]
            try:
                wanted = self._prompts.wanted(entry.passage)
                if self._is_being_read(wanted):
                    return
                del self._waiting[0]
                self._begin(entry, wanted)
            except PassageError as error:
                if self._waiting[:1] == [entry]:
                    del self._waiting[0]
                self._emit(Failed(entry.id, error.failure))

    def _is_being_read(self, wanted: Wanted) -> bool:
        """Return whether waiting saves reading: a passage under way reads the same beginning."""
        kept = self._sequences.find(wanted).kept
        for speech in self._active:
            if speech.unread:
                same = common_length(speech.prompt, wanted.tokens)
                if same - same % READ_BLOCK > kept or speech.prompt == wanted.tokens:
                    return True
        return False

    def _begin(self, entry: _Waiting, wanted: Wanted) -> None:
        passage, tokens = entry.passage, wanted.tokens
        self.contexts.bring_back(wanted)
        start = self._sequences.take(wanted)
        early, later = self._guard.vectors(passage)
        speech = Speech(
            id=entry.id,
            passage=passage,
            prompt=tokens,
            sequence=start.sequence,
            unread=tokens[start.kept :],
            # Penalties on repetition look at the text alone: a name or an hour that the prompt
            # asks for must be free to come, whole and as often as it is needed.
            sampler=Sampler(self._parts, passage.sampling, passage.seed, tokens[wanted.asked :]),
            early=early,
            later=later,
            text=TextStream(passage.stop),
            reused=start.kept,
            submitted=entry.submitted,
        )
        self._active.append(speech)
        if start.logits is not None:
            self._choose(speech, start.logits)

    def _read(self, speech: Speech) -> None:
        start = len(speech.sequence.tokens)
        chunk = speech.unread[
            : next_chunk(start, len(speech.unread), self._model.options.read_chunk)
        ]
        is_last = len(chunk) == len(speech.unread)
        rows = [
            Row(token, start + place, speech.sequence.number, is_last and place == len(chunk) - 1)
            for place, token in enumerate(chunk)
        ]
        began = time.monotonic()
        if not self._run(rows, [speech]):
            return
        self._speed.add(len(chunk), time.monotonic() - began)
        logits = self._decoder.logits(len(chunk) - 1).copy() if is_last else None
        self._sequences.extend(speech.sequence, chunk, logits)
        del speech.unread[: len(chunk)]
        total = max(len(speech.prompt) - speech.reused, len(speech.unread))
        self._emit(Reading(speech.id, total - len(speech.unread), total))
        if logits is not None:
            self._choose(speech, logits)

    def _write(self, group: list[Speech]) -> None:
        """Compute the newest token of every text in one batch and choose the next ones."""
        self._keep_together(group)
        group.sort(key=lambda speech: speech.sequence.number)
        for part in _parts(group):
            self._write_part(part)

    def _write_part(self, group: list[Speech]) -> None:
        rows = [
            Row(s.sampled[-1], len(s.sequence.tokens), s.sequence.number, wants_logits=True)
            for s in group
        ]
        if not self._run(rows, group):
            return
        for place, speech in enumerate(group):
            speech.sequence.tokens.append(speech.sampled[-1])
            self._choose(speech, self._decoder.logits(place))

    def _keep_together(self, group: list[Speech]) -> None:
        numbers = sorted(speech.sequence.number for speech in group)
        is_apart = numbers[-1] - numbers[0] >= len(numbers)
        is_settled = len(group) == len(self._active) and not self._waiting
        self._apart = self._apart + 1 if is_apart and is_settled else 0
        if self._apart > PATIENCE:
            self._sequences.move_together([speech.sequence for speech in group])

    def _run(self, rows: list[Row], group: list[Speech]) -> bool:
        outcome = self._decoder.run(rows)
        self._sequences.computed()
        if outcome is Outcome.DONE:
            return True
        for speech in group:
            self._restore(speech)
        if outcome is Outcome.FAILED:
            for speech in group:
                self._fail(speech, f"llama_decode returned {self._decoder.code}")
        return False

    def _restore(self, speech: Speech) -> None:
        """Drop what a stopped batch left in memory; read again what cannot be cut."""
        known = [*speech.prompt, *speech.sampled]
        was_reading = bool(speech.unread)
        kept = self._sequences.cut(speech.sequence, len(speech.sequence.tokens))
        if was_reading or kept < len(known) - 1:
            speech.unread = known[kept:]

    def _choose(self, speech: Speech, logits: Numbers) -> None:
        """Choose the next token of a text and see whether it ends there."""
        try:
            token = speech.choose(logits, self._candidates, self._model)
        except NoCandidateError:
            self._fail(speech, "it gave no usable number for any token")
            return
        end = speech.hear(
            token,
            self._model.piece(token),
            room=self._model.context_tokens,
            is_end=token in self._model.end_tokens,
        )
        if end is not None:
            self._finish(speech, end)
        elif text := speech.news():
            self._emit(Chunk(speech.id, text))

    def _finish(self, speech: Speech, end: PassageEnd) -> None:
        if text := speech.news(final=True):
            self._emit(Chunk(speech.id, text))
        result = speech.result(end)
        self._prompts.remember(speech.passage, result.text, speech.sampled)
        self._release(speech)
        self._emit(Finished(speech.id, result))

    def _fail(self, speech: Speech, why: str) -> None:
        self._release(speech)
        message = f"The model stopped working on this text ({why}); try again or load it again."
        self._emit(Failed(speech.id, EngineFailure(FailureKind.INTERNAL, message)))

    def _release(self, speech: Speech) -> None:
        speech.sampler.close()
        self._sequences.release(speech.sequence)
        self._active.remove(speech)


def next_chunk(start: int, left: int, size: int) -> int:
    """Return how many tokens to read next: whole blocks, or what is over at the end."""
    size -= start % size
    if left >= size:
        return size
    whole = left - (start + left) % READ_BLOCK
    return whole if whole > 0 else left


def _parts(group: list[Speech]) -> list[list[Speech]]:
    """Return a group in parts of nearly the same size that may be computed together."""
    count = -(-len(group) // MOST_TOGETHER)
    size = -(-len(group) // count)
    return [group[place : place + size] for place in range(0, len(group), size)]
