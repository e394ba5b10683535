"""One small model for all tests of the worker's parts, and the real worker behind its pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.inference.driving import Worker
from writer_gui.domain.generation import ModelFile
from writer_gui.inference.protocol import EngineOptions
from writer_gui.inference.worker.model import Model
from writer_gui.inference.worker.native import AbortFlag, LogTail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def tail() -> LogTail:
    """Return what hears the log of llama.cpp, which calls it as long as the process lives."""
    return LogTail()


@pytest.fixture(scope="session")
def model(small_model: Path, tail: LogTail) -> Iterator[Model]:
    # With several threads each waits for the others while the computer is busy elsewhere.
    options = EngineOptions(context=384, threads=1)
    file = ModelFile("small", str(small_model))
    loaded = Model(file, options, AbortFlag(), tail, lambda _progress: None)
    yield loaded
    loaded.close()


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


@pytest.fixture(scope="module")
def loaded(small_model: Path) -> Iterator[Worker]:
    """Return a worker with the small model; tests of a module share it."""
    with Worker() as started:
        started.load(small_model)
        yield started
