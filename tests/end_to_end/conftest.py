"""A home with a model in it; a scripted engine; windows in processes of their own."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.processes import Starter, windows, write_script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(
    own_home: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """Have the small model as the only one installed."""
    models = tmp_path / "models"
    models.mkdir()
    (models / small_model.name).symlink_to(small_model)
    monkeypatch.setenv("WRITER_MODELS", str(models))
    return own_home


@pytest.fixture
def chance() -> random.Random:
    """Return what draws the moments and texts of a test."""
    return random.Random(os.environ.get("SOAK_SEED", "1"))


@pytest.fixture
def script(tmp_path: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a scripted engine, also in processes of their own."""
    write_script(tmp_path / "script.jsonl", chance)
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")


@pytest.fixture
def started() -> Iterator[Starter]:
    """Return what starts a window; none outlives its test, also not one that fails."""
    with windows() as starter:
        yield starter
