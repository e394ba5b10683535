from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inference import gguf_files
from writer_gui.domain.generation import FailureKind
from writer_gui.inference.gguf import read_header
from writer_gui.inference.memory import WORKING_BYTES
from writer_gui.inference.protocol import CacheType, EngineOptions
from writer_gui.inference.worker.loading import LoadError, fit
from writer_gui.inference.worker.runs import RunMemory

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.inference.gguf import Header
    from writer_gui.inference.worker.model import Model


@pytest.fixture
def header(tmp_path: Path) -> Header:
    path = tmp_path / "m.gguf"
    path.write_bytes(gguf_files.gguf())
    return read_header(path)


def test_with_little_memory_fewer_texts_are_kept(header: Header) -> None:
    options = EngineOptions(context=1024, sequences=4)
    base, each = header.file_bytes + WORKING_BYTES, header.cache_bytes * 1024
    assert [fit(header, options, base + each * count).sequences for count in (9, 4, 3, 1)] == [
        *(4, 4, 3, 1)
    ]
    with pytest.raises(LoadError, match="GiB are free") as refused:
        fit(header, options, base + each - 1)
    assert refused.value.failure.kind is FailureKind.NOT_ENOUGH_MEMORY


def test_no_more_context_is_taken_than_the_model_has(header: Header) -> None:
    assert fit(header, EngineOptions(context=100_000), 2**40).context == header.context == 2048


def test_a_cache_of_8_bits_takes_about_half(header: Header) -> None:
    whole, half = (
        fit(header, EngineOptions(cache_type=kind, flash_attention=True), 2**40).cache_bytes
        for kind in (CacheType.F16, CacheType.Q8_0)
    )
    assert whole * 0.5 < half < whole * 0.55


@pytest.mark.model
@pytest.mark.parametrize("text", ["-" * 64, "—" * 16, "…" * 8, " " * 40, "🙂👩‍👩‍👧", "灯塔\n\n\t"])
def test_tokens_spell_the_text_they_were_made_of(model: Model, text: str) -> None:
    assert b"".join(map(model.piece, model.tokenize(text))).decode() == text


@pytest.mark.model
def test_pieces_longer_than_a_native_buffer_are_whole(model: Model) -> None:
    longest = max(model.pieces, key=len)
    assert len(longest) > 32
    assert model.tokenize(longest.decode()) == [model.pieces.index(longest)]


@pytest.mark.model
@settings(deadline=None, max_examples=60)
@given(text=st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cc"])))
def test_any_text_passes_the_tokenizer(model: Model, text: str) -> None:
    assert b"".join(map(model.piece, model.tokenize(text))) == text.encode()


@pytest.mark.model
def test_half_a_surrogate_pair_does_not_stop_the_tokenizer(model: Model) -> None:
    assert model.tokenize("a\ud83d") == model.tokenize("a?")


@pytest.mark.model
def test_a_run_goes_on_from_the_tokens_it_was_written_in(model: Model) -> None:
    runs = RunMemory(model)
    odd = [token for char in "keeper" for token in model.tokenize(char)]
    runs.remember("a", "keeper", odd)
    assert runs.tokens("a", "keeper") == (odd, len(odd))
    assert runs.tokens("a", "keep") == (odd[:4], 4)
    assert runs.tokens("b", "keeper") == (model.tokenize("keeper"), 0)
    assert model.tokenize("keeper") != odd
    assert runs.knows("a")
    assert not runs.knows("b")


@pytest.mark.model
def test_a_run_that_is_cut_inside_a_character_still_spells_its_text(model: Model) -> None:
    runs = RunMemory(model)
    runs.remember("a", "灯塔🙂", model.tokenize("灯塔🙂"))
    for text in ("灯", "灯塔", "灯塔🙂"):
        assert b"".join(map(model.piece, runs.tokens("a", text)[0])).decode() == text
