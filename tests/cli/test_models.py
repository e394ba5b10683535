from __future__ import annotations

import argparse
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.inference import gguf_files
from writer_gui.cli import models
from writer_gui.cli.output import Console
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRITER_MODELS", str(tmp_path / "models"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.gguf"
    path.write_bytes(gguf_files.gguf())
    return path


def text_of(*arguments: object) -> str:
    """Run `models …` and return what it printed."""
    parser = argparse.ArgumentParser()
    models.register(parser.add_subparsers())
    parsed = parser.parse_args(["models", *map(str, arguments)])
    out = io.StringIO()
    console = Console(as_json=getattr(parsed, "json", False), out=out, err=io.StringIO())
    assert parsed.run(parsed, console) == 0
    return out.getvalue()


def json_of(*arguments: object) -> object:
    return json.loads(text_of(*arguments, "--json"))


def test_the_list_has_the_agreed_fields() -> None:
    rows = json_of("list")
    assert isinstance(rows, list)
    agreed = "name file sha256 bytes architecture context quantization licence installed"
    assert all(row.keys() >= set(agreed.split()) for row in rows)
    assert not any(row["installed"] for row in rows)


def test_without_an_action_the_models_are_listed() -> None:
    lines = text_of().splitlines()
    assert lines[0].split()[0] == "NAME"
    assert lines[1].split()[:3] == ["qwen2.5-coder-1.5b-instruct", "1.1", "GB"]


def test_a_file_is_added_told_of_verified_and_forgotten(mine: Path) -> None:
    assert "used where it lies, by the name mine" in text_of("add", mine)
    assert "own file" in text_of("list")
    assert "architecture  qwen2" in text_of("info", "mine")
    assert "as it has to be" in text_of("verify", "mine")
    assert json_of("remove", "mine") == {"name": "mine", "removed": False}
    assert mine.exists()


def test_an_adapter_is_attached_and_taken_away(mine: Path, tmp_path: Path) -> None:
    adapter = tmp_path / "style.gguf"
    adapter.write_bytes(gguf_files.gguf({**gguf_files.QWEN, "general.type": "adapter"}))
    text_of("add", mine)
    assert str(adapter) in text_of("attach", "mine", adapter)
    assert "without an adapter" in text_of("attach", "mine")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("info", "nonsense"), "There is no model called nonsense"),
        (("install", "qwen9"), "There is no model called qwen9"),
        (("verify", "smollm2-135m-instruct"), "is not installed"),
        (("add", "/nowhere/x.gguf"), "There is no file"),
        (("attach", "smollm2-135m-instruct", "x.gguf"), "is not installed"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(UserError, match=said):
        text_of(*arguments)
