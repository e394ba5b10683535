"""Plan templates that have all their steps whatever the length, for tests that count them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from writer_gui.paths import assets_dir

if TYPE_CHECKING:
    from pathlib import Path


def whole_templates(directory: Path) -> Path:
    """Write the program's templates into a directory so that they do not scale; return it."""
    directory.mkdir(parents=True, exist_ok=True)
    for file in (assets_dir() / "templates").glob("*.json"):
        template = json.loads(file.read_text(encoding="utf-8")) | {"scales": False}
        (directory / file.name).write_text(json.dumps(template), encoding="utf-8")
    return directory
