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
    for name in ("CC", "CXX", "CMAKE_ARGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PIP_LOG", tmp_path / "set-up.log")
    return module


def make_program(file: Path, *lines: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(("#!/bin/sh", *lines, "")))
    file.chmod(0o755)


def make_clang(folder: Path, name: str, *, fails_at: str = "nothing", version: str = "") -> None:
    """Make a compiler whose programs run, unless it is asked for what it cannot do."""
    make_program(
        folder / name,
        f'if [ "$1" = -dumpversion ]; then echo {version}; exit; fi',
        f'case "$*" in *{fails_at}*) exit 1;; esac',
        "for program; do :; done",
        '/bin/cp /bin/true "$program"',
    )
    if "++" not in name:
        make_clang(folder, name.replace("clang", "clang++"), fails_at=fails_at)


def test_the_newest_clang_that_can_use_several_threads_compiles(
    set_up: Any, tmp_path: Path
) -> None:
    make_clang(tmp_path, "clang-15")
    make_clang(tmp_path, "clang", version="15.0.6")
    assert set_up.compilers() == {}
    make_clang(tmp_path, "clang", version="21.1.0")
    assert set_up.compilers() == {"CC": "clang", "CXX": "clang++"}
    make_clang(tmp_path, "clang-16")
    make_clang(tmp_path, "clang-19")
    make_clang(tmp_path, "clang-20", fails_at="-fopenmp")
    assert set_up.compilers() == {"CC": "clang-19", "CXX": "clang++-19"}


def test_a_clang_that_knows_only_c_does_not_compile(set_up: Any, tmp_path: Path) -> None:
    make_clang(tmp_path, "clang-19", fails_at="c++ -")
    make_clang(tmp_path, "clang-18")
    (tmp_path / "clang++-18").write_text("no program at all")
    make_clang(tmp_path, "clang-17")
    (tmp_path / "clang++-17").unlink()
    assert set_up.compilers() == {}


def test_the_one_that_is_installed_compiles(
    set_up: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_program(
        tmp_path / ".venv" / "bin" / "python",
        'case "$*" in *show*) exit 1;; esac',
        'echo "$CC $CXX $*"',
    )
    make_clang(tmp_path / "later", "clang")
    make_program(
        tmp_path / "apt-get",
        f'case "$*" in *clang-19*) cd {tmp_path};',
        "/bin/cp later/clang clang-19; /bin/cp later/clang++ clang++-19;; esac",
    )
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert set_up.install(dev=False)
    log = (tmp_path / "set-up.log").read_text()
    assert log.startswith("clang-19 clang++-19 -m pip")


@pytest.mark.parametrize(
    ("name", "value"),
    [("CC", "gcc"), ("CXX", "g++"), ("CMAKE_ARGS", "-DCMAKE_C_COMPILER=gcc")],
)
def test_a_compiler_the_user_names_stands(
    set_up: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    make_clang(tmp_path, "clang-19")
    monkeypatch.setenv(name, value)
    assert set_up.compilers() == {}
    assert not set_up.is_choice_ours()
