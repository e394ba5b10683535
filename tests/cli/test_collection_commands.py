"""What a file would bring before it is taken in, and many triplets changed at once."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange.test_mix import triplet
from tests.store.test_pairs import PAIR
from writer_gui import paths
from writer_gui.cli import parse, run
from writer_gui.domain.triplet import Scores, TripletStatus
from writer_gui.exchange import judging
from writer_gui.exchange.pairs import write_pairs
from writer_gui.exchange.triplets import write_triplets
from writer_gui.store.database import Database
from writer_gui.store.pairs import add_pair, count_pairs
from writer_gui.store.triplet_search import TRIPLETS, count_unindexed
from writer_gui.store.triplets import (
    TripletQuery,
    add_triplet,
    count_triplets,
    get_triplet,
    trash_triplets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = Scores(**{field.name: 9 for field in fields(Scores)})


@pytest.fixture
def library() -> Iterator[Database]:
    """Four triplets, of which two have scores that allow to accept them."""
    opened = Database.open(paths.database_path())
    with opened.transaction() as tx:
        for n in range(4):
            add_triplet(tx, replace(triplet(n * 10), scores=GOOD if n < 2 else Scores()))
    yield opened
    opened.close()


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    parsed = parse([str(argument) for argument in arguments])
    assert parsed is not None
    code = run(parsed)
    return code, capsys.readouterr().out


def _json(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    code, out = _run(capsys, *arguments, "--json")
    assert code == 0
    return json.loads(out)


def test_a_dry_run_says_what_an_import_then_does(
    library: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.jsonl"
    with library.transaction() as tx:
        trash_triplets(tx, ["t30"])  # an import brings it back
    records = [triplet(0), triplet(30), triplet(50), replace(triplet(50), uid="again")]
    write_triplets(file, records)
    with file.open("a", encoding="utf-8") as out:
        out.writelines("{broken\n" for _ in range(30))
    dry = _json(capsys, "triplets", "import", file, "--dry-run")
    with library.reading() as tx:
        assert count_triplets(tx) == 3
    assert dry.pop("dry_run") is True
    assert (dry["read"], dry["added"], dry["duplicates"]) == (34, 2, 2)
    assert len(dry["rejected"]) == 30
    _, text = _run(capsys, "triplets", "import", file, "--dry-run")
    assert text.startswith("34 read, 2 would be added, 2 there already, 30 would be rejected; no")
    assert text.count("record ") == 30
    assert _json(capsys, "triplets", "import", file) == dry
    with library.reading() as tx:
        assert count_triplets(tx) == 5


def test_a_dry_run_of_pairs(
    library: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.jsonl"
    with library.transaction() as tx:
        add_pair(tx, PAIR)
    write_pairs(file, [PAIR, replace(PAIR, prompt="写一首别的诗")])
    dry = _json(capsys, "pairs", "import", file, "--dry-run")
    with library.reading() as tx:
        assert count_pairs(tx) == 1
    assert dry.pop("dry_run") is True
    assert (dry["added"], dry["duplicates"]) == (1, 1)
    assert _json(capsys, "pairs", "import", file) == dry


def test_triplets_are_named_by_how_their_id_begins(
    library: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = _run(capsys, "triplets", "set", "t1", "t20", "--genre", "诗歌", "--licence", "CC0")
    assert code == 0
    with library.reading() as tx:
        assert [get_triplet(tx, f"t{n}").licence for n in (0, 10, 20)] == ["", "CC0", "CC0"]
    assert _run(capsys, "triplets", "set", "t", "--genre", "诗歌")[0] == 3
    assert _run(capsys, "triplets", "set", "nothing", "--genre", "诗歌")[0] == 3
    assert _run(capsys, "triplets", "check", "t1")[0] == 0


def test_status_and_genre_of_many_are_set(
    library: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = _json(capsys, "triplets", "set", "--all", "--status", "reviewed", "--genre", "散文")
    assert changed == {"chosen": 4, "not_accepted": 0}
    wanted = TripletQuery(genre="散文", status=TripletStatus.REVIEWED)
    with library.reading() as tx:
        assert count_triplets(tx, wanted) == 4


def test_only_what_the_scores_allow_is_accepted(
    library: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _json(capsys, "triplets", "set", "--with-status", "draft", "--status", "accepted")
    assert told == {"chosen": 4, "not_accepted": 2}
    with library.reading() as tx:
        assert count_triplets(tx, TripletQuery(status=TripletStatus.ACCEPTED)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ("--all",),
        ("--status", "reviewed"),
        ("t0", "--all", "--status", "reviewed"),
        ("--all", "--with-genre", "诗歌", "--status", "reviewed"),
    ],
)
@pytest.mark.usefixtures("library")
def test_what_is_not_said_clearly_changes_nothing(wrong: tuple[str, ...]) -> None:
    parsed = parse(("triplets", "set", *wrong))
    assert parsed is not None
    assert run(parsed) == 2


def test_what_was_imported_is_in_the_index(
    library: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_triplets(tmp_path / "in.jsonl", [triplet(70)])
    _json(capsys, "triplets", "import", tmp_path / "in.jsonl")
    with library.reading() as tx:
        assert count_unindexed(tx) == 0


def test_a_list_names_nobody_a_round_still_asks_about(
    library: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.transaction() as tx:
        add_pair(tx, PAIR)
        judging.save_round(tx, judging.draw(judging.tasks_of_pairs([PAIR]), 1))
    assert PAIR.first.model
    assert [side["model"] for side in _sides(capsys)] == ["", ""]
    with library.transaction() as tx:
        judging.save_round(tx, None)
    assert [side["model"] for side in _sides(capsys)] == [PAIR.first.model, PAIR.second.model]


def _sides(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    (listed,) = _json(capsys, "pairs", "list")
    return [listed["first"], listed["second"]]


def test_an_import_without_a_search_index_is_still_reported(
    library: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with library.reading() as tx:
        index = TRIPLETS.index_of(tx)
    index.close()
    index.path.unlink(missing_ok=True)
    index.path.mkdir()
    write_triplets(tmp_path / "in.jsonl", [triplet(70)])
    assert main_code(capsys, "triplets", "import", tmp_path / "in.jsonl") == (0, "1 read, 1 added")


def main_code(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code, out = _run(capsys, *arguments)
    return code, out[: len("1 read, 1 added")]
