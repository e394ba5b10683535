from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from writer_gui.inference.worker.runs import RunMemory

if TYPE_CHECKING:
    from writer_gui.inference.worker.model import Model

pytestmark = pytest.mark.model


def spelled(model: Model, tokens: list[int]) -> str:
    return b"".join(map(model.piece, tokens)).decode()


def one_by_one(model: Model, text: str) -> list[int]:
    """Return other tokens than those of the text at once."""
    return [token for char in text for token in model.tokenize(char)]


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("the keeper waited", "the keeper waited"),
        ("the keeper", "the keeper"),
        ("the keeper ran", "the keeper "),
        ("灯灭了，他没动。", "灯灭了"),  # sampled with a half-width mark
        ("灯灭亅", "灯灭"),  # which shares a byte with what was sampled
        ("a new beginning", ""),
    ],
)
def test_what_was_sampled_is_kept_as_far_as_it_was_so(model: Model, text: str, shared: str) -> None:
    runs = RunMemory(model)
    for said in ("the keeper waited", "灯灭了,他没动。"):
        runs.remember("run", said, one_by_one(model, said))
    tokens, sampled = runs.tokens("run", text)
    assert spelled(model, tokens) == text
    assert tokens[:sampled] == one_by_one(model, shared)


def test_another_run_is_not_looked_at(model: Model) -> None:
    runs = RunMemory(model)
    runs.remember("run", "the keeper", one_by_one(model, "the keeper"))
    assert runs.tokens("other", "the keeper") == (model.tokenize("the keeper"), 0)
