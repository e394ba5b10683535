"""Asks llama.cpp's own benchmarks for the speeds that ours are compared with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from writer_gui.background.benchmark import (
    LONG_TOKENS,
    PROMPT_TOKENS,
    SHORT_TOKENS,
    VARIANT_CONTEXT,
    VARIANT_TOKENS,
    VARIANTS,
    WRITTEN_TOKENS,
    SpeedFigures,
    VariantFigures,
)
from writer_gui.errors import UserError


def llama_bench_speed(program: str, model: str, threads: int) -> SpeedFigures:
    """Run llama-bench once, with the same sizes and threads. Raises UserError when it fails."""
    common = (program, "-m", model, "-t", str(threads), "-r", "1", "-o", "jsonl")
    sizes: tuple[str, ...] = ("-p", str(PROMPT_TOKENS), "-n", "0")
    (read,) = _rates("LLAMA_BENCH", "avg_ts", 1, *common, *sizes)
    sizes = ("-p", "0", "-n", str(WRITTEN_TOKENS), "-d", f"{SHORT_TOKENS},{LONG_TOKENS}")
    short, long = _rates("LLAMA_BENCH", "avg_ts", 2, *common, *sizes)
    return SpeedFigures(read, short, long)


def llama_batched_bench_speed(program: str, model: str, threads: int) -> VariantFigures:
    """Run llama-batched-bench once: one text alone, then several after as long prompts.

    Raises UserError when it fails.
    """
    sizes = ("-npp", str(VARIANT_CONTEXT), "-ntg", str(VARIANT_TOKENS), "-npl", f"1,{VARIANTS}")
    room = str(VARIANTS * (VARIANT_CONTEXT + VARIANT_TOKENS))
    options = ("-t", str(threads), "-tb", str(threads), "-c", room, "--output-format", "jsonl")
    command = (program, "-m", model, *options, *sizes)
    alone, together = _rates("LLAMA_BATCHED_BENCH", "speed_tg", 2, *command)
    return VariantFigures(together, together / alone)


def _rates(variable: str, field: str, count: int, *command: str) -> list[float]:
    """Return a field of each record a program prints, one a line, in the order of what was asked.

    Raises UserError naming the variable where so many of them do not come.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
        records = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        rates = [float(record[field]) for record in records]
        if len(rates) != count or min(rates) <= 0:
            raise ValueError(f"it tells {rates} where {count} speeds were asked for")
    except (OSError, subprocess.SubprocessError, KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"{Path(command[0]).name} could not be run ({error}); set {variable} to the path of "
            "such a program, or unset it."
        ) from error
    return rates
