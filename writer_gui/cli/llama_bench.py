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
    read = _rows("LLAMA_BENCH", *common, "-p", str(PROMPT_TOKENS), "-n", "0")
    depths = f"{SHORT_TOKENS},{LONG_TOKENS}"
    write = _rows("LLAMA_BENCH", *common, "-p", "0", "-n", str(WRITTEN_TOKENS), "-d", depths)
    rates = {int(row["n_depth"]): float(row["avg_ts"]) for row in write}
    return SpeedFigures(float(read[0]["avg_ts"]), rates[SHORT_TOKENS], rates[LONG_TOKENS])


def llama_batched_bench_speed(program: str, model: str, threads: int) -> VariantFigures:
    """Run llama-batched-bench once, likewise: one text alone, then several of one prompt."""
    sizes = ("-npp", str(VARIANT_CONTEXT), "-ntg", str(VARIANT_TOKENS), "-npl", f"1,{VARIANTS}")
    room = str(VARIANTS * (VARIANT_CONTEXT + VARIANT_TOKENS))
    options = ("-t", str(threads), "-tb", str(threads), "-c", room, "--output-format", "jsonl")
    found = _rows("LLAMA_BATCHED_BENCH", program, "-m", model, *options, *sizes)
    rates = {int(row["pl"]): float(row["speed_tg"]) for row in found}
    return VariantFigures(rates[VARIANTS], rates[VARIANTS] / rates[1])


def _rows(variable: str, *command: str) -> list[dict[str, str]]:
    """Return the records a program prints, one a line. Raises UserError naming the variable."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        found: list[dict[str, str]] = [json.loads(line) for line in lines]
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise UserError(
            f"{Path(command[0]).name} could not be run ({error}); set {variable} to the path of "
            "such a program, or unset it."
        ) from error
    return found
