"""The commands on sessions, triplets, pairs and backups, as a person or a script runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.samples import LETTER, LIGHTHOUSE, draft, plan, story
from tests.store.test_pairs import PAIR
from writer_gui import paths, settings
from writer_gui.cli import parse, run
from writer_gui.domain.run import Ended, RunFigures, Stage
from writer_gui.exchange.triplets import read_triplets
from writer_gui.settings import Settings
from writer_gui.store import indexing, search, sessions
from writer_gui.store.database import Database, Transaction
from writer_gui.store.pairs import add_pair
from writer_gui.store.runs import finish_run, start_run
from writer_gui.store.triplets import count_triplets

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def library() -> Iterator[Database]:
    opened = Database.open(paths.database_path())
    yield opened
    opened.close()


def _written(tx: Transaction) -> int:
    """Make a session as `draft` leaves it: versions and runs, nothing on the desk."""
    session_id = sessions.create_session(tx, LIGHTHOUSE)

    def begin(stage: Stage, plan_version_id: int | None = None) -> int:
        return start_run(
            tx,
            session_id,
            stage,
            model="Tiny",
            model_sha256="ab" * 32,
            seed=7,
            settings={"temperature": 0.9},
            plan_version_id=plan_version_id,
        ).id

    figures = RunFigures(100, 60, 40, 0.5, 3.0)
    version = finish_run(
        tx, begin(Stage.PLAN), Ended.COMPLETE, figures, plan("迟到", "信到了", "没有拆")
    )
    assert version is not None
    finish_run(
        tx, begin(Stage.STORY, version.id), Ended.CUT, figures, story("", "雾散了。", "信没有拆。")
    )
    return session_id


@pytest.fixture
def session_id(library: Database) -> int:
    with library.transaction() as tx:
        return _written(tx)


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    parsed = parse([str(argument) for argument in arguments])
    assert parsed is not None
    code = run(parsed)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def _json(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    code, out, err = _run(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_sessions_are_listed_and_searched(
    library: Database, session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        other = sessions.create_session(tx, LETTER)
        gone = sessions.create_session(tx, LETTER)
        sessions.trash_session(tx, gone)
    listed = _json(capsys, "sessions")
    assert [s["id"] for s in listed] == [other, session_id]
    assert set(listed[0]) == {"id", "title", "genre", "language", "created", "updated", "words"}
    assert listed[1]["words"] == 7
    assert [s["id"] for s in _json(capsys, "sessions", "--search", "灯塔")] == [session_id]
    assert [s["id"] for s in _json(capsys, "sessions", "--search", "雾散")] == [session_id]
    assert [s["id"] for s in _json(capsys, "sessions", "--search", "light keep")] == [other]
    assert _json(capsys, "sessions", "--search", '"') == []
    assert [s["id"] for s in _json(capsys, "sessions", "--trash")] == [gone]
    _, text, _ = _run(capsys, "sessions")
    assert "写一个灯塔" in text


def test_a_search_finds_all_that_was_just_imported(
    library: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update = search.update_index
    monkeypatch.setattr(search, "update_index", lambda tx, at_once=4: update(tx, at_once))
    monkeypatch.setattr(indexing, "BATCH", 2)
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(f"lighthouse {number}", "utf-8")
    _json(capsys, "library", "import", *sorted(tmp_path.glob("*.txt")))
    assert len(_json(capsys, "sessions", "--search", "lighthouse")) == 8


def test_show_has_every_version_and_run(
    library: Database, session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        sessions.save_draft(tx, session_id, draft())
    shown = _json(capsys, "show", session_id)
    assert shown["session"] == session_id
    assert shown["prompt"] == LIGHTHOUSE.text
    (the_plan,) = shown["plans"]
    assert (the_plan["version"], the_plan["parent"], the_plan["run"]) == (1, None, 1)
    assert [step["text"] for step in the_plan["steps"]] == ["迟到", "信到了", "没有拆"]
    (the_story,) = shown["stories"]
    assert (the_story["version"], the_story["plan_version"], the_story["run"]) == (1, 1, 2)
    assert [section["step"] for section in the_story["sections"]] == [1, 2, 3]
    assert the_story["text"] == "雾散了。\n\n信没有拆。"
    assert [r["stage"] for r in shown["runs"]] == ["plan", "story"]
    assert shown["runs"][1]["ended"] == "cut"
    assert shown["runs"][0]["reused_tokens"] == 60
    assert shown["draft"]["story"]["text"] == draft().story.text
    _, text, _ = _run(capsys, "show", session_id)
    assert "Story v1" in text


def test_a_session_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "show", 9) == (
        3,
        "",
        "There is no session 9; 'writer-gui sessions' lists them.\n",
    )


def test_a_session_becomes_a_triplet_once_and_leaves_as_jsonl(
    library: Database, session_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none_rejected: dict[str, object] = {"read": 1, "rejected": []}
    first = _json(capsys, "triplets", "add", session_id)
    assert first == none_rejected | {"added": 1, "duplicates": 0}
    again = _json(capsys, "triplets", "add", session_id)
    assert again == none_rejected | {"added": 0, "duplicates": 1}
    (listed,) = _json(capsys, "triplets")
    assert _json(capsys, "triplets", "list") == [listed]
    assert listed["answer"] == "雾散了。\n\n信没有拆。"
    assert listed["thought"].startswith("第1步：迟到")
    assert listed["provenance"]["models"][0]["model"] == "Tiny"
    assert listed["provenance"]["model_share"] == 1.0
    file = tmp_path / "out.jsonl"
    assert _json(capsys, "triplets", "export", file) == {"file": str(file), "records": 1}
    (line,) = file.read_text("utf-8").splitlines()
    record = json.loads(line)
    assert list(record)[:4] == ["id", "query", "thought", "answer"]
    assert record["query"] == LIGHTHOUSE.text
    taken = _json(capsys, "triplets", "import", file)
    assert taken == {"read": 1, "added": 0, "duplicates": 1, "rejected": []}


def test_the_desk_is_what_is_saved_where_it_holds_a_story(
    library: Database, session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        sessions.save_draft(tx, session_id, draft())
    _json(capsys, "triplets", "add", session_id)
    (listed,) = _json(capsys, "triplets")
    assert listed["answer"] == draft().story.text
    assert listed["provenance"]["story_version"] is None


def test_a_session_without_a_story_is_no_triplet(
    library: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        empty = sessions.create_session(tx, LETTER)
    code, out, err = _run(capsys, "triplets", "add", empty)
    assert (code, out) == (3, "")
    assert "has no prompt, plan and story yet" in err


def test_an_import_accounts_for_every_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.jsonl"
    good = {"id": 1, "query": "写信", "thought": "先想", "answer": "信"}
    file.write_text(f"{json.dumps(good)}\nnot json\n{json.dumps(good | {'id': 2})}\n")
    report = _json(capsys, "triplets", "import", file)
    assert (report["read"], report["added"], report["duplicates"]) == (3, 1, 1)
    assert [r["record"] for r in report["rejected"]] == [2]
    _, text, _ = _run(capsys, "triplets", "import", file)
    assert "3 read, 0 added, 2 there already, 1 rejected" in text


def test_pairs_go_out_and_come_back(
    library: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        add_pair(tx, PAIR)
    (listed,) = _json(capsys, "pairs")
    assert listed["verdict"] == "first"
    assert listed["first"]["score"] == 3
    file = tmp_path / "pairs.jsonl"
    assert _json(capsys, "pairs", "export", file) == {"file": str(file), "records": 1}
    assert _json(capsys, "pairs", "import", file)["read"] == 1


def test_pairs_are_counted_thrown_away_and_taken_back(
    library: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        add_pair(tx, PAIR)
    counted = _json(capsys, "pairs", "stats")
    assert (counted["total"], counted["by_verdict"]) == (1, {PAIR.verdict.value: 1})
    assert _json(capsys, "pairs", "trash", PAIR.uid) == {"trashed": 1}
    assert _json(capsys, "pairs") == []
    assert _json(capsys, "pairs", "restore", PAIR.uid) == {"restored": 1}
    assert len(_json(capsys, "pairs")) == 1
    code, _, err = _run(capsys, "pairs", "trash", "nobody")
    assert (code, err.count("\n")) == (3, 1)


def test_backup_check_and_restore(
    library: Database, session_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.db"
    made = _json(capsys, "backup", file)
    assert made == {"ok": True, "file": str(file), "bytes": file.stat().st_size}
    with library.transaction() as tx:
        sessions.create_session(tx, LETTER)
    assert _json(capsys, "check") == {"ok": True, "sessions": 2}
    restored = _json(capsys, "restore", file)
    assert restored["ok"] is True
    assert Path(restored["replaced"]).is_file()
    assert len(_json(capsys, "sessions")) == 1


def test_what_a_restore_replaces_goes_where_the_window_keeps_backups(
    library: Database, session_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other_disk = tmp_path / "disk"
    other_disk.mkdir()
    settings.save(Settings(backup_folder=str(other_disk)), paths.settings_path())
    _json(capsys, "backup", tmp_path / "copy.db")
    restored = _json(capsys, "restore", tmp_path / "copy.db")
    assert Path(restored["replaced"]).parent == other_disk


def test_a_damaged_library_is_refused_checked_and_replaced(
    library: Database, session_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.db"
    _json(capsys, "backup", file)
    library.close()
    paths.database_path().write_bytes(b"garbage" * 5000)
    code, out, err = _run(capsys, "check")
    assert (code, out) == (3, "")
    assert "restore a backup" in err
    code, out, err = _run(capsys, "restore", file, "--json")
    assert code == 0
    assert json.loads(out)["ok"] is True
    assert "was damaged" in err
    assert len(_json(capsys, "sessions")) == 1


def test_what_is_no_backup_is_refused(
    library: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("no database" * 999)
    for name in ("notes.txt", "none.db"):
        code, out, err = _run(capsys, "restore", tmp_path / name)
        assert (code, out) == (3, "")
        assert err.count("\n") == 1


def test_no_data_directory_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WRITER_HOME", str(tmp_path / "file"))
    for command in (["sessions"], ["show", "1"], ["triplets"], ["pairs"], ["check"]):
        code, out, err = _run(capsys, *command)
        assert (code, out) == (3, "")
        assert "--data-dir" in err


def test_a_session_leaves_as_a_file_of_its_suffix(
    library: Database, session_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "信.md"
    shown = _json(capsys, "export", session_id, file)
    assert shown == {"file": str(file), "bytes": file.stat().st_size}
    assert "雾散了。\n\n信没有拆。" in file.read_text("utf-8")
    assert "迟到" not in file.read_text("utf-8").splitlines()[2:]
    _json(capsys, "export", session_id, file, "--with-plan")
    assert "### 1. 第1步\n\n迟到" in file.read_text("utf-8")
    code, out, err = _run(capsys, "export", session_id, tmp_path / "信.odt")
    assert (code, out) == (3, "")
    assert "no known format" in err


def test_the_library_goes_out_to_a_folder_and_comes_back(
    library: Database, session_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    shown = _json(capsys, "library", "export", folder)
    assert shown == {"folder": str(folder), "sessions": 1, "triplets": 0, "pairs": 0}
    (tmp_path / "note.txt").write_text("雾散了。", "utf-8")
    with library.transaction() as tx:
        sessions.save_draft(tx, session_id, draft())
    taken = _json(capsys, "library", "import", folder, tmp_path / "note.txt")
    assert (len(taken["added"]), taken["duplicates"], taken["rejected"]) == (2, 0, [])
    again = _json(capsys, "library", "import", folder)
    assert (again["added"], again["duplicates"]) == ([], 1)
    assert _run(capsys, "library", "import", tmp_path / "none")[0] == 3
    assert _run(capsys, "library", "export", folder)[0] == 3


def test_a_damaged_library_is_repaired_by_whichever_command_comes_first(
    library: Database, session_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    library.close()
    with paths.database_path().open("rb+") as file:
        file.write(b"no database at all")
    code, out, err = _run(capsys, "sessions", "--json")
    assert code == 0
    assert json.loads(out) == []
    assert "The library was damaged. The damaged file is kept as writer-damaged-" in err


def test_an_interrupted_import_says_how_far_it_came_and_leaves_nothing(
    library: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "in.jsonl"
    record = '{{"query": "写{0}", "thought": "想", "answer": "光{0}"}}\n'
    file.write_text("".join(record.format(n) for n in range(9)), "utf-8")

    def interrupted(path: Path) -> Iterator[object]:
        for count, found in enumerate(read_triplets(path)):
            if count == 5:
                raise KeyboardInterrupt
            yield found

    monkeypatch.setattr("writer_gui.cli.triplets.read_triplets", interrupted)
    parsed = parse(["triplets", "import", str(file)])
    assert parsed is not None
    assert run(parsed) == 130
    assert "Records read: 5; the rest was not, and nothing was written." in capsys.readouterr().err
    with library.reading() as tx:
        assert count_triplets(tx) == 0
