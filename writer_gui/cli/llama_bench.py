"""Asks llama.cpp's own benchmark for the speeds that ours are compared with."""

from __future__ import annotations

import json
import subprocess

from writer_gui.background.benchmark import (
    LONG_TOKENS,
    PROMPT_TOKENS,
    SHORT_TOKENS,
    WRITTEN_TOKENS,
    SpeedFigures,
)
from writer_gui.errors import UserError


def llama_bench_speed(program: str, model: str, threads: int) -> SpeedFigures:
    """Run llama-bench once, with the same sizes and threads. Raises UserError when it fails."""
    read = _run(program, model, threads, "-p", str(PROMPT_TOKENS), "-n", "0")
    depths = f"{SHORT_TOKENS},{LONG_TOKENS}"
    write = _run(program, model, threads, "-p", "0", "-n", str(WRITTEN_TOKENS), "-d", depths)
    rates = {int(row["n_depth"]): float(row["avg_ts"]) for row in write}
    return SpeedFigures(float(read[0]["avg_ts"]), rates[SHORT_TOKENS], rates[LONG_TOKENS])


def _run(program: str, model: str, threads: int, *options: str) -> list[dict[str, str]]:
    command = [program, "-m", model, "-t", str(threads), "-r", "1", "-o", "json", *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
        found: list[dict[str, str]] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise UserError(
            f"llama-bench could not be run ({error}); set LLAMA_BENCH to its path, or unset it."
        ) from error
    return found
