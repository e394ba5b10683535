"""The commands a person types first."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from writer_gui.inference import catalog

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def output_of(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_make_alone_lists_the_commands() -> None:
    listed = re.findall(r"make (\S+)", output_of("make"))
    assert listed == [
        "help",
        "run",
        "test",
        "check",
        "fix",
        "translations",
        "bench",
        "soak",
        "clean",
    ]


def test_the_makefile_installs_models_of_the_catalogue_under_their_names() -> None:
    models = catalog.load()
    for name in re.findall(r"models install (\S+)", MAKEFILE):
        assert f"/{models.require(name).file}\n" in MAKEFILE
    assert f"DEFAULT_MODEL := $(MODELS)/{models.default.file}\n" in MAKEFILE


def test_the_integration_script_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text("utf-8")


def test_setting_up_explains_itself_without_doing_anything() -> None:
    shown = output_of(sys.executable, ".ci/set_up.py", "--help")
    assert "--dev" in shown
