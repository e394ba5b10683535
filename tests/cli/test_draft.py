"""`draft` with an engine that reads from a script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from writer_gui import paths
from writer_gui.cli import parse, run
from writer_gui.domain.genre import GENRES, Domain
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.store.database import Database
from writer_gui.store.sessions import load_session
from writer_gui.writing.own_templates import save_template, steps_of_plan
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from writer_gui.domain.session import Prompt


@pytest.fixture(autouse=True)
def _scripted(
    qapp: QApplication, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {"text": "雾散的那天，信到了，他把信放在灯下。", "chunk": 9}
    (tmp_path / "script.jsonl").write_text(json.dumps(answer), "utf-8")
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{tmp_path / 'script.jsonl'}")


def _save_own() -> None:
    """Save a template of the writer's own for stories, aiming at 333 characters."""
    templates = Templates.open()
    plan = Plan((Step("a", StepKind.DEVELOPMENT, "伏笔", ""),))
    known = templates.for_domain(Domain.FICTION)
    steps = steps_of_plan(plan, known, Language.ZH)
    file = save_template(templates.own, steps, known)
    data = json.loads(file.read_text("utf-8"))
    data["length"]["zh"] = 333
    file.write_text(json.dumps(data), "utf-8")


def test_a_draft_follows_the_writers_own_template(capsys: pytest.CaptureFixture[str]) -> None:
    _save_own()
    parsed = parse(
        ["draft", "--prompt", "写一个灯塔看守人的故事", "--genre", "小说-故事", "--json"]
    )
    assert parsed is not None
    assert run(parsed) == 0
    drafted = json.loads(capsys.readouterr().out)
    database = Database.open(paths.database_path())
    with database.reading() as tx:
        session = load_session(tx, drafted["session"])
    database.close()
    assert [step.title for step in session.draft.plan.steps] == ["伏笔"]
    assert session.draft.prompt.length == 333


def drafted_prompt(capsys: pytest.CaptureFixture[str], *told: str) -> tuple[Prompt, str]:
    """Return the prompt that a draft was written for, and what was said on stderr."""
    parsed = parse(["draft", "--json", "--prompt", *told])
    assert parsed is not None
    assert run(parsed) == 0
    said = capsys.readouterr()
    database = Database.open(paths.database_path())
    with database.reading() as tx:
        session = load_session(tx, json.loads(said.out)["session"])
    database.close()
    return session.draft.prompt, said.err


def test_what_no_option_sets_is_taken_from_the_prompt_and_noted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "写一篇悬疑小说，约六百字"
    prompt, said = drafted_prompt(capsys, text)
    assert (prompt.genre, prompt.length) == ("悬疑-推理故事", 600)
    assert "Taken from the prompt: genre 悬疑-推理故事 (Mystery), “悬疑小说”; " in said
    assert "length 600, “约六百字”." in said
    prompt, said = drafted_prompt(capsys, text, "--genre", "散文", "--length", "300")
    assert (prompt.genre, prompt.length) == ("散文", 300)
    assert "Taken from the prompt" not in said
    prompt, said = drafted_prompt(capsys, "写一个故事，五万字")
    assert prompt.length == 20_000
    assert "the most there is" in said


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("小说", "小说-故事 (Story)"),
        ("Storry", "小说-故事 (Story)"),
        ("科幻", "科幻故事 (Science fiction)"),
        ("poetry", "诗歌 (Poem)"),
        ("xyz", None),
    ],
)
def test_an_unknown_genre_is_answered_with_those_that_are_near(
    capsys: pytest.CaptureFixture[str], asked: str, near: str | None
) -> None:
    parsed = parse(["draft", "--prompt", "雨", "--genre", asked])
    assert parsed is not None
    assert run(parsed) == 2
    told = capsys.readouterr().err
    assert told.endswith("'writer-gui draft --help' lists all 51.\n")
    assert near is None or near in told
    assert ("Near it: " in told) == (near is not None)


def test_the_help_of_draft_lists_every_genre(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["draft", "--help"])
    listed = capsys.readouterr().out.splitlines()
    assert [g for g in GENRES if f"    {g.tag} ({g.english_name})" not in listed] == []
