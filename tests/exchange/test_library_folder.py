"""The whole library out to a folder and back, and texts of other programs."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import LIGHTHOUSE
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author, Plan, Step, StepKind
from writer_gui.domain.session import Draft, Prompt, Standing
from writer_gui.domain.story import Section, Story
from writer_gui.errors import UserError
from writer_gui.exchange import library_folder
from writer_gui.exchange.files import write_bytes
from writer_gui.exchange.library_folder import take_in, write_library
from writer_gui.exchange.session_text import session_from_text
from writer_gui.store import sessions, versions
from writer_gui.store.database import Database
from writer_gui.store.pairs import PairQuery, each_pair
from writer_gui.store.triplets import TripletQuery, each_triplet
from writer_gui.store.whole_sessions import each_session

if TYPE_CHECKING:
    from writer_gui.domain.session import Session


def _all(database: Database) -> list[object]:
    """Return all sessions with versions and runs named by number, as ids differ."""
    with database.reading() as tx:
        return [_numbered(session) for session in each_session(tx)]


def _numbered(session: Session) -> object:
    numbers = {v.id: v.number for v in session.plans}
    told = {v.id: v.number for v in session.stories}
    runs = {run.id: n for n, run in enumerate(session.runs)}
    of_plan = [
        (
            v.number,
            numbers.get(v.parent_id or 0),
            runs.get(v.run_id or 0),
            v.name,
            v.created,
            v.plan,
        )
        for v in session.plans
    ]
    of_story = [
        (v.number, told.get(v.parent_id or 0), numbers.get(v.plan_version_id or 0), v.story)
        for v in session.stories
    ]
    of_runs = [replace(run, id=0, session_id=0) for run in session.runs]
    base = (
        numbers.get(session.draft.plan_base_id or 0),
        told.get(session.draft.story_base_id or 0),
    )
    on_desk = replace(session.draft, plan_base_id=None, story_base_id=None)
    thrown = session.summary.trashed and session.summary.created  # its 30 days begin anew
    summary = replace(session.summary, id=0, touched=0, trashed=thrown)
    return (summary, on_desk, base, of_plan, of_story, of_runs)


def test_everything_comes_back_once(library: Database, other: Database, tmp_path: Path) -> None:
    with library.reading() as tx:
        files = write_library(tx, tmp_path / "out")
    assert (files.sessions, files.triplets, files.pairs) == (3, 1, 1)
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
    assert (len(report.added), report.duplicates, report.missing) == (3, 0, 0)
    assert (report.triplets, report.pairs, report.rejected) == (2, 2, [])
    assert _all(other)[1:] == _all(library)
    with other.transaction() as tx:
        again = take_in(tx, [tmp_path / "out"])
    assert (again.added, again.duplicates, again.triplets, again.pairs) == ([], 3, 0, 0)
    with other.reading() as tx:
        assert [p.uid for p in each_pair(tx, PairQuery(trashed=True))] == ["thrown away"]
        assert [t.query for t in each_triplet(tx, TripletQuery(trashed=True))] == ["thrown away"]
        assert {s.title for s in sessions.list_sessions(tx, sessions.SessionQuery(trashed=True))}


def test_what_was_thrown_away_here_comes_out_of_the_trash(
    library: Database, tmp_path: Path
) -> None:
    with library.transaction() as tx:
        write_library(tx, tmp_path / "out")
        kept = [session.id for session in sessions.list_sessions(tx)]
        sessions.trash_session(tx, kept[0])
    with library.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
    assert (report.added, report.duplicates, report.missing) == ([kept[0]], 2, 0)
    with library.reading() as tx:
        assert {session.id for session in sessions.list_sessions(tx)} == set(kept)
        assert len(sessions.list_sessions(tx, sessions.SessionQuery(trashed=True))) == 1


TEXTS = st.text(max_size=30) | st.text("海灯 信\n#-*_[]()<>|'\"\\:{}", max_size=30)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    steps = [Step(f"s{n}", draw(KINDS), draw(TEXTS), draw(TEXTS)) for n in range(draw(COUNTS))]
    sections = [Section(draw(st.sampled_from([None, "s0"])), draw(TEXTS)) for _ in steps]
    standing = draw(st.none() | st.builds(Standing, st.none() | st.just("s0"), st.integers(0, 9)))
    prompt = Prompt(
        draw(TEXTS), "诗歌", draw(st.sampled_from(Language)), draw(st.integers(1, 9000))
    )
    return Draft(prompt, Plan(tuple(steps)), Story(tuple(sections)), standing=standing)


COUNTS = st.integers(0, 3)
KINDS = st.sampled_from(StepKind)


@settings(max_examples=30)
@given(st.lists(st.tuples(drafts(), TEXTS, TEXTS, st.booleans()), min_size=1, max_size=3))
def test_whatever_is_written_comes_back(made: list[tuple[Draft, str, str, bool]]) -> None:
    with TemporaryDirectory() as folder, closing(_blank(folder, "one")) as one:
        with one.transaction() as tx:
            for draft_, title, name, starred in made:
                session_id = sessions.create_session(tx, draft_.prompt)
                version = versions.add_plan(tx, session_id, draft_.plan)
                versions.name_version(tx, versions.VersionKind.PLAN, version.id, name)
                sessions.save_draft(tx, session_id, replace(draft_, plan_base_id=version.id))
                sessions.rename_session(tx, session_id, title)
                sessions.move_to_folder(tx, session_id, name)
                sessions.set_starred(tx, session_id, starred)
            write_library(tx, Path(folder) / "out")
        with closing(_blank(folder, "two")) as two:
            with two.transaction() as tx:
                report = take_in(tx, [Path(folder) / "out"])
            assert (len(report.added), report.missing, report.rejected) == (len(made), 0, [])
            assert _all(two) == _all(one)


def _blank(folder: str, name: str) -> Database:
    return Database.open(Path(folder) / name / "writer.db")


def test_the_texts_can_be_read_by_people(library: Database, tmp_path: Path) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    (text,) = (tmp_path / "out" / "短篇 2026").glob("*.md")
    lines = text.read_text("utf-8").splitlines()
    assert lines[:3] == [
        "---",
        "kind: writer-gui session",
        "title: 写一个灯塔看守人收到一封迟到三十年的信的故事",
    ]
    assert "tags: 信, 海" in lines
    assert "starred: yes" in lines
    assert "雾散的那天，信到了。" in lines
    assert "### 1. 第1步" in lines
    assert len(list((tmp_path / "out" / "Trash").glob("*.json"))) == 1


def test_a_text_that_was_edited_outside_becomes_a_session_too(
    library: Database, other: Database, tmp_path: Path
) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    (text,) = (tmp_path / "out" / "短篇 2026").glob("*.md")
    text.write_text(text.read_text("utf-8").replace("雾散的那天", "雪停的那天"), "utf-8")
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
        edited = sessions.load_session(tx, report.added[-1])
    assert len(report.added) == 4
    assert edited.draft.story.text == "雪停的那天，信到了。\n\n他把信放在灯下，没有拆。"
    assert edited.draft.prompt == LIGHTHOUSE
    assert [step.text for step in edited.draft.plan.steps] == ["孤独与和解", "信到了", "他没有拆"]
    assert edited.summary.tags == ("信", "海")


def test_what_is_missing_or_damaged_is_accounted_for(
    library: Database, other: Database, tmp_path: Path
) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    one, two, _ = sorted((tmp_path / "out").rglob("0*.json"))
    one.write_text('{"session": {"summary": 3}}')
    two.unlink()
    two.with_suffix(".md").unlink()
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
    assert report.missing == 2
    (rejected,) = report.rejected
    assert (
        "is no session of Writer GUI: the field 'session.summary' is a whole number" in rejected[1]
    )
    assert len(report.added) == 2  # the text of the damaged one is taken instead


def test_a_folder_in_use_is_refused(library: Database, tmp_path: Path) -> None:
    with library.reading() as tx, pytest.raises(UserError, match="is not empty; choose"):
        write_library(tx, tmp_path)
    (tmp_path / "file").write_text("")
    with library.reading() as tx, pytest.raises(UserError, match="cannot be written"):
        write_library(tx, tmp_path / "file")


def test_any_text_file_is_a_session(tmp_path: Path) -> None:
    file = tmp_path / "海边.txt"
    file.write_bytes("第一行。\r\n\r\n　　第二段。\r\n".encode("gb18030"))
    read = session_from_text(file)
    assert read.summary.title == "海边"
    assert read.draft.prompt.language is Language.ZH
    (section,) = read.draft.story.sections
    assert section.text == "第一行。\n\n　　第二段。"
    assert section.spans[0].author is Author.WRITER
    assert read.summary.words == 6


@pytest.mark.parametrize(
    "text",
    [
        "It’s the keeper’s lamp.",
        "She said “no” and left.",
        "“No,” he said—and then: ‘Go.’”",
        "Le garçon dîne à Zürich…",
    ],
)
def test_an_old_windows_text_keeps_its_quotes(tmp_path: Path, text: str) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(text.encode("cp1252"))
    assert session_from_text(file).draft.story.text == text


@pytest.mark.parametrize(
    "text", ["海", "He said 你好 to 小明.", "镕", "朱镕基喆", "A long line and 你。", "It’s 你。"]
)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_among_english_stays_chinese(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(text.encode(encoding))
    assert session_from_text(file).draft.story.text == text


@pytest.mark.parametrize(
    "text",
    [
        "---\nHe woke at five: the sea was loud.\n\nA whole scene.\n---\nThe next day.",
        "---\ntitle: The lamp\nHe woke at five.\n---\nThe next day.",
        "---\n\n---\nThe next day.",
        "---\ntitle: The lamp\n\nIt went out.",
    ],
)
def test_a_text_that_begins_with_a_break_is_kept_whole(tmp_path: Path, text: str) -> None:
    file = tmp_path / "scene.md"
    file.write_text(text, "utf-8")
    assert session_from_text(file).draft.story.text == text


def test_markdown_gives_its_title_and_its_head(tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text('---\ntitle: "The lamp"\ntags: [sea, night]\n---\n\nIt went out.\n', "utf-8")
    read = session_from_text(file)
    assert (read.summary.title, read.summary.tags) == ("The lamp", ("sea", "night"))
    assert read.draft.story.text == "It went out."
    file.write_text("# The lamp\n\nIt went out.\n\n---\n\nIt came back.", "utf-8")
    read = session_from_text(file)
    assert read.summary.title == "The lamp"
    assert read.draft.story.text == "It went out.\n\n---\n\nIt came back."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b" \n", "holds no text"),
        ("picture.png", b"\x89PNG", "is no text"),
        ("broken.json", b"{", "is damaged"),
        ("none.md", None, "could not be read"),
    ],
)
def test_what_is_no_session_is_a_sentence(
    other: Database, tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / name])
    assert report.added == []
    assert reason in report.rejected[0][1]


def test_others_can_save_between_the_files(
    other: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_folder, "FILES_AT_ONCE", 2)
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"night {n}")
    taking = library_folder.TakingIn(sorted(tmp_path.glob("*.txt")))
    counts, is_all = [], False
    while not is_all:
        with other.transaction() as tx:
            is_all = taking.go_on(tx)
        with other.reading() as tx:
            counts.append(len(sessions.list_sessions(tx)) - 1)
    assert counts == [2, 4, 5]
    assert len(taking.report.added) == 5


@pytest.mark.parametrize("folder", ["library.json", "Links.JSON", "triplets.jsonl", "trash"])
def test_a_folder_named_as_a_file_of_ours_and_a_long_title_go_out_and_come_back(
    library: Database, other: Database, tmp_path: Path, folder: str
) -> None:
    with library.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        sessions.move_to_folder(tx, session_id, folder)
        sessions.rename_session(tx, session_id, "\U0001f600" * 60)
        count = write_library(tx, tmp_path / "out").sessions
    assert len(list((tmp_path / "out" / f"{folder}_").glob("*.json"))) == 1
    with other.transaction() as tx:
        report = take_in(tx, [tmp_path / "out"])
    assert (len(report.added), report.missing, report.rejected) == (count, 0, [])


def test_a_file_name_of_many_bytes_is_written(tmp_path: Path) -> None:
    file = tmp_path / ("\U0001f600" * 60 + ".md")
    write_bytes(file, b"text")
    assert file.read_bytes() == b"text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_a_pipe_keeps_nobody_waiting(other: Database, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with other.transaction() as tx:
        (refused,) = take_in(tx, [tmp_path / "pipe.txt"]).rejected
        assert take_in(tx, [tmp_path]).rejected == []
    assert "is no file; choose another" in refused[1]


def test_the_json_is_one_anybody_can_read(library: Database, tmp_path: Path) -> None:
    with library.reading() as tx:
        write_library(tx, tmp_path / "out")
    (file,) = (tmp_path / "out" / "短篇 2026").glob("*.json")
    value = json.loads(file.read_text("utf-8"))["session"]
    assert [v["plan"]["steps"][0]["text"] for v in value["plans"]] == ["迟到", "早到"]
    assert value["runs"][0]["settings"] == {"t": [0.9]}
