"""LoRA adapters, made here for the small model: loaded, without effect, and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.inference import gguf_files
from tests.inference.driving import Worker, ask
from writer_gui.domain.generation import EngineFailure, FailureKind, ModelFile
from writer_gui.domain.run import Sampling
from writer_gui.inference.protocol import EngineOptions, Load, Loaded, LoadFailed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

WIDTH, RANK = 576, 4
ADAPTER = {
    "general.type": "adapter",
    "adapter.type": "lora",
    "adapter.lora.alpha": 8.0,
}
PASSAGE = ask("Tell me about the sea.", max_tokens=8, sampling=Sampling(temperature=0.0))


def adapter(path: Path, strength: float, width: int = WIDTH, said: str = "") -> Path:
    """Write an adapter for the first layer's query weights; `said` replaces "llama"."""
    dice = np.random.default_rng(1)
    shapes = {"lora_a": (width, RANK), "lora_b": (RANK, width)}
    tensors, data = [], b""
    for name, shape in shapes.items():
        full = f"blk.0.attn_q.weight.{name}"
        tensors.append(gguf_files.tensor(full, shape, gguf_files.F32, len(data)))
        data += (dice.standard_normal(shape[::-1]) * strength).astype("<f4").tobytes()
    path.write_bytes(
        gguf_files.gguf(
            {**ADAPTER, "general.architecture": said or "llama"}, tensors=tuple(tensors), data=0
        )
        + data
    )
    return path


def loading(worker: Worker, model: Path, lora: Path) -> EngineFailure | None:
    """Load the model with an adapter; return why that cannot be."""
    options = EngineOptions(context=512, threads=1)
    worker.send(Load(ModelFile("small", str(model), lora=str(lora)), options))
    event = worker.wait_for(Loaded, LoadFailed)
    return event.failure if isinstance(event, LoadFailed) else None


def test_an_adapter_changes_the_text_as_far_as_it_is_strong(
    worker: Worker, small_model: Path, tmp_path: Path
) -> None:
    worker.load(small_model, EngineOptions(context=512, threads=1))
    plain = worker.write(PASSAGE).text
    texts = []
    for strength in (0.0, 3.0):
        file = adapter(tmp_path / "style.gguf", strength)
        assert loading(worker, small_model, file) is None
        texts.append(worker.write(PASSAGE).text)
    assert texts[0] == plain != texts[1]


def test_an_adapter_that_does_not_fit_is_refused_with_a_sentence(
    worker: Worker, small_model: Path, tmp_path: Path
) -> None:
    wrong = [
        adapter(tmp_path / "narrow.gguf", 1.0, width=64),
        adapter(tmp_path / "foreign.gguf", 1.0, said="qwen2"),
        small_model,
        tmp_path / "missing.gguf",
    ]
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(adapter(tmp_path / "whole.gguf", 1.0).read_bytes()[:-500])
    for file in [*wrong, cut]:
        failure = loading(worker, small_model, file)
        assert failure is not None, file.name
        assert failure.kind is FailureKind.BAD_MODEL, file.name
        assert file.name in failure.message
        assert failure.message.endswith("."), failure.message
    worker.load(small_model, EngineOptions(context=512, threads=1))
    assert worker.write(PASSAGE).text
