from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from writer_gui.errors import UserError
from writer_gui.inference import catalog, model_info
from writer_gui.inference.catalog import PackageSource, Role, UrlSource

MODELS = catalog.load().models


def test_there_is_one_default_and_one_for_tests() -> None:
    roles = [model.role for model in MODELS]
    assert (roles.count(Role.DEFAULT), roles.count(Role.TEST)) == (1, 1)
    default = catalog.load().default
    assert set(default.languages) == {"zh", "en"}
    assert (default.bytes, default.licence) == (1_117_320_768, "Apache-2.0")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_entry_is_complete(model: catalog.CatalogModel) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", model.sha256)
    assert re.fullmatch(r"[a-z0-9.-]+", model.name)
    assert re.fullmatch(r"[\w.-]+\.gguf", model.file)
    assert model.bytes < model.memory_bytes
    assert model.read_bytes < model.bytes
    assert 0 <= model.prose_zh <= 10
    assert 0 <= model.prose_en <= 10
    assert model.sources
    for source in model.sources:
        if isinstance(source, PackageSource):
            assert sum(part.bytes for part in source.parts) == model.bytes
        else:
            assert source.url.startswith("https://")
            assert source.url.endswith(".gguf")


def test_names_and_files_are_unique() -> None:
    assert len({model.name for model in MODELS}) == len(MODELS)
    assert len({model.file.casefold() for model in MODELS}) == len(MODELS)


@pytest.mark.parametrize("endpoint", ["https://mirror.example", "https://mirror.example/"])
def test_a_mirror_takes_the_place_of_hugging_face(
    monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    source = catalog.load().default.sources[0]
    assert isinstance(source, UrlSource)
    assert source.url.startswith("https://mirror.example/Qwen/")


def test_a_model_is_found_by_name_and_by_file_whatever_the_case() -> None:
    models = catalog.load()
    assert models.get("SMOLLM2-135m-instruct") == models.get("smollm2-135m-instruct.q4_1.GGUF")


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(UserError, match=r"Did you mean smollm2-135m-instruct\?"):
        catalog.load().require("smollm2")


def test_the_default_can_be_had_without_hugging_face_and_the_better_ones_are_there() -> None:
    models = catalog.load()
    assert any(isinstance(source, PackageSource) for source in models.default.sources)
    for name in ("qwen2.5-1.5b-instruct", "qwen3-4b-instruct-2507", "qwen3-8b", "qwen3-14b"):
        better = models.require(name)
        assert (better.prose_zh, better.prose_en) > (
            models.default.prose_zh,
            models.default.prose_en,
        )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_engine_knows_the_architecture(model: catalog.CatalogModel) -> None:
    found = importlib.util.find_spec("llama_cpp")
    assert found is not None
    assert found.origin is not None
    library = (Path(found.origin).parent / "lib" / "libllama.so").read_bytes()
    assert model.architecture.encode() + b"\0" in library


def test_what_cannot_be_cut_back_is_told_as_slow_to_edit(tmp_path: Path) -> None:
    slow = [m.name for m in MODELS if model_info.of_catalog(m, tmp_path).is_slow_to_edit]
    assert slow == ["qwen3.5-4b", "qwen3.5-9b"]
