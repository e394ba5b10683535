"""Measures an engine over the whole path: this process, the pipe, the worker, the model.

A measuring is a generator of rounds, as a writing is a generator of asks: each round is some
passages submitted together, and what is sent back is when their events came in by the clock of
this process.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from writer_gui.domain.generation import ChatMessage, Passage, PassageResult, Role
from writer_gui.domain.language import Language

if TYPE_CHECKING:
    import random

    from writer_gui.background.engine import Engine
    from writer_gui.domain.generation import EngineFailure

PROMPT_TOKENS = 512
SHORT_TOKENS, LONG_TOKENS = 64, 1500
WRITTEN_TOKENS = 64
"""What llama-bench is told as `-p`, `-d` and `-n` for the same measurements."""

VARIANTS = 3
VARIANT_TOKENS = 96
VARIANT_CONTEXT = 700
BACK_TOKENS = 1010
CANCEL_TOKENS = 128
LATEST_CANCEL_S = 2.5

Figures = TypeVar("Figures")

_SENTENCES = (
    "雾从海面上来，先淹没了礁石。",
    "老人把灯芯剪短，火苗矮了一截。",
    "信封的角已经磨圆，邮戳看不清年份。",
    "她说过等涨潮的时候再走。",
    "楼梯一共一百二十七级，他数了三十年。",
    "窗台上的铁盒里只有半截铅笔。",
    "船上的人都睡了，只有舵还醒着。",
    "风把门推开，又替他关上。",
    "他没有问那是谁写的。",
    "天亮以前，钟停了一次。",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One passage as this process saw it; times are seconds since its submission."""

    result: PassageResult
    first_s: float
    ended_s: float
    after_cancel_s: float | None = None

    @property
    def tokens_per_second(self) -> float:
        """The rate from the first token to the end."""
        return (self.result.tokens - 1) / max(1e-9, self.ended_s - self.first_s)


@dataclass(frozen=True, slots=True)
class Round:
    """Passages submitted together; `cancel_after_s` cancels them so long after submission."""

    passages: tuple[Passage, ...]
    cancel_after_s: float | None = None


Measuring: TypeAlias = Generator[Round, list[Heard], Figures]


@dataclass(frozen=True, slots=True)
class EditFigures:
    """The first word after the last step of a plan was changed, and after reading all anew."""

    prompt_tokens: int
    reused_tokens: int
    first_token_s: float
    cold_first_token_s: float
    back_first_token_s: float
    back_cold_first_token_s: float


@dataclass(frozen=True, slots=True)
class SpeedFigures:
    """Tokens per second: reading a prompt, writing after a short and after a long one."""

    prompt: float
    decode: float
    decode_long: float


@dataclass(frozen=True, slots=True)
class QuickFigures:
    """Tokens per second: reading a prompt, and writing after it."""

    prompt: float
    decode: float


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """Tokens per second of several texts at once, and how much sooner than one after another."""

    together: float
    ratio: float


def measure_speed(texts: Texts) -> Measuring[SpeedFigures]:
    """Measure reading and writing once."""
    (read,) = yield Round((texts.passage(PROMPT_TOKENS, 1),))
    (short,) = yield Round((texts.passage(SHORT_TOKENS, WRITTEN_TOKENS),))
    (long,) = yield Round((texts.passage(LONG_TOKENS, WRITTEN_TOKENS),))
    tokens = read.result.prompt_tokens - read.result.reused_tokens
    return SpeedFigures(tokens / read.first_s, short.tokens_per_second, long.tokens_per_second)


def measure_quickly(texts: Texts) -> Measuring[QuickFigures]:
    """Measure reading and writing in some seconds."""
    passage = texts.passage(PROMPT_TOKENS, 1)
    (read,) = yield Round((passage,))
    (written,) = yield Round((replace(passage, max_tokens=WRITTEN_TOKENS),))
    tokens = read.result.prompt_tokens - read.result.reused_tokens
    return QuickFigures(tokens / read.first_s, written.tokens_per_second)


def measure_variants(texts: Texts) -> Measuring[VariantFigures]:
    """Measure texts of one prompt, written together and one after another, by turns.

    How much memory and processors give changes within seconds where others share the machine, so
    neither way is measured in one go.
    """
    passage = texts.passage(VARIANT_CONTEXT, VARIANT_TOKENS)
    yield Round((replace(passage, max_tokens=1),))
    one_by_one = together = 0.0
    tokens = 0
    for turn in range(VARIANTS):
        runs = [replace(passage, seed=n, run=f"{passage.run}/{turn}/{n}") for n in range(VARIANTS)]
        (alone,) = yield Round((replace(runs[turn], run=f"{passage.run}/{turn}/alone"),))
        one_by_one += alone.ended_s
        at_once = yield Round(tuple(runs))
        together += max(heard.ended_s for heard in at_once)
        tokens += sum(heard.result.tokens for heard in at_once)
    return VariantFigures(tokens / together, VARIANTS * one_by_one / together)


def measure_edit(texts: Texts) -> Measuring[EditFigures]:
    """Measure the first word after an edit, and after going back to a text read before."""
    passage = texts.passage(LONG_TOKENS, 8)
    (cold,) = yield Round((passage,))
    (edited,) = yield Round((texts.edited(passage),))
    first = texts.passage(BACK_TOKENS, 8)
    (back_cold,) = yield Round((first,))
    yield Round((texts.passage(BACK_TOKENS, 8),))
    (back,) = yield Round((replace(first, run=f"{first.run}/back"),))
    return EditFigures(
        edited.result.prompt_tokens,
        edited.result.reused_tokens,
        edited.first_s,
        cold.first_s,
        back.first_s,
        back_cold.first_s,
    )


def measure_cancel(texts: Texts, count: int) -> Measuring[list[float]]:
    """Measure how long cancelling takes at moments drawn at random; seconds, in order."""
    took = []
    for _ in range(count):
        passage = texts.passage(CANCEL_TOKENS, 400)
        moment = texts.chance.uniform(0.0, LATEST_CANCEL_S)
        (heard,) = yield Round((passage,), cancel_after_s=moment)
        if heard.after_cancel_s is not None:
            took.append(heard.after_cancel_s)
    return sorted(took)


@dataclass(slots=True)
class Texts:
    """Prompts of a wanted size, no two of which begin alike."""

    chance: random.Random
    tokens_per_sentence: float = 12.0
    overhead: float = 30.0
    count: int = field(default=0)

    def calibrate(self) -> Measuring[None]:
        """Learn how many tokens a sentence takes with the model that is loaded."""
        sizes = []
        for sentences in (8, 40):
            (heard,) = yield Round((self._passage(sentences, 1),))
            sizes.append(heard.result.prompt_tokens)
        self.tokens_per_sentence = (sizes[1] - sizes[0]) / 32
        self.overhead = sizes[0] - 8 * self.tokens_per_sentence

    def passage(self, tokens: int, written: int) -> Passage:
        """Return a passage whose prompt takes about so many tokens."""
        return self._passage(round((tokens - self.overhead) / self.tokens_per_sentence), written)

    def edited(self, passage: Passage) -> Passage:
        """Return the passage with its last sentences changed."""
        self.count += 1
        content = passage.messages[-1].content
        messages = (ChatMessage(Role.USER, f"{content[:-40]}灯又亮了。他把信收好，没有拆。"),)
        return replace(passage, messages=messages, run=f"bench-{self.count}")

    def _passage(self, sentences: int, written: int) -> Passage:
        self.count += 1
        chosen = [self.chance.choice(_SENTENCES) for _ in range(max(1, sentences))]
        text = f"{self.chance.randrange(10**6)}：" + "".join(chosen)
        return Passage(
            run=f"bench-{self.count}",
            messages=(ChatMessage(Role.USER, text),),
            max_tokens=written,
            min_chars=100_000,
            seed=self.count,
            script=Language.ZH,
        )


class Benchmark(QObject):
    """Runs measurements on an engine whose model is loaded and that does nothing else."""

    advanced = Signal(int)  # rounds done
    finished = Signal(object)  # what the measuring returns
    failed = Signal(str)  # a sentence

    def __init__(
        self, engine: Engine, measuring: Measuring[Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._measuring = measuring
        self._rounds = 0
        self._ids: dict[str, int] = {}
        self._heard: list[Heard | None] = []
        self._first: dict[str, float] = {}
        self._submitted = self._cancelled = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._cancel)
        engine.chunk.connect(self._on_chunk)
        engine.finished.connect(self._on_finished)
        engine.failed.connect(self._on_failed)

    def start(self) -> None:
        """Begin."""
        self._submit(next(self._measuring))

    def stop(self) -> None:
        """Leave the engine to others; nothing more is told."""
        self._timer.stop()
        self._engine.chunk.disconnect(self._on_chunk)
        self._engine.finished.disconnect(self._on_finished)
        self._engine.failed.disconnect(self._on_failed)
        for passage_id in self._ids:
            self._engine.cancel(passage_id)
        self._measuring.close()

    def _submit(self, ask: Round) -> None:
        self._heard = [None] * len(ask.passages)
        self._first.clear()
        self._cancelled = 0.0
        self._submitted = time.monotonic()
        self._ids = {self._engine.submit(p): place for place, p in enumerate(ask.passages)}
        if ask.cancel_after_s is not None:
            self._timer.start(round(ask.cancel_after_s * 1000))

    @Slot()
    def _cancel(self) -> None:
        self._cancelled = time.monotonic()
        for passage_id in self._ids:
            self._engine.cancel(passage_id)

    @Slot(str, str)
    def _on_chunk(self, passage_id: str, _text: str) -> None:
        self._first.setdefault(passage_id, time.monotonic() - self._submitted)

    @Slot(str, object)
    def _on_finished(self, passage_id: str, result: PassageResult) -> None:
        if passage_id not in self._ids:
            return
        now = time.monotonic()
        ended = now - self._submitted
        after = now - self._cancelled if self._cancelled else None
        first = self._first.get(passage_id, ended)
        self._heard[self._ids[passage_id]] = Heard(result, first, ended, after)
        heard = [one for one in self._heard if one is not None]
        if len(heard) == len(self._heard):
            self._timer.stop()
            self._advance(heard)

    def _advance(self, heard: list[Heard]) -> None:
        self._rounds += 1
        self.advanced.emit(self._rounds)
        try:
            ask = self._measuring.send(heard)
        except StopIteration as done:
            self.finished.emit(done.value)
            return
        self._submit(ask)

    @Slot(str, object)
    def _on_failed(self, passage_id: str, failure: EngineFailure) -> None:
        if passage_id in self._ids:
            self._measuring.close()
            self.failed.emit(failure.message)
