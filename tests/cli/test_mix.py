"""`mix` and the data set folder, as a person or a script runs them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange.test_mix import prose, triplet
from writer_gui import paths
from writer_gui.cli import parse, run
from writer_gui.domain.triplet import TripletStatus
from writer_gui.store.database import Database
from writer_gui.store.triplets import add_triplet, set_status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def general(tmp_path: Path) -> Path:
    database = Database.open(paths.database_path())
    with database.transaction() as tx:
        for n in range(6):
            add_triplet(tx, triplet(n * 10))
        set_status(tx, [f"t{n * 10}" for n in range(4)], TripletStatus.ACCEPTED)
    database.close()
    file = tmp_path / "general.jsonl"
    lines = [{"prompt": f"问{n}", "completion": prose(900 + n)} for n in range(80)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def ran(*arguments: str) -> int:
    parsed = parse(arguments)
    assert parsed is not None
    return run(parsed)


def test_only_accepted_triplets_are_mixed_and_the_finding_is_told(
    general: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "mix")
    args = ("mix", out, "--general", str(general), "--chinese", "1", "--seed", "5")
    assert ran(*args, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["triplets"], told["general"], told["seed"]) == (4, 48, 5)
    assert told["files"][-1] == "sft.yaml"
    assert ran(*args) == 0
    assert "62.75 %" in capsys.readouterr().out


def test_what_is_missing_is_said(
    general: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran("mix", str(tmp_path / "mix"), "--general", str(general), "--for", "axolotl") == 0
    assert "The general file had 24 of the 48 samples wanted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--ratio", "-1"), 2),
        (("--chinese", "2"), 2),
        (("--status", "rejected"), 3),
        (("--validation", "1"), 2),
        (("--model", "nix"), 3),
    ],
)
def test_wrong_wishes_are_refused(
    general: Path, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    out = tmp_path / "mix"
    assert ran("mix", str(out), "--general", str(general), *arguments) == code
    assert not out.exists()


def test_a_data_set_folder_of_what_was_accepted(
    general: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "set"
    args = ("triplets", "export", str(out), "--format", "hf", "--status", "accepted", "--json")
    assert ran(*args) == 0
    assert json.loads(capsys.readouterr().out)["records"] == 4
    assert (out / "README.md").exists()


def test_parquet_without_the_folder_format_is_wrong_usage(general: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.parquet"
    assert ran("triplets", "export", str(out), "--parquet") == 2
    assert not out.exists()


def test_the_collection_is_listed_counted_and_checked(
    general: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> Any:
        capsys.readouterr()
        assert ran("triplets", *arguments, "--json") == 0
        return json.loads(capsys.readouterr().out)

    assert len(told("list")) == 6
    assert {t["id"] for t in told("list", "--status", "draft")} == {"t40", "t50"}
    assert told("list", "--genre", "散文") == []
    (one,) = told("list", "--search", triplet(10).query[:12])
    assert one["id"] == "t10"
    stats = told("stats")
    assert (stats["counts"]["total"], stats["without_licence"]) == (6, 6)
    assert stats["lacking"] == {}  # six triplets are too few to lack one of any genre
    checked = told("check", "t10")
    assert "too_short" in {f["kind"] for f in checked["findings"]}
    assert checked["copies"] == []
    copy = Database.open(paths.database_path())
    with copy.transaction() as tx:
        add_triplet(tx, replace(triplet(10), uid="copy", thought="别的思路"))
    copy.close()
    assert {c["uid"] for c in told("check", "t10")["copies"]} == {"copy"}
    assert ran("triplets", "stats") == 0
    assert capsys.readouterr().out.startswith("Triplets: 7; without a licence: 7")
