"""What we write, read by the libraries it is meant for. Both are optional and large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange.test_mix import CREATIVE, general, triplet
from tests.exchange.test_pairs import OFFICIAL
from writer_gui.exchange.mix import MixWish, mix
from writer_gui.exchange.mix_files import Trainer, write_mix
from writer_gui.exchange.pairs import PairFormat, pair_from_record, write_pairs
from writer_gui.exchange.triplets import TripletFormat, write_triplets

if TYPE_CHECKING:
    from pathlib import Path

datasets = pytest.importorskip("datasets")


def loaded(file: Path, tmp_path: Path) -> Any:
    return datasets.load_dataset(
        "json", data_files=str(file), split="train", cache_dir=str(tmp_path / "cache")
    )


def preferences(tmp_path: Path) -> Path:
    pairs = [pair_from_record(OFFICIAL | {"prompt": f"题目{n}"}) for n in range(5)]
    write_pairs(tmp_path / "pairs.jsonl", pairs, PairFormat.TRL)
    return tmp_path / "pairs.jsonl"


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
@pytest.mark.parametrize("form", TripletFormat)
def test_every_format_of_triplets_is_loaded(
    tmp_path: Path, form: TripletFormat, suffix: str
) -> None:
    file = tmp_path / f"triplets.{suffix}"
    write_triplets(file, [triplet(n * 10) for n in range(12)], form)
    assert len(loaded(file, tmp_path)) == 12


@pytest.mark.parametrize("form", [PairFormat.WPB, PairFormat.TRL, PairFormat.OWN])
def test_every_format_of_pairs_is_loaded(tmp_path: Path, form: PairFormat) -> None:
    pairs = [pair_from_record(OFFICIAL | {"prompt": f"题目{n}"}) for n in range(5)]
    write_pairs(tmp_path / "pairs.jsonl", pairs, form)
    assert len(loaded(tmp_path / "pairs.jsonl", tmp_path)) == 5


def test_trl_takes_conversations_completions_and_preferences(tmp_path: Path) -> None:
    """TRL's own judgement of a record, from its module of data utilities, which needs no torch."""
    data_utils = pytest.importorskip("trl.data_utils")
    triplets = [triplet(n * 10) for n in range(3)]
    write_triplets(tmp_path / "chat.jsonl", triplets, TripletFormat.TRL)
    write_triplets(tmp_path / "text.jsonl", triplets, TripletFormat.TRL_PROMPT)
    chat = loaded(tmp_path / "chat.jsonl", tmp_path)[0]
    assert data_utils.is_conversational(chat)
    assert data_utils.maybe_convert_to_chatml(dict(chat))["messages"][1]["role"] == "assistant"
    text = loaded(tmp_path / "text.jsonl", tmp_path)[0]
    assert not data_utils.is_conversational(text)
    assert text["completion"].startswith("<think>\n")
    preference = loaded(preferences(tmp_path), tmp_path)[0]
    assert data_utils.maybe_extract_prompt(dict(preference))["prompt"] == preference["prompt"]
    unpaired = data_utils.maybe_unpair_preference_dataset(loaded(preferences(tmp_path), tmp_path))
    assert sorted(unpaired["label"]) == [False] * 5 + [True] * 5


def test_a_mix_is_loaded_by_its_splits_as_the_config_of_trl_names_it(tmp_path: Path) -> None:
    made = mix(CREATIVE, [general(1000 + n) for n in range(60)], MixWish(2, 1.0, 0.1, 5))
    write_mix(tmp_path / "mix", made, Trainer.TRL)
    found = datasets.load_dataset(str(tmp_path / "mix" / "data"), cache_dir=str(tmp_path / "c"))
    assert {name: len(part) for name, part in found.items()} == {
        "train": len(made.train),
        "validation": len(made.validation),
    }
