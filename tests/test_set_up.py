"""The commands a person types first."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

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


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the script as a module, on a Linux whose compilers are those the test makes."""
    spec = importlib.util.spec_from_file_location("set_up", ROOT / ".ci" / "set_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    return module


def make_clang(folder: Path, version: int, *, has_openmp: bool = True) -> None:
    for name in (f"clang-{version}", f"clang++-{version}"):
        (folder / name).write_text(f"#!/bin/sh\nexit {0 if has_openmp else 1}\n")
        (folder / name).chmod(0o755)


def test_the_newest_clang_that_can_use_several_threads_compiles(
    set_up: Any, tmp_path: Path
) -> None:
    make_clang(tmp_path, 15)
    assert set_up.compilers() == {}
    make_clang(tmp_path, 16)
    make_clang(tmp_path, 19)
    make_clang(tmp_path, 20, has_openmp=False)
    assert set_up.compilers() == {"CC": "clang-19", "CXX": "clang++-19"}


def test_a_compiler_the_user_names_stands(
    set_up: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_clang(tmp_path, 19)
    monkeypatch.setenv("CC", "gcc")
    assert set_up.compilers() == {}
    assert not set_up.is_choice_ours()
