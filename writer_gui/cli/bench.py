"""`bench`: how fast a model runs here, over the whole path that a draft takes."""

from __future__ import annotations

import os
import random
import statistics
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from writer_gui import paths, settings
from writer_gui.background import benchmark
from writer_gui.background.benchmark import Benchmark, EditFigures, SpeedFigures, Texts
from writer_gui.background.engine import Engine, EnginePhase, EngineState, engine_command
from writer_gui.cli.llama_bench import llama_batched_bench_speed, llama_bench_speed
from writer_gui.cli.llama_server import running
from writer_gui.cli.loop import Loop, event_loop
from writer_gui.errors import UserError
from writer_gui.inference.collection import ModelCollection

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from writer_gui.background.benchmark import Measuring, VariantFigures
    from writer_gui.cli.llama_server import Server
    from writer_gui.cli.output import Console
    from writer_gui.domain.generation import ModelFile

REPEATS = 3
CANCELS = 50
PERCENTILE = 0.95


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("bench", help="measure how fast a model runs on this machine")
    parser.add_argument("--model", help="name of an installed model")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="turns to take medians of")
    parser.add_argument("--cancels", type=int, default=CANCELS, help="moments to cancel at")
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    parser.set_defaults(run=run_bench)


def run_bench(args: argparse.Namespace, console: Console) -> int:
    """Measure and report.

    Turn by turn with what LLAMA_BENCH, LLAMA_BATCHED_BENCH and LLAMA_SERVER name, where set.
    """
    model = ModelCollection.open().choose(
        args.model, settings.load(paths.settings_path()).default_model
    )
    with event_loop() as loop:
        bench = _Bench(model, console, loop)
        try:
            measured = bench.measure(max(1, args.repeats), max(1, args.cancels))
        finally:
            bench.close()
    console.result(measured.as_json(), measured.as_text(model.name))
    return 0


@dataclass(slots=True)
class _Measured:
    """All turns; what is reported are their medians."""

    load_s: float
    threads: int = 1
    ours: list[SpeedFigures] = field(default_factory=list)
    llama_bench: list[SpeedFigures] = field(default_factory=list)
    llama_batched: list[VariantFigures] = field(default_factory=list)
    server: list[SpeedFigures] = field(default_factory=list)
    server_edits: list[EditFigures] = field(default_factory=list)
    variants: list[VariantFigures] = field(default_factory=list)
    edits: list[EditFigures] = field(default_factory=list)
    cancels: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the figures of the command's contract, and the ratios beside."""
        speed, edit = _medians(self.ours), _medians(self.edits)
        shown: dict[str, object] = {
            "prompt_tps": speed["prompt"],
            "decode_tps": speed["decode"],
            "decode_tps_1500": speed["decode_long"],
            "variants3_tps": _medians(self.variants)["together"],
            "variants3_ratio": _medians(self.variants)["ratio"],
            "load_s": round(self.load_s, 3),
            "cancel_ms": self._late_cancel_ms(),
            "edit": edit
            | {
                "ratio": round(edit["first_token_s"] / edit["cold_first_token_s"], 4),
                "back_ratio": round(
                    edit["back_first_token_s"] / edit["back_cold_first_token_s"], 4
                ),
            },
            "threads": self.threads,
        }
        return shown | self._rivals()

    def _late_cancel_ms(self) -> float | None:
        """Return the 95th percentile; None where every text was at its end before."""
        if not self.cancels:
            return None
        place = min(len(self.cancels) - 1, int(len(self.cancels) * PERCENTILE))
        return round(self.cancels[place] * 1000, 1)

    def _rivals(self) -> dict[str, object]:
        """Return the figures of other programs, and our speeds over theirs."""
        shown: dict[str, object] = {}
        if self.llama_bench:
            shown["llama_bench"] = _medians(self.llama_bench)
            shown["llama_bench_ratio"] = _ratios(self.ours, self.llama_bench)
        if self.llama_batched:
            shown["llama_batched_bench"] = _medians(self.llama_batched)
            shown["llama_batched_bench_ratio"] = _ratios(self.variants, self.llama_batched)
        if self.server:
            shown["llama_server"] = _medians(self.server)
            shown["llama_server_ratio"] = _ratios(self.ours, self.server)
            shown["llama_server_edit"] = _medians(self.server_edits)
        return shown

    def as_text(self, model: str) -> str:
        """Return the same for people, one figure a line."""
        lines = [f"{model}, {self.threads} threads"]
        for name, value in self.as_json().items():
            if isinstance(value, dict):
                lines += [f"{name}.{inner:<22} {number}" for inner, number in value.items()]
            else:
                lines.append(f"{name:<28} {value}")
        return "\n".join(lines)


def _ratios(ours: Sequence[Any], theirs: Sequence[Any]) -> dict[str, float]:
    """Return the median over all turns of each of our figures over theirs."""
    turns = [(asdict(our), asdict(their)) for our, their in zip(ours, theirs, strict=True)]
    return {
        name: round(statistics.median(our[name] / their[name] for our, their in turns), 3)
        for name in turns[0][0]
    }


def _medians(figures: Sequence[Any]) -> dict[str, float]:
    """Return the median of each field over dataclasses of one kind."""
    rows = [asdict(row) for row in figures]
    return {name: round(statistics.median(row[name] for row in rows), 4) for name in rows[0]}


class _Bench(QObject):
    """Waits for the engine and the measurements."""

    def __init__(self, model: ModelFile, console: Console, loop: Loop) -> None:
        super().__init__()
        self._model = model
        self._console = console
        self._loop = loop
        self._engine = Engine(engine_command(os.environ), self)
        self._engine.state_changed.connect(self._on_state)
        self._outcome: Any = None
        self._failure = ""

    def measure(self, repeats: int, cancels: int) -> _Measured:
        """Do all measurements. Raises UserError when the model cannot be run."""
        measured = _Measured(self._load())
        texts = Texts(random.Random(time.time_ns()))
        self._run(texts.calibrate(), "getting ready")
        measured.threads = self._threads()
        with ExitStack() as stack:
            server = self._server(stack, measured.threads)
            for turn in range(1, repeats + 1):
                self._turn(measured, texts, server, f"turn {turn} of {repeats}")
        measured.cancels = self._run(benchmark.measure_cancel(texts, cancels), "cancelling")
        return measured

    def _turn(self, measured: _Measured, texts: Texts, server: Server | None, label: str) -> None:
        """Measure everything once, ourselves and the others one right after the other."""
        measured.ours.append(self._run(benchmark.measure_speed(texts), f"{label}: speed"))
        if llama_bench := os.environ.get("LLAMA_BENCH", ""):
            self._console.progress(f"{label}: llama-bench")
            measured.llama_bench.append(
                llama_bench_speed(llama_bench, self._model.path, measured.threads)
            )
        measured.variants.append(self._run(benchmark.measure_variants(texts), f"{label}: variants"))
        if batched := os.environ.get("LLAMA_BATCHED_BENCH", ""):
            self._console.progress(f"{label}: llama-batched-bench")
            measured.llama_batched.append(
                llama_batched_bench_speed(batched, self._model.path, measured.threads)
            )
        measured.edits.append(self._run(benchmark.measure_edit(texts), f"{label}: edits"))
        if server is not None:
            self._console.progress(f"{label}: llama-server")
            measured.server.append(server.speed(texts))
            measured.server_edits.append(server.edit(texts))

    def _server(self, stack: ExitStack, threads: int) -> Server | None:
        """Start llama-server where LLAMA_SERVER names it."""
        program = os.environ.get("LLAMA_SERVER", "")
        if not program:
            return None
        self._console.progress("starting llama-server")
        return stack.enter_context(running(program, self._model.path, threads))

    def close(self) -> None:
        """End the engine."""
        self._engine.close()

    def _load(self) -> float:
        began = time.monotonic()
        self._console.progress("loading the model")
        self._engine.load(self._model)
        if self._engine.state.phase is EnginePhase.LOADING:
            self._loop.run()
        self._raise_failure()
        return time.monotonic() - began

    def _threads(self) -> int:
        model = self._engine.state.model
        return model.threads if model is not None else 1

    def _run(self, measuring: Measuring[Any], label: str) -> Any:
        self._console.progress(label)
        run = Benchmark(self._engine, measuring, self)
        run.finished.connect(self._on_finished)
        run.failed.connect(self._on_failed)
        run.start()
        self._loop.run()
        run.deleteLater()
        self._raise_failure()
        return self._outcome

    def _raise_failure(self) -> None:
        if self._failure:
            raise UserError(self._failure)

    @Slot(object)
    def _on_state(self, state: EngineState) -> None:
        if state.failure is not None:
            self._failure = state.failure.message
        if state.phase is not EnginePhase.LOADING:
            self._loop.quit()

    @Slot(object)
    def _on_finished(self, outcome: object) -> None:
        self._outcome = outcome
        self._loop.quit()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._failure = sentence
        self._loop.quit()
