from __future__ import annotations

import importlib.util
import json
import random
from typing import TYPE_CHECKING

import pytest

from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Triplet
from writer_gui.errors import UserError
from writer_gui.exchange.dataset_folder import write_folder
from writer_gui.exchange.mix import MixWish, mix, split
from writer_gui.exchange.mix_files import Trainer, write_mix
from writer_gui.exchange.records import Rejected
from writer_gui.exchange.samples import Sample, read_samples, sample_of_triplet
from writer_gui.exchange.triplets import read_triplets
from writer_gui.text.similarity import are_near_duplicates, sketch

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "灯塔海雾信封船鸣笛收音机老人月光礁石潮水窗台铁盒铅笔风门钟楼梯雨鞋油灯渔网"


def prose(seed: int, length: int = 160) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) for _ in range(length))


def triplet(seed: int) -> Triplet:
    texts = prose(seed, 40), prose(seed + 1, 60), prose(seed + 2)
    return Triplet(f"t{seed}", *texts, "诗歌", Language.ZH)


def general(seed: int, language: Language = Language.ZH) -> Sample:
    text = prose(seed) if language is Language.ZH else f"answer {seed} " * 9
    return Sample(f"g{seed}", f"question {seed}", text, language, is_creative=False)


CREATIVE = [sample_of_triplet(triplet(n * 10)) for n in range(10)]


def test_the_ratio_and_the_balance_of_languages_are_kept() -> None:
    rest = [general(1000 + n, language) for n in range(200) for language in Language]
    made = mix(CREATIVE, rest, MixWish(ratio=12, chinese_share=0.25, seed=3))
    assert (made.creative, made.general) == (10, 120)
    drawn = [s for s in (*made.train, *made.validation) if not s.is_creative]
    assert sum(s.language is Language.ZH for s in drawn) == 30
    again = mix(CREATIVE, rest, MixWish(ratio=12, chinese_share=0.25, seed=3))
    other = mix(CREATIVE, rest, MixWish(ratio=12, chinese_share=0.25, seed=4))
    assert made == again != other


def test_too_little_general_data_and_what_is_no_sample_are_counted() -> None:
    rest: list[Sample | Rejected] = [general(1), general(2), Rejected(3, 3, "broken")]
    made = mix(CREATIVE, rest, MixWish(ratio=2))
    assert (made.wanted_general, made.general, made.rejected) == (20, 2, 1)


def test_a_general_sample_that_asks_what_a_triplet_asks_is_left_out() -> None:
    copy = Sample("g", CREATIVE[0].prompt, "别的", Language.ZH, is_creative=False)
    assert mix(CREATIVE, [copy], MixWish(ratio=1)).general == 0


def test_without_triplets_there_is_no_mix() -> None:
    with pytest.raises(UserError, match="no triplets"):
        mix([], [], MixWish())


@pytest.mark.parametrize("share", [0.99, 1.0])
def test_something_is_left_to_train_on(share: float) -> None:
    train, held = split(CREATIVE, share, random.Random(1))
    assert (len(train), len(held)) == (1, 9)


def test_near_duplicates_are_never_on_both_sides() -> None:
    samples = []
    for n in range(40):
        text = prose(n, 300)
        samples += [
            Sample(f"{n}", prose(5000 + n, 40), text, Language.ZH, is_creative=True),
            Sample(f"{n}b", prose(6000 + n, 40), text.replace("灯", "烛", 3), Language.ZH, True),
        ]
    train, held = split(samples, 0.2, random.Random(1))
    assert 0 < len(held) <= 16
    assert len(train) + len(held) == len(samples)
    for one in held:
        for other in train:
            assert not are_near_duplicates(sketch(one.response), sketch(other.response))


@pytest.mark.parametrize(
    "record",
    [
        {"messages": [{"role": "user", "content": "问"}, {"role": "assistant", "content": "答"}]},
        {"conversations": [{"from": "human", "value": "问"}, {"from": "gpt", "value": "答"}]},
        {"instruction": "问", "input": "", "output": "答"},
        {"prompt": "问", "completion": "答"},
        {"query": "问", "thought": "", "answer": "答"},
    ],
)
def test_general_files_of_all_formats_are_read(tmp_path: Path, record: dict[str, object]) -> None:
    file = tmp_path / "general.jsonl"
    file.write_text(json.dumps(record, ensure_ascii=False) + '\n{"text": "x"}\n', "utf-8")
    sample, rejected = read_samples(file)
    assert isinstance(sample, Sample)
    assert (sample.prompt, sample.response) == ("问", "答")
    assert isinstance(rejected, Rejected)


@pytest.mark.parametrize("trainer", Trainer)
def test_each_trainer_gets_its_files(tmp_path: Path, trainer: Trainer) -> None:
    made = mix(CREATIVE, [general(1000 + n) for n in range(60)], MixWish(2, 1.0, 0.1, 5))
    files = write_mix(tmp_path / "mix", made, trainer)
    assert {"data/train.jsonl", "data/validation.jsonl"} < set(files)
    lines = (tmp_path / "mix" / "data" / "train.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(made.train)
    roles = [m["role"] for m in json.loads(lines[0])["messages"]]
    assert roles == ["user", "assistant"]
    assert any("<think>" in line for line in lines)
    config = "".join((tmp_path / "mix" / f).read_text("utf-8") for f in files[2:])
    assert "2.0e-5" in config
    assert "validation" in config
    for name in ("train.jsonl", "validation.jsonl") if trainer is not Trainer.TRL else ():
        assert name in config


def test_a_data_set_folder_has_splits_and_a_card(tmp_path: Path) -> None:
    triplets = [triplet(n * 10) for n in range(60)]
    counts = write_folder(tmp_path / "set", triplets, validation=0.1)
    assert counts == {"train": 54, "validation": 6}
    found = [
        t for name in counts for t in read_triplets(tmp_path / "set" / "data" / f"{name}.jsonl")
    ]
    assert {t.uid for t in found if isinstance(t, Triplet)} == {t.uid for t in triplets}
    card = (tmp_path / "set" / "README.md").read_text("utf-8")
    assert card.startswith("---\nlicense: other\nlanguage:\n- zh\n")
    assert "path: data/validation.jsonl" in card
    assert "| 诗歌 (Poem) | 60 |" in card


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="choose another place"):
        write_folder(tmp_path / "file" / "set", [triplet(1)])


def test_a_folder_written_again_keeps_no_split_of_an_earlier_run(tmp_path: Path) -> None:
    general_data = [general(1000 + n) for n in range(60)]
    data = tmp_path / "data"
    data.mkdir()
    (data / "train.parquet").write_bytes(b"")
    (data / "mine.jsonl").write_text("")
    write_folder(tmp_path, [triplet(n * 10) for n in range(60)], validation=0.1)
    assert {f.name for f in data.iterdir()} == {"train.jsonl", "validation.jsonl", "mine.jsonl"}
    write_folder(tmp_path, [triplet(0)])
    assert {f.name for f in data.iterdir()} == {"train.jsonl", "mine.jsonl"}
    write_mix(tmp_path / "mix", mix(CREATIVE, general_data, MixWish(2, 1.0, 0.1, 5)), Trainer.TRL)
    write_mix(tmp_path / "mix", mix(CREATIVE, general_data, MixWish(2, 1.0, 0, 5)), Trainer.TRL)
    assert [f.name for f in (tmp_path / "mix" / "data").iterdir()] == ["train.jsonl"]


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not there")
def test_parquet_holds_the_same_records(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    write_folder(tmp_path, [triplet(n * 10) for n in range(9)], validation=0, parquet=True)
    table = pq.read_table(tmp_path / "data" / "train.parquet")
    assert table.num_rows == 9
    assert table.column("query")[0].as_py()


@pytest.mark.skipif(importlib.util.find_spec("datasets") is None, reason="datasets is not there")
def test_the_real_library_reads_the_folder(tmp_path: Path) -> None:
    import datasets

    write_folder(tmp_path / "set", [triplet(n * 10) for n in range(40)], validation=0.1)
    loaded = datasets.load_dataset(str(tmp_path / "set"), cache_dir=str(tmp_path / "cache"))
    assert {name: len(part) for name, part in loaded.items()} == {"train": 36, "validation": 4}
