from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from writer_gui.background.engine import Engine
from writer_gui.domain.generation import ModelFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def make_engine(tmp_path: Path) -> Iterator[Callable[[list[dict[str, object]]], Engine]]:
    engines: list[Engine] = []

    def make(script: list[dict[str, object]]) -> Engine:
        file = tmp_path / f"script{len(engines)}.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in script), encoding="utf-8")
        engine = Engine([sys.executable, "-m", "writer_gui.inference.scripted", str(file)])
        engines.append(engine)
        engine.load(ModelFile("scripted", ""))
        return engine

    yield make
    for engine in engines:
        engine.close()
