from __future__ import annotations

import re

import pytest

from writer_gui.errors import UserError
from writer_gui.inference import catalog
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
