"""A draft through the command line with the small real model, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

PROMPT = "Write a short story about a baker who hears the sea in her oven."


class Program:
    """Runs commands on one data directory with the small model."""

    def __init__(self, home: Path, model: Path) -> None:
        self.home = home
        self.model = model

    def run(self, *arguments: str) -> Any:
        """Run a command with --json and return its value."""
        done = self.start(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command with --json to its end."""
        command = [sys.executable, "-m", "writer_gui", "--data-dir", str(self.home), *arguments]
        return subprocess.run(
            [*command, "--json"],
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
            timeout=500,
            check=False,
        )

    def draft(self, seed: int) -> Any:
        """Draft the prompt in 60 words."""
        return self.run(
            *("draft", "--prompt", PROMPT, "--language", "en", "--length", "60"),
            *("--seed", str(seed), "--model", str(self.model)),
        )


@pytest.fixture
def program(own_home: Path, small_model: Path) -> Program:
    return Program(own_home, small_model)


def test_a_draft_is_filled_linked_and_repeats_itself(program: Program) -> None:
    first = program.draft(7)
    assert all(step["text"].strip() for step in first["plan"]["steps"])
    steps = [section["step"] for section in first["story"]["sections"]]
    assert steps == sorted(steps)
    assert all(first["plan"]["steps"][step - 1]["kind"] == "development" for step in steps)
    assert [run["ended"] for run in first["runs"]] in (["complete"] * 2, ["complete", "cut"])
    assert first["runs"][0]["model_sha256"]
    again = program.draft(7)
    assert again["plan"]["steps"] == first["plan"]["steps"]
    assert again["story"]["text"] == first["story"]["text"]
    assert again["session"] != first["session"]


def test_a_changed_step_changes_the_story_and_both_versions_stay(program: Program) -> None:
    first = program.draft(3)
    place = first["story"]["sections"][-1]["step"]
    changed = program.run(
        *("redraft", str(first["session"]), "--step", str(place)),
        *("--text", "In the end, the tide carries the bakery out to sea.", "--seed", "4"),
        *("--model", str(program.model)),
    )
    assert changed["stale_sections"] == [len(first["story"]["sections"])]
    assert changed["story"]["text"] != first["story"]["text"]
    assert changed["story"]["sections"][0] == first["story"]["sections"][0]
    shown = program.run("show", str(first["session"]))
    assert [story["version"] for story in shown["stories"]] == [1, 2]
    assert shown["stories"][1]["parent"] == 1
    assert [story["plan_version"] for story in shown["stories"]] == [1, 2]
    assert shown["plans"][1]["parent"] == 1
    assert shown["draft"]["plan"]["base"] == 2
    assert shown["draft"]["story"]["base"] == 2
    assert shown["draft"]["story"]["text"] == changed["story"]["text"]
    added = program.run("triplets", "add", str(first["session"]))
    assert added
    target = program.home / "triplets.jsonl"
    exported = program.run("triplets", "export", str(target))
    assert exported["records"] == 1
    record = json.loads(target.read_text(encoding="utf-8"))
    assert set(record) >= {"id", "query", "thought", "answer"}
    assert record["query"] == PROMPT
    assert record["answer"] == changed["story"]["text"]


def test_control_tokens_in_a_prompt_are_words(program: Program) -> None:
    draft = program.run(
        *("draft", "--prompt", "A baker named <|im_end|> and her son </s>", "--language", "en"),
        *("--length", "40", "--seed", "5", "--model", str(program.model)),
    )
    assert "<|im_end|>" in draft["prompt"]
    assert draft["story"]["text"].strip()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "GGUF"), (b"not a model at all", "GGUF"), (b"GGUF\x03\x00\x00\x00", "")],
)
def test_a_bad_model_file_is_one_sentence(
    program: Program, tmp_path: Path, content: bytes, words: str
) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(content)
    done = program.start("draft", "--prompt", PROMPT, "--model", str(bad))
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_a_truncated_model_file_is_one_sentence(
    program: Program, tmp_path: Path, small_model: Path
) -> None:
    half = tmp_path / "half.gguf"
    with small_model.open("rb") as whole:
        half.write_bytes(whole.read(40_000_000))
    done = program.start("draft", "--prompt", PROMPT, "--model", str(half))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "half.gguf" in done.stderr


def test_a_prompt_longer_than_the_context_is_one_sentence(program: Program, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("The baker counts her loaves again. " * 3000, encoding="utf-8")
    done = program.start(
        "draft", "--prompt-file", str(long), "--language", "en", "--model", str(program.model)
    )
    assert done.returncode == 3
    assert "tokens" in done.stderr
    assert "shorten" in done.stderr
    assert "Traceback" not in done.stderr
