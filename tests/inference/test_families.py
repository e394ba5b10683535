from __future__ import annotations

import re

import pytest

from writer_gui.domain.run import Sampling
from writer_gui.inference import catalog, families
from writer_gui.inference.families import UNKNOWN, Family

FAMILIES = families.load()
EVERY = [UNKNOWN, *FAMILIES.all]


def name_of(family: Family) -> str:
    return family.name or "unknown"


@pytest.mark.parametrize(
    ("architecture", "names", "wanted"),
    [
        ("qwen2", ("qwen2.5-1.5b-instruct",), "qwen2.5"),
        ("qwen2", ("mine", "Qwen2.5 7B Instruct"), "qwen2.5"),
        ("qwen3", ("qwen3-8b",), "qwen3"),
        ("qwen3moe", ("qwen3-30b-a3b-instruct-2507",), "qwen3"),
        ("qwen35", ("qwen3.5-9b",), "qwen3.5"),
        ("gemma3", ("gemma-3-12b-it",), "gemma"),
        ("gemma4", ("gemma-4-e4b-it",), "gemma"),
        ("llama", ("Mistral-Nemo-Instruct-2407-Q4_K_M",), "mistral-nemo"),
        ("llama", ("mistral-small-3.2-24b-instruct-2506",), "mistral-small"),
        ("llama", ("Meta-Llama-3.1-8B-Instruct",), "llama3"),
        ("llama", ("smollm2-135m-instruct",), "smollm2"),
        ("", ("qwen3:8b",), "qwen3"),  # a server's model, whose file nobody sees
        ("qwen2", ("qwen2.5-coder-1.5b-instruct",), ""),  # with it the method itself was tuned
        ("qwen3", ("qwen3-coder-30b",), ""),
        ("llama", ("qwen3-8b",), ""),
        ("mamba", ("mamba-130m",), ""),
    ],
)
def test_a_model_is_told_by_its_file_and_its_name(
    architecture: str, names: tuple[str, ...], wanted: str
) -> None:
    assert FAMILIES.of(architecture, *names).name == wanted


def test_every_model_offered_but_the_default_has_a_family() -> None:
    models = catalog.load()
    without = [m.name for m in models.models if not FAMILIES.of(m.architecture, m.name).name]
    assert without == [models.default.name]


@pytest.mark.parametrize("family", FAMILIES.all, ids=name_of)
def test_every_number_has_its_source(family: Family) -> None:
    assert family.source.startswith("https://huggingface.co/")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", family.read)


@pytest.mark.parametrize("family", EVERY, ids=name_of)
def test_calm_middle_and_wild_are_what_the_family_bears(family: Family) -> None:
    middle = family.sampling.temperature
    assert 0 < family.calm < middle < family.wild <= 1.3
    assert [family.temperature(wild) for wild in (0.0, 0.5, 1.0)] == [
        family.calm,
        middle,
        family.wild,
    ]


@pytest.mark.parametrize("family", EVERY, ids=name_of)
@pytest.mark.parametrize("wild", [0.0, 0.3, 0.5, 0.8, 1.0])
def test_a_place_is_found_again_from_its_temperature(family: Family, wild: float) -> None:
    assert family.wildness(family.temperature(wild)) == pytest.approx(wild, abs=0.005)


def test_what_makers_say_nothing_of_is_as_the_method_was_tuned() -> None:
    usual = Sampling()
    for family in FAMILIES.all:
        kept = family.sampling
        assert (kept.dry_multiplier, kept.dry_window) == (usual.dry_multiplier, usual.dry_window)
    assert UNKNOWN.sampling == usual
