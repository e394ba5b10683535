from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.inference import gguf_files

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = (sys.executable, "-m", "writer_gui.inference.installer")


def events_of(
    *arguments: str, models: Path, stdin: int = subprocess.PIPE
) -> list[dict[str, object]]:
    """Run the installer to its end and return what it said."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        env={**os.environ, "WRITER_MODELS": str(models)},
    )
    assert process.stdout is not None
    with process:
        return [json.loads(line) for line in process.stdout]


def test_it_says_how_far_it_is_and_how_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(gguf_files.gguf())
    *before, last = events_of("add", str(path), models=tmp_path / "models")
    size = path.stat().st_size
    assert before[-1] == {"event": "progress", "done": size, "total": size}
    assert last["event"] == "finished"


def test_the_end_of_its_input_stops_it(tmp_path: Path) -> None:
    # A sparse file that takes seconds to read.
    path = tmp_path / "large.gguf"
    path.write_bytes(gguf_files.gguf())
    with path.open("ab") as stream:
        stream.truncate(20 << 30)
    events = events_of("add", str(path), models=tmp_path / "models", stdin=subprocess.DEVNULL)
    assert events[-1]["event"] == "stopped"
    assert not (tmp_path / "home" / "models.json").exists()
