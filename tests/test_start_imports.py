"""What the start brings in: nothing heavy that only some days need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("docx", "fontTools", "fpdf", "httpx", "keyring", "llama_cpp", "lxml", "numpy", "pyarrow")


@pytest.fixture(scope="module")
def brought_in() -> set[str]:
    code = "import sys, writer_gui.app; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


@pytest.mark.parametrize("library", HEAVY)
def test_the_window_starts_without(library: str, brought_in: set[str]) -> None:
    assert "PySide6.QtWidgets" in brought_in
    assert library not in brought_in
