"""A home with a model in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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
