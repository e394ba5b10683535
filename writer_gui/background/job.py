"""Drives a writing against an engine: submits what it asks for, and tells how the text grows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.thinking import Thinking
from writer_gui.domain.generation import PassageEnd, PassageResult
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended, RunFigures, RunTrace
from writer_gui.text.chinese_typography import ChineseTypography

if TYPE_CHECKING:
    from writer_gui.background.engine import Engine
    from writer_gui.domain.generation import EngineFailure, Passage
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.story import Story
    from writer_gui.writing.asking import Ask, Cut, Writing, Written


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended: what was written, what it cost, and one sentence where one is needed.

    `trace` is what is kept of it beside.
    """

    content: Plan | Story
    ended: Ended
    figures: RunFigures
    note: str = ""
    failure: EngineFailure | None = None
    trace: RunTrace = field(default_factory=RunTrace)


class Job(QObject):
    """One writing under way. `start` once; `ended` comes exactly once.

    Chinese is put right as it comes: what is shown, watched and sent to the writing is the same.
    """

    reading = Signal(int, int)  # tokens read, tokens to read
    shaped = Signal(object, int)  # the whole content as it stands, the place being written
    grew = Signal(int, str)  # place, new characters at its end
    thinking = Signal(int, int)  # place, characters thought so far, which are no text
    retried = Signal(int, int)  # place written again, characters so far, which are not shown
    used = Signal(int)  # tokens the model had before it when a passage ended
    ended = Signal(object)  # JobEnd

    def __init__(
        self,
        engine: Engine,
        writing: Writing[Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._writing = writing
        self._ask: Ask[Any] | None = None
        self._id = ""
        self._text = ""
        self._typography: _Typography = _AsItIs()
        self._cut: Cut | None = None
        self._thinking = Thinking()
        self._stopping = False
        self._figures = RunFigures()
        self._content: Plan | Story | None = None

    @property
    def content(self) -> Plan | Story | None:
        """What has been written so far."""
        return self._ask.content(self._text) if self._ask is not None else self._content

    @property
    def kept(self) -> Plan | Story | None:
        """What would stand if it all ended now."""
        return self._ask.kept(self._text) if self._ask is not None else self._content

    @property
    def again(self) -> str:
        """The fault for which a place is being written again; "" for none."""
        return "" if self._ask is None else self._ask.again

    @property
    def figures(self) -> RunFigures:
        """What the passages that have ended cost."""
        return self._figures

    @property
    def trace(self) -> RunTrace:
        """What is to be kept beside the text, as it is now."""
        ask = self._ask
        is_begun = ask is not None and ask.before is None and bool(self._text.strip())
        is_cut = ask is not None and (is_begun or ask.goes_on)
        return RunTrace(self._thinking.all, ask.place if ask is not None and is_cut else None)

    def start(self) -> None:
        """Begin writing."""
        self._engine.reading.connect(self._on_reading)
        self._engine.chunk.connect(self._on_chunk)
        self._engine.finished.connect(self._on_finished)
        self._engine.failed.connect(self._on_failed)
        self._advance(None)

    def stop(self) -> None:
        """End where it stands; what is written stays."""
        self._stopping = True
        self._engine.cancel(self._id)

    def _advance(self, result: PassageResult | None) -> None:
        try:
            ask = next(self._writing) if result is None else self._writing.send(result)
        except StopIteration as done:
            written: Written[Any] = done.value
            self._conclude(written.content, written.ended, written.note)
            return
        self._ask, self._text, self._cut = ask, "", None
        self._typography = _typography(ask.passage)
        self._thinking.begin(ask.place)
        self.shaped.emit(ask.opened, ask.place)
        self._id = self._engine.submit(ask.passage)

    @Slot(str, int, int)
    def _on_reading(self, passage_id: str, done: int, total: int) -> None:
        if passage_id == self._id:
            self.reading.emit(done, total)

    @Slot(str, str)
    def _on_chunk(self, passage_id: str, text: str) -> None:
        if passage_id != self._id or self._ask is None or self._is_cut():
            return
        before = self._thinking.parts
        parts = self._thinking.hear(text)
        known = len(before.text)
        if not parts.text.startswith(before.text):
            self._take_back(self._ask)
            known = 0
        if len(parts.text) > known:
            self._grow(self._typography.feed(parts.text[known:]))
        elif len(parts.thought) > len(before.thought):
            self.thinking.emit(self._ask.place, len(parts.thought))
        if self._is_cut():
            self._engine.cancel(passage_id)

    def _is_cut(self) -> bool:
        """Whether what comes of this passage is no longer wanted."""
        return self._cut is not None or self._thinking.is_too_long

    def _grow(self, text: str) -> None:
        """Add to the text up to where its watch cuts it, and tell of it."""
        if not text or self._ask is None or self._is_cut():
            return
        self._text += text
        self._cut = self._ask.watch(self._text)
        if self._cut is not None:
            shown = max(0, len(text) - (len(self._text) - self._cut.position))
            text, self._text = text[:shown], self._text[: self._cut.position]
        if self._ask.again:
            self.retried.emit(self._ask.place, len(self._text))
        elif text:
            self.grew.emit(self._ask.place, text)

    def _take_back(self, ask: Ask[Any]) -> None:
        """Show the place as before its first word: what was taken for text has been a thought."""
        self._text = ""
        self._typography = _typography(ask.passage)
        ask.watch("")  # it begins anew with a shorter text
        self.shaped.emit(ask.opened, ask.place)

    @Slot(str, object)
    def _on_finished(self, passage_id: str, result: PassageResult) -> None:
        if passage_id != self._id or self._ask is None:
            return
        self._grow(self._typography.finish())
        self._count(result)
        self.used.emit(result.prompt_tokens + result.tokens)
        heard = self._thinking.parts
        parts = self._thinking.end(result.text, result.end)
        if parts.was_open and not heard.was_open:
            self._cut = None  # it was a thought that was cut
            self._ask.watch("")
        failure = None if self._stopping else self._thinking.failure()
        if failure is not None:
            self._give_up(failure, self._ask.kept(""))
            return
        result = self._trimmed(replace(result, text=parts.text))
        self._text = result.text
        self._advance(result)

    def _trimmed(self, result: PassageResult) -> PassageResult:
        """Return the result as the writing should see it: put right, cut by its watch, stopped."""
        assert self._ask is not None  # a passage is under way
        typography = _typography(self._ask.passage)
        result = replace(result, text=typography.feed(result.text) + typography.finish())
        cut = self._cut or self._ask.watch(result.text)
        if cut is not None:
            end = PassageEnd.LOOP if cut.is_loop else PassageEnd.STOP_STRING
            result = replace(result, text=result.text[: cut.position], end=end)
        if self._stopping:  # also where the passage had ended by itself before the engine heard
            result = replace(result, end=PassageEnd.STOPPED)
        return result

    @Slot(str, object)
    def _on_failed(self, passage_id: str, failure: EngineFailure) -> None:
        if passage_id != self._id or self._ask is None:
            return
        self._grow(self._typography.finish())
        self._give_up(failure, self._ask.kept(self._text))

    def _give_up(self, failure: EngineFailure, content: Plan | Story) -> None:
        ended = Ended.INTERRUPTED if failure.worker_died else Ended.FAILED
        self._writing.close()
        self._conclude(content, ended, failure.message, failure)

    def _conclude(
        self,
        content: Plan | Story,
        ended: Ended,
        note: str,
        failure: EngineFailure | None = None,
    ) -> None:
        self._engine.reading.disconnect(self._on_reading)
        self._engine.chunk.disconnect(self._on_chunk)
        self._engine.finished.disconnect(self._on_finished)
        self._engine.failed.disconnect(self._on_failed)
        trace = self.trace if ended is not Ended.COMPLETE else RunTrace(self._thinking.all)
        self._ask, self._content = None, content
        end = JobEnd(content, ended, self._figures, note, failure, trace)
        self.ended.emit(end)

    def _count(self, result: PassageResult) -> None:
        before = self._figures
        first = before.first_token_s if before.tokens else result.first_token_s
        self._figures = RunFigures(
            before.prompt_tokens + result.prompt_tokens,
            before.reused_tokens + result.reused_tokens,
            before.tokens + result.tokens,
            first,
            before.seconds + result.seconds,
        )


class _Typography(Protocol):
    def feed(self, text: str) -> str:
        """Take in more text and return what is certain."""

    def finish(self) -> str:
        """Return what was held back."""


class _AsItIs:
    """For languages whose marks need nothing."""

    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""


def _typography(passage: Passage) -> _Typography:
    """Return what puts the text of a passage right, after what stands before it."""
    if passage.script is not Language.ZH:
        return _AsItIs()
    return ChineseTypography(passage.opening[-1] if passage.opening else "")
